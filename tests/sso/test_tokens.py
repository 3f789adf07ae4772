"""Tokens of single sign-on whose header, shape or signature is not exactly right: each is refused with the line that
says why, and the next right one gets its own account."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.sso.jws import MAX_LENGTH
from tests.support.forged_tokens import b64
from tests.support.people import Person
from tests.support.sso import (
    HS256,
    ISSUER,
    OTHER_SECRET,
    SECRET,
    assert_serves,
    claims,
    exchange,
    refusal,
    sign,
    sso_board,
)

pytestmark = pytest.mark.adversary

NOW = int(time.time())


@pytest.fixture(scope="module")
def warm_board() -> Iterator[httpx.Client]:
    with sso_board() as client:
        yield client


@pytest.fixture
def client(admin: Person, warm_board: httpx.Client) -> Iterator[httpx.Client]:
    yield warm_board
    assert_serves(warm_board)


ALGORITHMS: list[Any] = [
    *("none", "nOnE", "", "HS384", "HS512", "hs256", "RS256", "ES256", "PS256", "HS256,none"),
    *(256, None, True, ["HS256"], {}),
]
HEADERS: dict[str, tuple[Any, str]] = {
    **{f"alg {alg!r}": (HS256 | {"alg": alg}, "alg of the header") for alg in ALGORITHMS},
    "no alg": ({"typ": "JWT"}, "alg of the header"),
    **{f"typ {typ!r}": (HS256 | {"typ": typ}, "typ of the header") for typ in ("at+jwt", "JOSE", "", None, 7, ["JWT"])},
    "jku": (HS256 | {"jku": "https://evil.example.com/keys"}, "The header has more"),
    "x5u": (HS256 | {"x5u": "https://evil.example.com/cert"}, "The header has more"),
    "x5c": (HS256 | {"x5c": ["MIIB"]}, "The header has more"),
    "jwk": (HS256 | {"jwk": {"kty": "oct", "k": b64(b"attacker")}}, "The header has more"),
    "crit": (HS256 | {"crit": ["exp"]}, "The header has more"),
    "b64": (HS256 | {"b64": False, "crit": ["b64"]}, "The header has more"),
    "zip": (HS256 | {"zip": "DEF"}, "The header has more"),
    "cty, of a nested token": (HS256 | {"cty": "JWT"}, "The header has more"),
    "enc": (HS256 | {"enc": "A256GCM"}, "The header has more"),
    **{f"kid {kid!r}"[:40]: (HS256 | {"kid": kid}, "kid of the header") for kid in (7, None, "", ["1"], "k" * 300)},
    "alg twice": (b'{"alg":"none","alg":"HS256"}', "The header of the token is not"),
    "list": ([HS256], "The header of the token is not"),
    "text": ("HS256", "The header of the token is not"),
    "null": (None, "The header of the token is not"),
    "not JSON": (b"HS256", "The header of the token is not"),
    "empty": (b"", "The header of the token is not"),
    "NaN": (b'{"alg":NaN}', "The header of the token is not"),
    "invalid UTF-8": (b'{"alg":"HS256","typ":"\xff"}', "The header of the token is not"),
    "UTF-16": (json.dumps(HS256).encode("utf-16"), "The header of the token is not"),
    "a number of 5,000 digits": (b'{"alg":' + b"9" * 5_000 + b"}", "The header of the token is not"),
    "nested 5,000 deep": (b"[" * 2_500 + b"]" * 2_500, "The header of the token is not"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_headers(client: httpx.Client, name: str) -> None:
    header, line = HEADERS[name]
    assert refusal(exchange(client, sign(claims(), header))).startswith(line)


def test_a_key_id_opens_no_file(client: httpx.Client) -> None:
    """Where both sides have a secret, `kid` chooses nothing: neither a file that everybody knows nor an empty key."""
    for kid in ("../../../../dev/null", "/proc/sys/kernel/ostype", "' UNION SELECT ''", "https://evil.example.com"):
        for key in ("", "Linux\n", kid):
            assert refusal(exchange(client, sign(claims(), HS256 | {"kid": kid}, key))).startswith("The signature")


@pytest.mark.parametrize("secret", [OTHER_SECRET, SECRET[:-1], f"{SECRET} ", "", ISSUER])
def test_another_secret(client: httpx.Client, secret: str) -> None:
    assert refusal(exchange(client, sign(claims(), secret=secret))).startswith("The signature is wrong")


def test_a_public_key_as_the_secret(client: httpx.Client) -> None:
    key = rsa.generate_private_key(65_537, 2_048).public_key()
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    assert refusal(exchange(client, sign(claims(), secret=pem))).startswith("The signature is wrong")


def parts() -> tuple[str, str, str]:
    header, payload, signature = sign(claims()).split(".")
    return header, payload, signature


def last_bits(part: str) -> str:
    """Other spare bits in the last character, which most decoders ignore: 32 bytes leave two."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return part[:-1] + alphabet[alphabet.index(part[-1]) ^ 1]


SHAPES: dict[str, tuple[Callable[[str, str, str], str], str]] = {
    "a word": (lambda h, p, s: "token", "This is no signed JWT"),
    "no signature": (lambda h, p, s: f"{h}.{p}", "This is no signed JWT"),
    "an empty signature": (lambda h, p, s: f"{h}.{p}.", "The signature is wrong"),
    "five parts, encrypted": (lambda h, p, s: f"{h}.{p}.{s}.{p}.{s}", "This is no signed JWT"),
    "padding": (lambda h, p, s: f"{h}.{p}.{s}=", "A part of the token is not base64url"),
    "spare bits": (lambda h, p, s: f"{h}.{p}.{last_bits(s)}", "A part of the token is not base64url"),
    "plain base64": (lambda h, p, s: f"{h}.{p}.{s[:-3]}+/{s[-1]}", "A part of the token is not base64url"),
    "a line break": (lambda h, p, s: f"{h}.{p}.{s[:20]}\n{s[20:]}", "A part of the token is not base64url"),
    "a blank before": (lambda h, p, s: f" {h}.{p}.{s}", "A part of the token is not base64url"),
    "quotes": (lambda h, p, s: f'"{h}.{p}.{s}"', "A part of the token is not base64url"),
    "letters of another script": (lambda h, p, s: f"{h}.{p}.{s[:-1]}é", "A part of the token is not base64url"),
    "claims of another token": (lambda h, p, s: f"{h}.{parts()[1]}.{s}", "The signature is wrong"),
    "cut": (lambda h, p, s: f"{h}.{p}.{s[:-3]}", "The signature is wrong"),
    "10 KB": (lambda h, p, s: f"{h}.{p}.{s}" + "A" * 10_000, "The token is longer"),
    "200 KB": (lambda h, p, s: f"{h}.{p}.{s}" + "A" * 200_000, "The token is longer"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(client: httpx.Client, name: str) -> None:
    shape, line = SHAPES[name]
    assert refusal(exchange(client, shape(*parts()))).startswith(line)


def test_a_megabyte(client: httpx.Client) -> None:
    assert exchange(client, "A" * 1_000_000).status_code == 413


def test_a_right_one_of_the_largest_size(client: httpx.Client) -> None:
    token = sign(claims(more="x" * 5_500))
    assert 7_500 < len(token) < MAX_LENGTH
    assert exchange(client, token).status_code == 200


def test_the_boards_own_tokens_are_no_assertions(client: httpx.Client, admin: Person) -> None:
    own = admin.client.headers["Authorization"].split()[1]
    assert refusal(exchange(client, own)).startswith("typ of the header")


def test_an_assertion_is_no_access_token(client: httpx.Client) -> None:
    answer = client.get("/v1/users/me", headers={"Authorization": f"Bearer {sign(claims())}"})
    assert answer.status_code == 401


def test_no_line_of_the_log_has_the_token(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    wrong, right = sign(claims(sub="secret-sub", exp=NOW - 1)), sign(claims(sub="secret-sub"))
    with caplog.at_level("DEBUG"):
        exchange(client, wrong)
        exchange(client, right)
    assert [record.getMessage() for record in caplog.records if record.name == "heed.security"] == [
        "sso_refused", "signed_in_by_sso",
    ]  # fmt: skip
    said = "".join(str(vars(record)) for record in caplog.records)
    for secret in (wrong, right, right.split(".")[1], "secret-sub", base64.b64encode(SECRET.encode()).decode(), SECRET):
        assert secret not in said
