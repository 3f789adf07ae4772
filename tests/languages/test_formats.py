"""Numbers and dates are Babel's to the character, which the app can do without."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from babel import Locale
from babel.dates import format_skeleton, format_time, get_datetime_format
from babel.numbers import format_decimal

from app.languages import CODES
from app.languages.language import get_language

NUMBERS = [0, 1, 9, 10, 99, 100, 999, 1000, 1001, 9999, 12_345, 999_999, 1_000_000, 123_456_789, -1, -1234, -7_654_321]
# Every month, hour and length of a day's number.
MOMENTS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=9 * n, hours=n, minutes=7 * n) for n in range(60)]


@pytest.mark.parametrize("code", CODES)
def test_numbers(code: str) -> None:
    language = get_language(code)
    assert {n: language.number(n) for n in NUMBERS} == {n: format_decimal(n, locale=code) for n in NUMBERS}


@pytest.mark.parametrize("code", CODES)
def test_dates_and_times(code: str) -> None:
    language = get_language(code)
    assert {moment.month for moment in MOMENTS} == set(range(1, 13))
    assert {moment.hour for moment in MOMENTS} == set(range(24))
    for moment in MOMENTS:
        date = format_skeleton("yMMMd", moment, locale=code)
        time = format_time(moment, "short", locale=code)
        assert language.date(moment) == date
        both = str(get_datetime_format("medium", locale=code)).replace("{1}", date).replace("{0}", time)
        assert language.date_time(moment) == f"{both} UTC"


def test_the_day_is_utcs() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert get_language("de").date(late) == "1. Jan. 2027"
    assert get_language("de").date_time(late) == "1. Jan. 2027, 04:30 UTC"


@pytest.mark.parametrize("code", CODES)
def test_a_language_says_its_own_name_and_direction(code: str) -> None:
    language = get_language(code)
    assert language.name.lower() == str(Locale(code).get_display_name()).lower()
    assert language.direction == ("rtl" if code == "ar" else "ltr")
