"""The bounds of an access token to the second and the character: read at a moment that stands still, on no board."""

import json
import time
from types import SimpleNamespace
from typing import Any

import pytest

from app.auth.tokens import AccessToken, read_access_token
from app.errors import Unauthorized
from app.settings.config import load_settings
from tests.support.forged_tokens import GOOD, signed

pytestmark = pytest.mark.adversary

NOW = int(time.time()) + 1_000  # python-jose has a clock of its own.
CLAIMS = {"iss": "heed", "aud": "heed", "sub": "7", "sid": "8", "iat": NOW, "exp": NOW + 900}


def read(monkeypatch: pytest.MonkeyPatch, claims: dict[str, Any]) -> AccessToken:
    monkeypatch.setattr("app.auth.tokens.time", SimpleNamespace(time=lambda: float(NOW)))
    return read_access_token(signed(GOOD, CLAIMS | claims), load_settings())


def filled_up(length: int) -> dict[str, Any]:
    """Claims that are so many bytes of JSON."""
    return {"more": "x" * (length - len(json.dumps(CLAIMS | {"more": ""})))}


RIGHT: dict[str, dict[str, Any]] = {
    "a clock that is five seconds ahead": {"iat": NOW + 5},
    "the last second": {"exp": NOW + 1},
    "the last id": {"sub": str(2**63 - 1)},
    "2,000 characters": filled_up(1_433),
}
WRONG: dict[str, dict[str, Any]] = {
    "six seconds ahead": {"iat": NOW + 6},
    "at the second of its end": {"exp": NOW},
    "after the last id": {"sub": str(2**63)},
    "a negative id": {"sub": "-7"},
    "an id in other digits": {"sub": "\u0667"},
    "2,001 characters": filled_up(1_434),
}


@pytest.mark.parametrize("name", RIGHT)
def test_just_within(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    token = read(monkeypatch, RIGHT[name])
    assert (str(token.user_id), token.session_id, token.scopes) == ((CLAIMS | RIGHT[name])["sub"], 8, None)


@pytest.mark.parametrize("name", WRONG)
def test_just_beyond(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(Unauthorized):
        read(monkeypatch, WRONG[name])
