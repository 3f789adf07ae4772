"""Which language somebody reads: what they chose, what their browser asks for (RFC 9110 §12.5.4), or the board's."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from app.languages import CODES

if TYPE_CHECKING:
    from app.languages.language import Language

# A header may be 8 KB long; nobody has more languages than this.
LONGEST = 200  # Characters.
MOST = 20
RANGE = re.compile(
    r"(?P<range>\*|(?P<language>[a-z]{1,8})(-[a-z0-9]{1,8})*)[ \t]*"
    r"(;[ \t]*q=(?P<quality>0(\.[0-9]{0,3})?|1(\.0{0,3})?))?"
)
# What PostgreSQL calls them; of the others there are no catalogues.
OF_BOARD = {
    "arabic": "ar",
    "english": "en",
    "french": "fr",
    "german": "de",
    "portuguese": "pt",
    "spanish": "es",
}


def choose(*codes: str | None) -> "Language":
    """The first that is one of Heed's, otherwise English."""
    from app.languages.language import get_language  # The formats are read where something is to be written.

    return get_language(next((code for code in codes if code in CODES), "en"))


def negotiate(accept_language: str, offered: Collection[str] = CODES) -> str | None:
    """The most wanted of those that are offered, by the first part of each range: `de-AT` is answered in German.

    None where there is none before `*`, for which the board's own is right.
    """
    ranges = accept_language[:LONGEST].lower().split(",")
    if len(accept_language) > LONGEST:
        ranges.pop()  # It may be half of one.
    found = [match for part in ranges[:MOST] if (match := RANGE.fullmatch(part.strip(" \t")))]
    quality = {match["range"]: float(match["quality"] or 1) for match in found}
    for match in sorted(found, key=lambda match: -quality[match["range"]]):
        language = match["language"]
        if language is None or not quality[match["range"]]:
            return None
        if language in offered and quality.get(language) != 0:
            return str(language)
    return None


def of_board(language: str) -> str:
    """`language`: the setting LANGUAGE, a text search configuration of PostgreSQL."""
    return OF_BOARD.get(language, "en")
