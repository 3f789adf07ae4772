"""Templates: subject, text and HTML of a mail. Only HTML is escaped, and every name but a text's is HTML's."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from minijinja import Environment, Markup

from app.markdown.excerpts import excerpt
from app.markdown.rendering import to_html

TEMPLATES = Path(__file__).with_name("templates")


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


@cache
def environment() -> Environment:
    return Environment(
        loader=load,
        auto_escape_callback=lambda name: False if name.endswith(".txt") else "html",
        undefined_behavior="strict",
        filters={"quoted": quoted, "markdown": markdown, "excerpt": excerpt},
        trim_blocks=True,
        lstrip_blocks=True,
    )


def load(name: str) -> str | None:
    path = TEMPLATES / name
    return path.read_text() if path.parent == TEMPLATES and path.is_file() else None


def render(template: str, **values: Any) -> Rendered:
    """The text's first line is the subject, which is one line whatever was typed into it."""
    first, _, text = environment().render_template(f"{template}.txt", **values).partition("\n")
    html = environment().render_template(f"{template}.html", subject=one_line(first), **values)
    return Rendered(one_line(first), text.strip() + "\n", html)


def one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def markdown(text: str) -> Markup:
    """A mail has no headings of its own above it but its title."""
    return Markup(to_html(text, heading=2))


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())
