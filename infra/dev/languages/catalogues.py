"""Gettext's files: messages.pot from templates and code, a .po for each language, and the .mo that the app reads."""

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.languages import CODES
from app.languages.language import CATALOGUES
from app.settings.config import ROOT

TEMPLATE = CATALOGUES / "messages.pot"
TRANSLATED = CODES[1:]
# Where Babel's rule is Portugal's, whose speakers are few beside Brazil's, or has the forms in an order of its own.
PLURALS = {
    "pt": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
WIDGET = [("widget/source/**.js", "javascript")]
SOURCES = [
    ("mail/templates/**.*", "jinja2"),
    ("pages/templates/**.html", "jinja2"),
    *((f"{package}/**.py", "python") for package in ("languages", "mail", "pages", "webhooks")),
    *WIDGET,
]
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
HOW = "Fill in the empty msgstr, then `make languages`."
COMMENT = "Translators:"
KEPT_HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class StableCatalogue(Catalog):
    """Without dates and versions, so that a file changes when a string does."""

    def _headers(self) -> list[tuple[str, str]]:
        headers = dict(self._get_mime_headers())
        if self.locale_identifier in PLURALS:
            headers["Plural-Forms"] = PLURALS[self.locale_identifier]
        kept = [(name, value) for name, value in headers.items() if name in KEPT_HEADERS]
        return [*kept[:-1], (kept[-1][0], f"{kept[-1][1]}\n")]  # The last ends a line, too.

    mime_headers = property(_headers)


def collect(root: Path = ROOT / "app", sources: list[tuple[str, str]] = SOURCES) -> StableCatalogue:
    """Every string of the sources. Raises jinja2.TemplateSyntaxError for a template that isn't one."""
    catalogue = StableCatalogue(header_comment=f"# {HOW}", fuzzy=False)
    options = {pattern: {"silent": "false"} for pattern, method in SOURCES if method == "jinja2"}
    found = extract_from_dir(root, sources, options, KEYWORDS, (COMMENT,), strip_comment_tags=True)
    for name, _, message, comments, _ in found:
        catalogue.add(message, locations=[(name, 0)], auto_comments=comments)
    return catalogue


def updated(code: str, collected: Catalog) -> StableCatalogue:
    """The translations that there are, for the strings that there are now; nothing is guessed."""
    known = read(code)
    catalogue = StableCatalogue(locale=code, header_comment=f"# {HOW}", fuzzy=False)
    for message in collected:
        if message.id:
            before = known.get(message.id)
            same_kind = before and before.pluralizable == message.pluralizable and before.id == message.id
            string = before.string if before and same_kind else ""
            catalogue.add(message.id, string, message.locations, auto_comments=message.auto_comments)
    return catalogue


def read(code: str) -> Catalog:
    file = po_file(code)
    return read_po(BytesIO(file.read_bytes() if file.exists() else b""), locale=code)


def untranslated(catalogue: Catalog) -> list[str]:
    """Where one plural form is missing, too."""
    return [name_of(message.id) for message in catalogue if message.id and not all(strings(message.string))]


def strings(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A message without an entry has one that is empty."""
    return tuple(string) if isinstance(string, list | tuple) else (string or "",)


def name_of(message_id: str | list[str] | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def po_file(code: str) -> Path:
    return CATALOGUES / f"{code}.po"


def mo_file(code: str) -> Path:
    return CATALOGUES / f"{code}.mo"


def as_po(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()
