"""Bar charts as the templates draw them: each week's bar in whole units of a drawing, and what is said of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from app.languages.language import Language

HEIGHT = 100
STEP = 12  # From one bar to the next.
MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Bar:
    """`week`: the first day of it. Without a value there is no bar, and `said` is a dash."""

    week: str
    said: str
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class BarChart:
    name: str
    bars: list[Bar]
    highest: str
    size: str


def number(language: Language, value: float) -> str:
    return language.number(int(value))


def duration(language: Language, seconds: float) -> str:
    """In the unit that a person would say it in."""
    if seconds < 2 * HOUR:
        return language.ngettext("{n} minute", "{n} minutes", round(seconds / MINUTE))
    if seconds < 2 * DAY:
        return language.ngettext("{n} hour", "{n} hours", round(seconds / HOUR))
    return language.ngettext("{n} day", "{n} days", round(seconds / DAY))


def bar_chart(
    language: Language,
    name: str,
    weeks: Sequence[date],
    values: Sequence[float | None],
    *,
    said: Callable[[Language, float], str] = number,
) -> BarChart:
    """The highest bar fills the drawing, and what is little is still to be seen."""
    highest = max((value for value in values if value), default=0)
    bars = []
    for place, (week, value) in enumerate(zip(weeks, values, strict=True)):
        height = max(1, round(HEIGHT * value / highest)) if value else 0
        day = language.date(datetime.combine(week, time(), UTC))
        bars.append(Bar(day, "–" if value is None else said(language, value), STEP * place, HEIGHT - height, height))
    return BarChart(name, bars, said(language, highest), f"0 0 {STEP * len(bars)} {HEIGHT}")
