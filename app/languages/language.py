"""One language: its catalogue, its plural rule, its numbers and dates. Its methods are what templates call."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.languages import CODES
from app.languages.formats import Formats

if TYPE_CHECKING:
    from gettext import GNUTranslations

CATALOGUES = Path(__file__).with_name("catalogues")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"


class Language(Formats):
    @cached_property
    def catalogue(self) -> "GNUTranslations":
        from gettext import GNUTranslations

        with (CATALOGUES / f"{self.code}.mo").open("rb") as file:
            return GNUTranslations(file)

    def gettext(self, message: str, /, **values: Any) -> str:
        """`_` in templates. Each `{name}` becomes the value of that name, and only that: a value may hold anything.

        A value that is HTML already (a template's `{% set link %}...{% endset %}`) makes the whole HTML, all else of it
        escaped. A URL goes beside a message, not into it, as what isolates a value would become part of the link.
        """
        # The catalogue's entry for the empty string is its header.
        known = self.catalogue.gettext(message) if message and self.code != "en" else message
        return self._fill(known, values)

    def ngettext(self, one: str, many: str, n: int, /, **values: Any) -> str:
        """By the plural rule of the language; `{n}` is the number as people write it."""
        english = one if n == 1 else many
        known = self.catalogue.ngettext(one, many, n) if self.code != "en" else english
        return self._fill(known, {"n": self.number(n), **values})

    def _fill(self, message: str, values: Mapping[str, Any]) -> str:
        if "{" not in message:
            return message
        markup = next((type(value) for value in values.values() if hasattr(value, "__html__")), None)
        if markup is None:
            return PLACEHOLDER.sub(lambda found: str(self._isolate(values[found[1]])), message)
        escape = markup.escape
        text = PLACEHOLDER.sub(lambda found: str(escape(self._isolate(values[found[1]]))), str(escape(message)))
        filled: str = markup(text)
        return filled

    def _isolate(self, value: Any) -> Any:
        """What may run in the other direction keeps its order to itself (Unicode's FSI and PDI); HTML has `<bdi>`."""
        if not isinstance(value, str) or hasattr(value, "__html__"):
            return value
        if value.isascii() and self.direction == "ltr":
            return value
        return f"\u2068{value}\u2069" if other_way(self.direction).search(value) else value


@cache
def other_way(direction: str) -> re.Pattern[str]:
    """A letter that doesn't run so. Compiling this takes a millisecond, which most cold starts are spared."""
    return re.compile(f"[{RTL}]" if direction == "ltr" else rf"(?![{RTL}])[^\W\d_]")


@cache
def get_language(code: str) -> Language:
    """Raises ValueError for a code that is not one of Heed's."""
    if code not in CODES:
        raise ValueError("not a language of Heed's")
    return Language(code)
