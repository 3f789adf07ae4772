"""What may be in HTML that was made of typed text, as a browser reads it: html5lib follows the same standard."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

ELEMENTS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "div"),
    *("a", "br", "code", "del", "em", "strong"),
}
ATTRIBUTES = {
    "href": re.compile(r"(https?://[^/\\]|mailto:.).*", re.IGNORECASE | re.DOTALL),
    "rel": re.compile("nofollow ugc noopener"),
    "dir": re.compile("auto"),
    "tabindex": re.compile("0"),
    "start": re.compile(r"\d{1,9}"),
}


def read(html: str, *, strict: bool = True) -> Element:
    """`strict` raises for what a browser would mend: tags that cross, are left open, or stand where they may not."""
    parser = html5lib.HTMLParser(strict=strict, namespaceHTMLElements=False)
    fragment: Element = parser.parseFragment(html, container="div")
    return fragment


def assert_inert(html: str) -> Element:
    fragment = read(html)
    assert_allowed(fragment)
    for parent in fragment.iter():
        for child in parent:
            assert (child.tag == "li") == (parent.tag in ("ul", "ol")), "only a list has items, and nothing else"
    return fragment


def assert_allowed(written: Element) -> None:
    """`written`: what holds the text on a page."""
    for element in inside(written):
        assert element.tag in ELEMENTS, element.tag
        for name, value in element.attrib.items():
            assert ATTRIBUTES[name].fullmatch(value), f"{name}={value}"
        assert element.tag != "a" or set(element.attrib) == {"href", "rel"}, element.attrib


def inside(fragment: Element) -> Iterator[Element]:
    elements = fragment.iter()
    next(elements)
    return elements


def text_of(fragment: Element) -> str:
    return "".join(fragment.itertext())


def outline(element: Element) -> str:
    """The elements and the names of their attributes, less what stands in texts: what no text that somebody typed may
    change."""
    if element.get("class") == "text":
        return "text"
    parts = (outline(child) for child in element if isinstance(child.tag, str))
    return f"{element.tag}[{' '.join(sorted(element.attrib))}]({','.join(parts)})"


def texts_of(element: Element) -> list[Element]:
    return [each for each in element.iter() if each.get("class") == "text"]
