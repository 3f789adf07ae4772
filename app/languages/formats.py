"""Numbers and dates as a language writes them, from formats.json, which `make languages` takes from CLDR."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("formats.json")


@cache
def all_formats() -> dict[str, dict[str, Any]]:
    formats: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return formats


class Formats:
    """`code`, `name` (in the language itself) and `direction` ("ltr" or "rtl"), and what needs CLDR's data."""

    def __init__(self, code: str) -> None:
        formats = all_formats()[code]
        self.code = code
        self.name: str = formats["name"]
        self.direction: str = formats["direction"]
        self._formats = formats

    def number(self, n: int) -> str:
        return f"{n:,}".replace(",", self._formats["group"])

    def date(self, moment: datetime) -> str:
        """The day in UTC, as in `26. Nov. 2026`."""
        return self._write(self._formats["date"], moment)

    def date_time(self, moment: datetime) -> str:
        """As in `26. Nov. 2026, 14:05 UTC`."""
        return self._write(self._formats["date_time"], moment) + " UTC"

    def _write(self, pattern: str, moment: datetime) -> str:
        moment = moment.astimezone(UTC)
        return pattern.format(
            y=moment.year,
            M=moment.month,
            MMM=self._formats["months"][moment.month - 1],
            d=moment.day,
            H=moment.hour,
            HH=f"{moment.hour:02}",
            h=moment.hour % 12 or 12,
            mm=f"{moment.minute:02}",
            a=self._formats["halves"][moment.hour // 12],
        )
