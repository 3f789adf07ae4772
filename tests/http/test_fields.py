"""The types that bodies and queries are made of: nothing is converted on the way, and texts have their ends."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.http.bodies import RequestBody
from app.http.fields import Content, MaybeSearchText, Message, Name, SearchText, Title, moment_in


class Sample(RequestBody):
    number: int = 0
    yes: bool = False
    text: str = ""


@pytest.mark.parametrize(
    "body",
    [
        {"number": "1"},
        {"number": True},
        {"number": 1.0},
        {"yes": 1},
        {"yes": "true"},
        {"text": 1},
        {"text": b"x"},
        {"x": 1},
    ],
)
def test_a_body_converts_nothing_and_takes_nothing_unknown(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate(body)
    assert Sample.model_validate({"number": 1, "yes": True, "text": "x"}).number == 1


@pytest.mark.parametrize(
    ("kind", "longest", "may_be_empty"),
    [
        (Name, 100, False),
        (Title, 200, False),
        (Content, 10_000, True),
        (Message, 10_000, False),
        (SearchText, 200, False),
        (MaybeSearchText, 200, True),
    ],
)
def test_a_text_is_what_is_between_its_ends(kind: Any, longest: int, may_be_empty: bool) -> None:
    text = TypeAdapter(kind)
    assert text.validate_python(" \u2003x\t") == "x"
    assert text.validate_python(f" {'x' * longest} ") == "x" * longest
    refused = [f"{'x' * longest}x"]
    if may_be_empty:
        assert text.validate_python(" ") == ""
    else:
        refused.append(" ")
    for each in refused:
        with pytest.raises(ValidationError):
            text.validate_python(each)


def test_a_moment_says_where_it_is() -> None:
    assert moment_in("2026-01-31t13:00:00.5+01:00") == datetime(2026, 1, 31, 12, 0, 0, 500_000, UTC)
    for other in ("2026-01-31", "2026-01-31T12:00:00", "20260131T120000Z", 7, None, True):
        with pytest.raises(ValueError, match="is no date and time with an offset"):
            moment_in(other)
