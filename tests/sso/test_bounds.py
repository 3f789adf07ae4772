"""The bounds of a token to the second and the character, and of keys: at a moment that stands still, on no board."""

import json
from typing import Any

import pytest

from app.sso.assertion import Assertion, read_assertion
from app.sso.errors import KeysUnavailable, SSORefused
from app.sso.keys import SharedSecrets, public_keys
from tests.sso.test_public_keys import RSA
from tests.support.forged_tokens import b64
from tests.support.sso import HS256, ISSUER, MISSING, SECRET, claims, sign

NOW = 1_800_000_000
LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z.
BOARD = "https://board.example.com"
LONG_BOARD = "https://board.example.com/" + "b" * 974  # 1,000 characters.


def read(now: float = NOW, audience: str = BOARD, kid: str | None = None, **other: Any) -> Assertion:
    said = claims(**{"aud": audience, "iat": NOW, "exp": NOW + 300} | other)
    token = sign(said, HS256 if kid is None else HS256 | {"kid": kid})
    return read_assertion(token, SharedSecrets((SECRET,)), issuer=ISSUER, audience=audience, now=now)


def filled_up(length: int) -> dict[str, Any]:
    """Claims that are so many bytes of JSON."""
    said = claims(aud=BOARD, iat=NOW, exp=NOW + 300, more="")
    return {**said, "more": "x" * (length - len(json.dumps(said)))}


RIGHT: dict[str, dict[str, Any]] = {
    "the last second": {"now": NOW + 299.9},
    "a clock that is a minute ahead": {"iat": NOW + 60, "exp": NOW + 300},
    "a minute early": {"nbf": NOW + 60},
    "ten minutes": {"exp": NOW + 600},
    "the beginning of time": {"iat": 0, "exp": 1, "nbf": 0, "now": 0.5},
    "the end of time": {"iat": LAST_SECOND - 600, "exp": LAST_SECOND, "now": LAST_SECOND - 1.0},
    "a short address": {"audience": "http"},
    "a long address": {"audience": LONG_BOARD},
    "one character": {"sub": "u", "jti": "j", "name": "G"},
    "as many characters as there may be": {"sub": "u" * 255, "jti": "j" * 255, "name": "G" * 100, "locale": "d" * 35},
    "no locale": {"locale": None},
    "a key's name of 255 characters": {"kid": "k" * 255},
    "8,192 characters": filled_up(6_080),
    "a claim that nobody knows": {"team": {"plan": "gold"}},
}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "at the second of its end": ({"now": float(NOW + 300)}, "The token expired 0 s ago"),
    "after it": ({"now": NOW + 307.5}, "The token expired 7 s ago"),
    "61 seconds ahead": ({"iat": NOW + 61, "exp": NOW + 300}, "The token is of the future, by 61 s"),
    "61 seconds early": ({"nbf": NOW + 61}, "The token is of the future, by 61 s"),
    "ten minutes and a second": ({"exp": NOW + 601}, "The token lives too long"),
    "before the beginning of time": ({"iat": -1, "now": 0.5, "exp": 1}, "iat is not right"),
    "after the end of time": ({"exp": LAST_SECOND + 1}, "exp is not right"),
    "an address of 1,001 characters": ({"audience": LONG_BOARD + "b"}, "aud is not right"),
    "no address of this board": ({"audience": "board.example.com"}, "This board does not know its own address"),
    "an address of one character": ({"aud": "h"}, "aud is not this board"),
    "256 characters": ({"sub": "u" * 256}, "sub is not right"),
    "a locale of 36 characters": ({"locale": "d" * 36}, "locale is not right"),
    "a key's name of 256 characters": ({"kid": "k" * 256}, "kid of the header"),
    "8,193 characters": (filled_up(6_081), "The token is longer than 8192 characters"),
    "nothing": ({"jti": ""}, "jti is not right"),
    "two faults, of which the first is told": ({"iss": 7, "jti": ""}, "iss is not right"),
    "a number as text": ({"exp": str(NOW + 300)}, "exp is not right"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_just_within(name: str) -> None:
    assert read(**RIGHT[name]).email == "grace@example.com"


@pytest.mark.parametrize("name", WRONG)
def test_just_beyond(name: str) -> None:
    given, line = WRONG[name]
    with pytest.raises(SSORefused) as refused:
        read(**given)
    assert str(refused.value.detail).startswith(line)


def test_what_is_left_out_says_nothing() -> None:
    said = read(email_verified=MISSING, nbf=MISSING, locale=MISSING)
    assert (said.email_verified, said.nbf, said.locale) == (False, 0, None)


def test_what_is_wrong_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="iss") as refused:
        Assertion.model_validate({"sub": "sesame\0"})
    assert "sesame" not in str(refused.value)


def are_keys(*keys: dict[str, Any]) -> bool:
    """Whether there is one among them that is believed."""
    try:
        return bool(public_keys(json.dumps({"keys": keys})))
    except KeysUnavailable:
        return False


def written(number: int) -> str:
    return b64(number.to_bytes(1_100))


def test_how_large_a_key_may_be() -> None:
    sizes = [are_keys(RSA.jwk(n=written(2 ** (bits - 1) + 1))) for bits in (2_047, 2_048, 8_192, 8_193)]
    exponents = [are_keys(RSA.jwk(e=written(exponent))) for exponent in (1, 2, 3, 2**32 - 1, 2**32 + 1)]
    assert sizes == [False, True, True, False]
    assert exponents == [False, False, True, True, False]


def test_of_fifty_keys_the_last_counts() -> None:
    assert are_keys(*[{}] * 49, RSA.jwk())
    assert not are_keys(*[{}] * 50, RSA.jwk())
