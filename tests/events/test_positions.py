"""A position as text: what is one, to the last number that a column holds."""

import pytest

from app.events.positions import InvalidPosition, Position, parse

LARGEST = 9_223_372_036_854_775_807


@pytest.mark.parametrize("position", [Position(0, 0, 0), Position(0, 7, LARGEST), Position(9, LARGEST, 1)])
def test_it_is_read_as_it_was_written(position: Position) -> None:
    assert parse(str(position)) == position


@pytest.mark.parametrize("value", [f"0-0-{LARGEST + 1}", f"0-{LARGEST + 1}-0", f"0-0-{LARGEST + 2}", "0-01-1", "1-2"])
def test_what_is_none(value: str) -> None:
    with pytest.raises(InvalidPosition):
        parse(value)
