"""Nothing that is typed runs, loads, or gets out of its place, whatever it is."""

import comrak
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markdown.excerpts import excerpt
from app.markdown.markup import Markup
from app.markdown.rendering import NO_TEXT, allow_list, options, to_html
from app.posts.schemas import PostCreate
from tests.support.markup import ATTRIBUTES, ELEMENTS, assert_inert, inside, read
from tests.support.payloads import LINES, PAYLOADS

PIECES = [
    *"<>\"'&`*_~[]()!#|:\\-+=/\n\t ",
    *("\n\n", "\n    ", "\n> ", "\n- ", "\n1. ", "\n- [x] ", "```", "\n-|-\n", "![", "](", "]: "),
    *("&lt;", "&#60;", "&#1;", "\\<", "<script>", "</p>", "<!--", "-->", "<![CDATA[", "<svg>", "<style>", "<a href="),
    *("onerror=", "javascript:", "data:", "https://x.example/", "//x", "mailto:a@b.example", "www.x.example"),
    *("word", "é", "漢", "م", "\u202e", "😀"),
]
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
typed = st.lists(st.one_of(st.sampled_from(PIECES), CHARACTERS), max_size=40).map("".join)


def test_there_are_payloads_of_each_kind() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 220
    assert len(LINES) >= 200
    for payload in PAYLOADS:
        assert PostCreate.model_validate({"title": "x", "content": payload}).content == payload.strip()
    for line in LINES:
        assert PostCreate.model_validate({"title": line}).title == line.strip()


@pytest.mark.parametrize("heading", [2, 3, 4])
def test_payloads_are_inert(heading: int) -> None:
    for payload in PAYLOADS:
        assert_inert(to_html(payload, heading=heading))


def test_payloads_stay_inert_in_company() -> None:
    for payload in PAYLOADS:
        for text in (f"> - {payload}", f"[{payload}](https://x.example)", f"a|b\n-|-\n{payload}|`{payload}`"):
            assert_inert(to_html(text, heading=3))


def test_the_allow_list_alone_makes_them_inert() -> None:
    """Should there be a way past comrak."""
    for payload in PAYLOADS:
        html = allow_list().clean(payload)
        assert allow_list().clean(html) == html
        for element in inside(read(html, strict=False)):
            assert element.tag in ELEMENTS, html
            assert set(element.attrib) <= set(ATTRIBUTES), html
            assert element.get("href", "https:").lower().startswith(("http:", "https:", "mailto:")), html


@settings(max_examples=200, deadline=None)
@given(typed)
def test_whatever_is_typed_is_inert_and_balanced(text: str) -> None:
    html = to_html(text, heading=3)
    assert_inert(html)
    assert allow_list().clean(html) == html
    assert "\n" not in excerpt(text)


@settings(max_examples=50, deadline=None)
@given(typed)
def test_what_goes_to_the_allow_list_needs_no_mending(text: str) -> None:
    extensions, rendering = options(tables=True)
    html = comrak.render_markdown(text, extension_options=extensions, render_options=rendering)
    fragment = read(NO_TEXT.sub("", Markup(3).adapt(html)))
    assert {element.tag for element in inside(fragment)} <= ELEMENTS
