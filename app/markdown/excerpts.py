"""One line of plain text from what people typed: for lists, descriptions of pages, and digests."""

import re
import unicodedata
from html import unescape

# What stands before a line's own text: of quotes, headings, lists and tasks.
LINE_START = re.compile(r"(?:\s*(?:>|#{1,6}(?=\s)|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s)))+")
# A fence of code, a rule, what underlines a heading or a table's header, the address of a link.
NO_TEXT = re.compile(r"\s*(?:(?:```|~~~)[^`]*|[-=*_|:\s]*|\[[^\[\]]+\]:.*)")
# Each alternative begins with a character of its own, by which re skips what is none of them.
MARKUP = re.compile(
    r"""\\([!-/:-@\[-`{-~])                       # escaped
    | !(?=\[[^\[\]]*\][(\[])                      # of an image
    | \[!\[([^\[\]]*)\]\([^()]*\)\]\([^()]*\)      # an image that is a link
    | \[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\[\]]*\])  # a link
    | <((?:https?://|mailto:)[^\s<>]+)>           # an address
    | \*\**(?![\s*]) | \*(?<=[^\s*]\*)\**         # emphasis, before and after
    | _(?<!\w_)_*(?![\s_]) | _(?<=[^\s_]_)_*(?!\w)
    | ~~ | ``*""",
    re.VERBOSE,
)
BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")  # They would turn round what stands beside the excerpt.
JOINER = "\u200d"


def excerpt(text: str, length: int = 200) -> str:
    """At most `length` characters. Only the first three times as many of the text are looked at."""
    start = text[: length * 3]
    plain = one_line(start)
    if "&" in plain:
        plain = " ".join(unescape(plain).split())
    if not plain.isascii():
        plain = BIDIRECTIONAL.sub("", plain)
    if len(plain) <= length and len(start) == len(text):
        return plain
    return cut(plain, length - 1).rstrip(" ,;:") + "…"


def one_line(text: str) -> str:
    found = []
    for line in text.splitlines():
        if line[:1].isalpha():  # As most are, so that the rest costs these nothing.
            found.append(line)
        elif not NO_TEXT.fullmatch(line):
            start = LINE_START.match(line)
            found.append(line[start.end() :] if start else line)
    return " ".join(MARKUP.sub(r"\1\2\3\4", " ".join(found)).split())


def cut(text: str, length: int) -> str:
    """At a space; or, where there is none near the end, between two characters as people see them."""
    if len(text) <= length:
        return text
    space = text.rfind(" ", length // 2, length + 1)
    if space != -1:
        return text[:space]
    end = length
    while end > length // 2 and is_joined(text[end - 1], text[end]):
        end -= 1
    return text[:end]


def is_joined(before: str, after: str) -> bool:
    """Whether the two are parts of what people see as one: an accent, an emoji of several, a flag."""
    return (
        JOINER in (before, after)
        or unicodedata.category(after).startswith("M")
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= after <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )
