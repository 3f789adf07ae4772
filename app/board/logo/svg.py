"""SVG by an allow-list: shapes, gradients and their colours. Nothing that runs, loads, links, moves or repeats itself.

expat reads it, which expands no entity here, and gives no element an attribute that it hasn't got: a file that declares
either is refused. What is not on the list is left out with all that is in it, and the rest is written anew, so that
nothing of the file's own syntax is left.
"""

import re
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from app.board.logo.refusal import NotALogo

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
GRADIENTS = ("linearGradient", "radialGradient")
# Not `use`, patterns, masks, markers and filters: each can draw what draws others, a billion times in a few lines.
ELEMENTS = (
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc"),
    *("defs", "clipPath", "stop", "style", *GRADIENTS),
)
WITH_TEXT = ("text", "tspan", "title", "desc")
ATTRIBUTES = (
    *("id", "class", "version", "viewBox", "preserveAspectRatio", "transform", "width", "height", "d"),
    *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "fx", "fy", "points", "pathLength"),
    *("offset", "gradientUnits", "gradientTransform", "spreadMethod", "stop-color", "stop-opacity"),
    *("clipPathUnits", "clip-path", "clip-rule", "color", "display", "opacity", "overflow", "visibility"),
    *("fill", "fill-opacity", "fill-rule", "paint-order", "shape-rendering", "vector-effect"),
    *("stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
    *("stroke-opacity", "stroke-width", "font-family", "font-size", "font-style", "font-weight"),
    *("letter-spacing", "text-anchor"),
)
# Selectors and declarations. Without quotes, `@` and `\\`, nothing in them loads anything but by url().
CSS = re.compile(r"[\w\s.,#:;{}()%/*+!>~-]*")
LOCAL = re.compile(r"""url\(\s*(['"]?)#[\w.-]+\1\s*\)""")
MAX_DEPTH = 50


class Cleaner:
    def __init__(self) -> None:
        self.written: list[str] = []
        self.open: list[str | None] = []  # None: one that is left out.
        self.css: list[str] = []  # What stands in the `<style>` that is open.

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if not self.open and (namespace, tag) != (SVG, "svg"):
            raise NotALogo("is neither PNG, JPEG or WebP, nor SVG")
        if len(self.open) == MAX_DEPTH:
            raise NotALogo("is nested too deep")
        left_out = namespace != SVG or tag not in ELEMENTS or self.open[-1:] == [None]
        self.open.append(None if left_out else tag)
        if left_out:
            return
        kept = self.kept(tag, attributes)
        if len(self.open) == 1:
            kept["xmlns"] = SVG
        self.written.append(f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in kept.items())}>")

    def kept(self, tag: str, attributes: dict[str, str]) -> dict[str, str]:
        allowed = {name: value for name, value in attributes.items() if self.allows(tag, name, value)}
        return {name.removeprefix(f"{XLINK} "): value for name, value in allowed.items()}

    def allows(self, tag: str, name: str, value: str) -> bool:
        if name in ("href", f"{XLINK} href"):
            return tag in GRADIENTS and re.fullmatch(r"#[\w.-]+", value) is not None
        if name == "style":
            return is_harmless_css(value)
        return name in ATTRIBUTES and is_harmless(value) and not self.repeats(name)

    def repeats(self, name: str) -> bool:
        """A clip of what is in a clip, and so on, takes as long as elements that are used by two others each."""
        return name == "clip-path" and "clipPath" in self.open

    def end(self, name: str) -> None:
        tag = self.open.pop()
        if tag == "style" and is_harmless_css(css := "".join(self.css)):
            self.written.append(escape(css))
        self.css = []
        if tag is not None:
            self.written.append(f"</{tag}>")

    def text(self, text: str) -> None:
        if self.open[-1] == "style":
            self.css.append(text)
        elif self.open[-1] in WITH_TEXT:
            self.written.append(escape(text))

    def refuse(self, *_: object) -> None:
        raise NotALogo("declares entities, which a picture needs none of")

    def refuse_default(self, element: str, name: str, kind: str, default: str | None, required: bool) -> None:
        """Each element would have it: of 100 KB, 400 MB can be made."""
        if default is not None:
            raise NotALogo("declares attributes, which a picture needs none of")


def is_harmless(value: str) -> bool:
    """Of an attribute, or of CSS: it refers to nothing that is not in the file."""
    return "url(" not in LOCAL.sub("", value.lower()) and "\\" not in value


def is_harmless_css(text: str) -> bool:
    """A clip may only be an attribute, where Cleaner.repeats() sees it."""
    return bool(CSS.fullmatch(text)) and is_harmless(text) and "clip-path" not in text.lower()


def clean_svg(file: bytes) -> bytes:
    """Raises NotALogo."""
    cleaner = Cleaner()
    parser = expat.ParserCreate("UTF-8", " ")
    parser.StartElementHandler = cleaner.start
    parser.EndElementHandler = cleaner.end
    parser.CharacterDataHandler = cleaner.text
    parser.EntityDeclHandler = cleaner.refuse
    parser.AttlistDeclHandler = cleaner.refuse_default
    try:
        parser.Parse(file, True)
    except expat.ExpatError:
        raise NotALogo("is no whole PNG, JPEG, WebP or SVG") from None
    return "".join(cleaner.written).encode()
