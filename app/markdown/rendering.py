"""CommonMark with tables, task lists, strikethrough and bare links, as HTML that passed an allow-list.

comrak takes 3 ms to import and 11 µs for 300 characters. cmarkgfm is as fast, and 1 MB smaller, but never frees what it
rendered: 8.5 KB a text. markdown-it-py and mistune take 14 to 28 ms, and 600 to 1,000 µs a text.
"""

import re
from functools import cache
from html import escape

import comrak
import nh3

from app.markdown.markup import Markup

BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "div"}
OTHERS = {"a", "br", "code", "del", "em", "hr", "li", "strong", "table", "tbody", "td", "th", "thead", "tr"}

# `&#1;` stands for one: of no meaning in HTML, and refused where it is typed itself.
NO_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

# Twice as many as 10,000 characters have with something in them. comrak fills each row up to the width of its table,
# which made 2.7 million cells of that text: 27 MB, after 16 s.
MOST_CELLS = 10_000

# Whose address the allow-list refused: no URL, such as a bare www.example> is.
DEAD_LINK = re.compile('<a rel="[^"]*">(.*?)</a>', re.DOTALL)

# Characters of HTML beyond three times the text's: what people write has less than twice. Lists of nothing have ten
# times, and twice that once they are adapted: fifty such comments made a page of 19 MB, where Lambda sends 6, in 3 s.
MOST_MARKUP = 5_000


@cache
def options(*, tables: bool) -> tuple[comrak.ExtensionOptions, comrak.RenderOptions]:
    extensions, rendering = comrak.ExtensionOptions(), comrak.RenderOptions()
    extensions.autolink = extensions.strikethrough = extensions.tasklist = True
    extensions.table = tables
    rendering.escape = True  # HTML is shown as it was typed.
    rendering.hardbreaks = True  # Whoever begins a new line means one.
    return extensions, rendering


@cache
def allow_list() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=BLOCKS | OTHERS,
        attributes={"a": {"href"}, "ol": {"start"}},
        tag_attribute_values={block: {"dir": {"auto"}} for block in BLOCKS},
        # Where a line is too long or a table too wide, they scroll: by keyboard, too.
        set_tag_attribute_values={"pre": {"tabindex": "0"}, "div": {"tabindex": "0"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="nofollow ugc noopener",
    )


def to_html(text: str, *, heading: int) -> str:
    """`heading`: the level, 2 to 4, that every heading gets, so that those of the page stay in order."""
    extensions, rendering = options(tables=may_have_tables(text))
    html = comrak.render_markdown(text, extension_options=extensions, render_options=rendering)
    if len(html) > 3 * len(text) + MOST_MARKUP:
        html = escape(text)  # As it was typed.
    clean = allow_list().clean(Markup(heading).adapt(NO_TEXT.sub("", html)))
    return DEAD_LINK.sub(r"\1", clean)


def may_have_tables(text: str) -> bool:
    """Not where the widest, had it all lines, would have too many cells: then it is shown as it was typed."""
    lines = text.splitlines()
    widest = max(line.count("|") for line in ["", *lines]) + 1
    return widest * len(lines) <= MOST_CELLS
