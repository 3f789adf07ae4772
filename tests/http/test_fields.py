"""The types that bodies are made of: nothing is converted on the way."""

import pytest
from pydantic import ValidationError

from app.http.bodies import RequestBody


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
