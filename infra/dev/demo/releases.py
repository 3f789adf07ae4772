"""What the team of `make demo` planned in which order, and what it released."""

from typing import Any

# The titles of the roadmap's columns, from the top.
ROADMAP = (("Offline editing on the phone", "Two-factor sign-in"),)

# Title, content, and the titles of the posts in it, the oldest first.
ENTRIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Tables and calendars that behave",
        (
            "- **Tables** pasted from Excel, LibreOffice and Google Sheets stay tables.\n"
            "- The **calendar** starts with the day that your locale starts with."
        ),
        ("Pasting from Excel loses the table", "The calendar starts on Sunday"),
    ),
    (
        "Lumen 2.4: move lines with the keyboard",
        "`Alt` and an arrow key move a line, or all that are selected. In lists, what is below comes along.",
        ("Keyboard shortcut to move a line up or down",),
    ),
)


def entry_of(title: str, content: str, named: tuple[str, ...], posts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """As the API takes it: published at once, completing what it names."""
    ids = [posts[each]["id"] for each in named]
    return {"title": title, "content": content, "posts": ids, "complete": True, "published_at": "now"}
