"""What app/languages/formats.json holds: of CLDR, as Babel has it, the little that Heed shows."""

import json
from typing import Any

from babel import Locale
from babel.dates import get_period_names, tokenize_pattern
from babel.numbers import get_group_symbol

from app.languages import CODES
from app.languages.formats import FILE

__all__ = ["FILE", "as_json"]


def as_json() -> str:
    formats = {code: formats_of(Locale(code)) for code in CODES}
    return json.dumps(formats, indent=1, ensure_ascii=True) + "\n"


def formats_of(locale: Locale) -> dict[str, Any]:
    name = locale.get_display_name()
    assert name, "CLDR has each language's own name"
    date = as_format(locale.datetime_skeletons["yMMMd"].pattern)
    time = as_format(locale.time_formats["short"].pattern)
    halves = get_period_names(width="abbreviated", context="format", locale=locale)
    return {
        "name": name[0].upper() + name[1:],
        "direction": locale.text_direction,
        "group": get_group_symbol(locale),
        "date": date,
        "date_time": str(locale.datetime_formats["medium"]).replace("{1}", date).replace("{0}", time),
        "months": [locale.months["format"]["abbreviated"][month] for month in range(1, 13)],
        "halves": [halves["am"], halves["pm"]],
    }


def as_format(pattern: str) -> str:
    """CLDR's `d. MMM y` as Python's `{d}. {MMM} {y}`."""
    parts = []
    for kind, value in tokenize_pattern(pattern):
        parts.append(str(value) if kind == "chars" else f"{{{value[0] * int(value[1])}}}")
    return "".join(parts)
