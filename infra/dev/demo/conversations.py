"""What is said about the posts of `make demo`: tags, comments, and the team's answers."""

# Name, whether only staff see it, and the titles of its posts.
TAGS: dict[str, tuple[str, bool, tuple[str, ...]]] = {
    "mobile": (
        "Phones and tablets",
        False,
        ("Offline editing on the phone", "Faster start on older Android phones", "Handwriting with a pen on tablets"),
    ),
    "editor": (
        "Editor",
        False,
        (
            "Dark mode",
            "Keyboard shortcut to move a line up or down",
            "Pasting from Excel loses the table",
            "Code blocks with syntax colours",
            "Right-to-left text in the same note",
        ),
    ),
    "sharing": (
        "Working together",
        False,
        ("Comments on a paragraph", "Read-only links for people without an account"),
    ),
    "bug": ("Bug", False, ("Pasting from Excel loses the table", "The calendar starts on Sunday")),
    "big-customers": ("Asked for by big customers", True, ("Two-factor sign-in", "Export a notebook as Markdown")),
}

# Duplicates, and their originals.
MERGES = {"A night theme": "Dark mode"}

# Each answer that a post got, the oldest first: a status, and a word on it.
ANSWERS: dict[str, tuple[tuple[str, str | None], ...]] = {
    "Dark mode": (
        ("planned", "You asked for nothing as often as for this. It comes this year."),
        ("started", "It follows the system's setting. We are choosing the colours for code and tables."),
    ),
    "Offline editing on the phone": (("planned", "We first have to rebuild how notes are saved. Then this is next."),),
    "Pasting from Excel loses the table": (
        ("started", "We can reproduce it. It broke with the new clipboard code."),
        ("completed", "Tables arrive as tables again, from LibreOffice and Google Sheets too."),
    ),
    "The calendar starts on Sunday": (("completed", "It starts with the day that your locale starts with."),),
    "Two-factor sign-in": (("planned", None),),
    "Handwriting with a pen on tablets": (
        ("declined", "It would be half an app of its own. You can insert drawings from the apps that do this well."),
    ),
}

# Who said what, the oldest first.
COMMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Dark mode": (
        ("Ben Lindqvist", "Please let me switch it by hand too. My system is light, my evenings are not."),
        ("Hana Sato", "And pure black for OLED screens, if that is little work."),
        ("Amara Okafor", "Following the system comes first. A switch will be in the settings from the start."),
        ("Ben Lindqvist", "Perfect, thank you."),
    ),
    "Offline editing on the phone": (
        ("Diego Fuentes", "I lost a page of minutes to this last week.\n\nEven a warning before I start would help."),
        ("Kavya Iyer", "What happens when two people edit the same line offline?"),
        ("Chiara Rossi", "Keep both and let me choose. Anything but losing one."),
    ),
    "Export a notebook as Markdown": (
        ("Grzegorz Nowak", "With front matter for the tags, please."),
        ("Jonas Weber", "Are links between notes kept as relative links?"),
    ),
    "Two-factor sign-in": (("Farah Haddad", "We could not roll Lumen out without it."),),
    "Pasting from Excel loses the table": (
        ("Elif Yılmaz", "Numbers with a comma in them break as well."),
        ("Léa Fournier", "Works again for me. Merci !"),
    ),
    "Read-only links for people without an account": (
        ("Iain MacLeod", "An expiry date on the link would keep our lawyers calm."),
    ),
}
# What the team notes for itself, and for whom it votes, who asked by phone.
NOTES = {"Two-factor sign-in": "Their security team asks again in March. Worth a call when there is a date."}
VOTES_FOR = {"Two-factor sign-in": ("it@northwind.example", "security@contoso.example")}
