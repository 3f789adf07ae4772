"""What a template shows that no translation reaches: literal text, attributes that are read, prose in expressions."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

CALLS = ("_", "ngettext")
READ_ALOUD = {"alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext", "label", "placeholder"}
READ_ALOUD |= {"aria-placeholder", "title", "summary"}
NOT_SHOWN = ("script", "style")
AS_IT_IS = ("code", "kbd", "samp")  # What is typed, in any language.
SUBMITS = ("button", "reset", "submit")
# The board's software, a mail's answer, and a path behind the board's address: the same everywhere.
NAMES = re.compile("\\b(Heed|Re)\\b|\ufffc(/[a-z-]+)+")
WORD = re.compile(r"[^\W\d_]+")
PROSE = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+\b(?!-)")  # `Save`, and not `POST` or `data-x`.


def untranslated(source: str, *, is_html: bool) -> list[str]:
    """Each piece of text with a word in it that is outside of `_` and `ngettext`."""
    tree = Environment(autoescape=True).parse(source)
    shown = "".join(literals(tree))
    texts = readable(shown) if is_html else [shown]
    texts += [text for text in constants(tree) if PROSE.match(text)]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return [line for line in lines if WORD.search(NAMES.sub("", line))]


def literals(node: nodes.Node) -> Iterator[str]:
    """The template's own text in its order, with what its expressions may show of their own; both sides of an `if`."""
    for child in node.iter_child_nodes():
        if isinstance(node, nodes.Output) and isinstance(child, nodes.Expr):
            yield child.data if isinstance(child, nodes.TemplateData) else "".join(shown_by(child)) or "\ufffc"
        elif not isinstance(child, nodes.Expr):
            yield from literals(child)


def shown_by(expression: nodes.Node | None) -> Iterator[str]:
    if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, nodes.CondExpr):
        yield from shown_by(expression.expr1)
        yield " "
        yield from shown_by(expression.expr2)
    elif isinstance(expression, nodes.Filter):
        yield from shown_by(expression.node)
    elif isinstance(expression, nodes.Concat | nodes.And | nodes.Or | nodes.Add):
        for child in expression.iter_child_nodes():
            yield from shown_by(child)


def constants(node: nodes.Node) -> Iterator[str]:
    """Every string of an expression that is not given to be translated."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in CALLS:
            for value in child.kwargs:
                yield from constants(value)
        elif isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child.value
        else:
            yield from constants(child)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        read = set(READ_ALOUD)
        if tag == "input" and (given.get("type") or "").strip("\ufffc ") in SUBMITS:
            read.add("value")
        if tag == "meta" and "description" in (given.get("name") or given.get("property") or ""):
            read.add("content")
        self.found += [value for name, value in attrs if name in read and value]
        if tag in (*NOT_SHOWN, *AS_IT_IS):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.found.append(data)


def readable(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found
