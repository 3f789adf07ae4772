"""How figures are drawn and said, to the last bar."""

from datetime import date

import pytest

from app.languages.language import get_language
from app.pages.response.charts import BarChart, bar_chart, duration

ENGLISH = get_language("en")
WEEKS = [date(2026, 11, day) for day in (2, 9, 16)]


def chart(*values: float | None) -> BarChart:
    return bar_chart(ENGLISH, "Ideas", WEEKS[: len(values)], values)


def drawn(of: BarChart) -> list[tuple[int, int, int]]:
    return [(bar.x, bar.y, bar.height) for bar in of.bars]


def test_the_highest_fills_the_drawing_and_what_is_little_is_seen() -> None:
    found = chart(1, 1_000, 250)
    assert drawn(found) == [(0, 99, 1), (12, 0, 100), (24, 75, 25)]
    assert (found.size, found.highest) == ("0 0 36 100", "1,000")
    assert [(bar.week, bar.said) for bar in found.bars][::2] == [("Nov 2, 2026", "1"), ("Nov 16, 2026", "250")]


def test_nothing_and_none_have_no_bar() -> None:
    found = chart(None, 0)
    assert (drawn(found), found.highest) == ([(0, 100, 0), (12, 100, 0)], "0")
    assert [bar.said for bar in found.bars] == ["–", "0"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        *((60, "1 minute"), (2 * 3_600 - 1, "120 minutes"), (2 * 3_600, "2 hours")),
        *((48 * 3_600 - 1, "48 hours"), (48 * 3_600, "2 days"), (10 * 86_400, "10 days")),
    ],
)
def test_a_time_is_said_in_its_unit(seconds: float, said: str) -> None:
    assert duration(ENGLISH, seconds) == said
