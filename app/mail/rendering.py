"""Templates: subject, text and HTML of a mail. Only HTML is escaped, and every name but a text's is HTML's."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from minijinja import Environment, Markup

from app.languages.language import Language
from app.markdown.excerpts import excerpt
from app.markdown.rendering import to_html

TEMPLATES = Path(__file__).with_name("templates")
ISOLATES = "\u2068\u2069"  # What a language puts round a value that runs in the other direction.


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
    )


def load(name: str) -> str | None:
    path = TEMPLATES / name
    return path.read_text() if path.parent == TEMPLATES and path.is_file() else None


def render(template: str, language: Language, **values: Any) -> Rendered:
    """The text's first line is the subject, which is one line whatever was typed into it."""
    known = {"_": language.gettext, "ngettext": language.ngettext, "language": language, **values}
    first, _, text = environment().render_template(f"{template}.txt", **known).partition("\n")
    subject = one_line(first, kept=ISOLATES)
    html = environment().render_template(f"{template}.html", subject=subject, **known)
    return Rendered(subject, text.strip() + "\n", html)


def one_line(text: str, kept: str = "") -> str:
    """Without what can't be printed, but for the characters `kept`."""
    characters = (each if each.isprintable() or each in kept else " " for each in text)
    return " ".join("".join(characters).split())


def markdown(text: str) -> Markup:
    """A mail has no headings of its own above it but its title."""
    return Markup(to_html(text, heading=2))


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())
