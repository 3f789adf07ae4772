"""What comrak wrote, as a page needs it. No `<` that was typed is left in it, and an allow-list comes after it."""

import re

TAG = re.compile(r"<(/?)([a-z]+[1-6]?)([^>]*)>")
ADDRESS = re.compile(r'(?:href|src)="((?:https?://[^"/]|mailto:[^"])[^"]*)"', re.IGNORECASE)
ALTERNATIVE = re.compile(r'alt="([^"]*)"')
EMPTY_LINK = re.compile(r'<a href="([^"]*)">\s*</a>')
EMPTY_HEADING = re.compile(r"<(h\d)[^>]*>\s*</\1>\n?")

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "ul", "ol", "blockquote", "pre", "table"}
NESTING = {"ul", "ol", "blockquote", "em", "strong", "del"}
DEEPEST = 24  # To sanitise elements that are nested 10,000 deep takes 250 ms, and browsers stop at 512.


class Markup:
    def __init__(self, heading: int) -> None:
        self.heading = f"h{heading}"
        self.ends: list[str] = []  # What will end each open element: nothing, where its tags are left out.
        self.in_link = False

    def adapt(self, html: str) -> str:
        parts = []
        place = 0
        for match in TAG.finditer(html):
            between = html[place : match.start()]
            parts.append(between if self.ends else paragraph(between))
            parts.append(self.tag(*match.groups()))
            place = match.end()
        parts.append(paragraph(html[place:]))
        adapted = EMPTY_LINK.sub(r'<a href="\1">\1</a>', "".join(parts))
        return EMPTY_HEADING.sub("", adapted)

    def tag(self, slash: str, name: str, rest: str) -> str:
        if slash:
            self.in_link = self.in_link and name != "a"
            return self.ends.pop()
        if name in ("br", "hr"):
            return f"<{name}>"
        if name == "input":  # A checkbox that nobody can change and that has no name for a screen reader.
            return "☑" if "checked" in rest else "☐"
        if name == "img":
            return self.image(rest)
        start, end = self.element(name, rest)
        self.ends.append(end)
        return start

    def element(self, name: str, rest: str) -> tuple[str, str]:
        """Its start and end tags."""
        if name == "a":
            return self.link(rest)
        if (name in NESTING and len(self.ends) >= DEEPEST) or (name == "li" and not self.ends[-1]):
            return "", ""
        # Of a block in another language than the page's. Within another block it would hide its text from that one's.
        direction = ' dir="auto"' if not self.ends and (name in BLOCKS or name in HEADINGS) else ""
        if name == "table":
            return f"<div{direction}><table>", "</table></div>"
        if name in HEADINGS:
            name = self.heading
        start = rest if name == "ol" else ""
        return f"<{name}{direction}{start}>", f"</{name}>"

    def link(self, rest: str) -> tuple[str, str]:
        address = ADDRESS.search(rest)
        self.in_link = address is not None
        return (f'<a href="{address[1]}">', "</a>") if address else ("", "")

    def image(self, rest: str) -> str:
        """A link to it: showing it would tell its server who reads the board."""
        address = ADDRESS.search(rest)
        alternative = ALTERNATIVE.search(rest)
        text = alternative[1] if alternative else ""
        if not address:
            return text
        text = text.strip() or address[1]
        return text if self.in_link else f'<a href="{address[1]}">{text}</a>'


def paragraph(text: str) -> str:
    """HTML that was typed comes without a paragraph round it."""
    lines = text.strip().replace("\n", "<br>\n")
    return f'<p dir="auto">{lines}</p>\n' if lines else text
