"""What people who write get to see of it."""

from xml.etree.ElementTree import Element

import pytest

from app.markdown.rendering import to_html
from tests.support.markup import assert_inert, inside, text_of

LINK = '<a href="{0}" rel="nofollow ugc noopener">{1}</a>'


def link(address: str, text: str) -> str:
    return LINK.format(address, text)


CASES = {
    "*one* **two** ~~three~~ `four`": (
        '<p dir="auto"><em>one</em> <strong>two</strong> <del>three</del> <code>four</code></p>\n'
    ),
    "one\ntwo": '<p dir="auto">one<br>\ntwo</p>\n',
    "see https://x.example/a?b=1&c=2.": (
        f'<p dir="auto">see {link("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&amp;c=2")}.</p>\n'
    ),
    '[here](https://x.example "title")': f'<p dir="auto">{link("https://x.example", "here")}</p>\n',
    "ada@x.example": f'<p dir="auto">{link("mailto:ada@x.example", "ada@x.example")}</p>\n',
    "- [ ] one\n- [x] two": '<ul dir="auto">\n<li>☐ one</li>\n<li>☑ two</li>\n</ul>\n',
    "3. one": '<ol dir="auto" start="3">\n<li>one</li>\n</ol>\n',
    "```python\na < b\n```": '<pre dir="auto" tabindex="0"><code>a &lt; b\n</code></pre>\n',
    "> one\n> > two": ('<blockquote dir="auto">\n<p>one</p>\n<blockquote>\n<p>two</p>\n</blockquote>\n</blockquote>\n'),
    # HTML is shown, in a paragraph of its own.
    "<b>one</b>": '<p dir="auto">&lt;b&gt;one&lt;/b&gt;</p>\n',
    "<div>\none\n</div>": '<p dir="auto">&lt;div&gt;<br>\none<br>\n&lt;/div&gt;</p>\n',
    # An image is a link to it.
    "![cat](https://x.example/cat.png)": f'<p dir="auto">{link("https://x.example/cat.png", "cat")}</p>\n',
    "![](https://x.example/cat.png)": (
        f'<p dir="auto">{link("https://x.example/cat.png", "https://x.example/cat.png")}</p>\n'
    ),
    "[![cat](https://x.example/cat.png)](https://y.example)": f'<p dir="auto">{link("https://y.example", "cat")}</p>\n',
    "[*a* ![cat](https://x.example/1)](https://y.example) ![dog](https://x.example/2)": (
        f'<p dir="auto">{link("https://y.example", "<em>a</em> cat")} {link("https://x.example/2", "dog")}</p>\n'
    ),
    "![cat](cat.png)": '<p dir="auto">cat</p>\n',
    # A link without a text has its address for one, and one that leads nowhere is its text.
    "[](https://x.example)": f'<p dir="auto">{link("https://x.example", "https://x.example")}</p>\n',
    "[one](/sign-out) [two](//x.example) [three](#top)": '<p dir="auto">one two three</p>\n',
    "www.x.example>": '<p dir="auto">www.x.example&gt;</p>\n',
    "one&#1;&#xfffe;two": '<p dir="auto">onetwo</p>\n',
    "#\n\none": '<p dir="auto">one</p>\n',
    "": "",
}


@pytest.mark.parametrize("text", CASES)
def test_is_rendered(text: str) -> None:
    assert to_html(text, heading=3) == CASES[text]


@pytest.mark.parametrize("heading", [2, 3, 4])
def test_every_heading_has_the_level_that_the_page_gives(heading: int) -> None:
    html = to_html("# a\n\n###### b\n\nc\n===\n\n> ## d", heading=heading)
    assert html.count(f"<h{heading}") == html.count("<h") == 4


def test_a_table_scrolls_in_a_frame_that_takes_the_focus() -> None:
    [frame] = assert_inert(to_html("a|b\n:-|-:\n1|2", heading=3))
    assert (frame.tag, frame.attrib) == ("div", {"dir": "auto", "tabindex": "0"})
    assert [element.tag for element in inside(frame)] == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]


def test_a_block_has_the_direction_of_its_own_text() -> None:
    """Of all its text: a paragraph with one of its own would hide its words from the list that it is in."""
    fragment = assert_inert(to_html("word\n\n> كلمة\n\n1. كلمة\n\n   كلمة\n\n# كلمة", heading=3))
    assert [element.get("dir") for element in fragment] == ["auto"] * 4
    assert not [inner for element in fragment for inner in inside(element) if inner.get("dir")]


def depth(fragment: Element) -> int:
    return max((1 + depth(element) for element in fragment), default=0)


@pytest.mark.parametrize(
    ("text", "levels"), [(">" * 200 + "word", 25), ("* " * 99 + "word", 24), ("*" * 200 + "word" + "*" * 200, 24)]
)
def test_what_is_nested_deeper_than_can_be_read_keeps_its_text(text: str, levels: int) -> None:
    fragment = assert_inert(to_html(text, heading=3))
    assert depth(fragment) == levels
    assert "word" in text_of(fragment)


def test_a_list_that_is_nested_too_deep_leaves_its_items_out_too() -> None:
    fragment = assert_inert(to_html(">" * 24 + "- one\n" + ">" * 24 + "- two", heading=3))
    assert {element.tag for element in inside(fragment)} == {"blockquote"}
    assert text_of(fragment).split() == ["one", "two"]
