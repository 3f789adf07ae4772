"""Access tokens: whatever is not exactly what the board issues is 401, and the next request is served."""

import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwt

from app.settings.config import load_settings
from tests.support.forged_tokens import GOOD, assert_refused, b64, claims_of, signed
from tests.support.people import Person

NOW = int(time.time())
MISSING = object()


def test_the_helper_signs_as_the_board_does(admin: Person) -> None:
    token = signed(GOOD, claims_of(admin))
    answer = admin.client.get("/v1/users/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["id"] == admin.id


ALGORITHMS: list[Any] = [
    *(
        "none",
        "nOnE",
        "NONE",
        "",
        "HS384",
        "HS512",
        "RS256",
        "ES256",
        "HS",
        "HS256,none",
        256,
        None,
        True,
        ["HS256"],
        {},
    )
]
HEADERS: dict[str, Any] = {
    **{f"alg {alg!r}": {"alg": alg, "typ": "at+jwt"} for alg in ALGORITHMS},
    "no alg": {"typ": "at+jwt"},
    "no typ": {"alg": "HS256"},
    **{f"typ {typ}": {"alg": "HS256", "typ": typ} for typ in ("JWT", "refresh+jwt", "AT+JWT", None)},
    "crit": GOOD | {"crit": ["exp"]},
    "b64": GOOD | {"b64": False, "crit": ["b64"]},
    "kid": GOOD | {"kid": "../../../../dev/null"},
    "jku": GOOD | {"jku": "https://evil.example.com/keys"},
    "jwk": GOOD | {"jwk": {"kty": "oct", "k": b64(b"attacker")}},
    "x5u": GOOD | {"x5u": "https://evil.example.com/cert"},
    "zip": GOOD | {"zip": "DEF"},
    "cty": GOOD | {"cty": "JWT"},
    "list": [GOOD],
    "text": "HS256",
    "null": None,
    "number": 7,
    "nested 10,000 deep": b'{"alg":' * 10_000 + b"1" + b"}" * 10_000,
    "lists 10,000 deep": b"[" * 10_000 + b"]" * 10_000,
    "invalid UTF-8": b'{"alg":"HS256","typ":"\xff"}',
    "UTF-16": json.dumps(GOOD).encode("utf-16"),
    "NUL": b'{"alg":"HS256\0","typ":"at+jwt"}',
    "a number of 5,000 digits": b'{"alg":' + b"9" * 5_000 + b"}",
    "NaN": b'{"alg":NaN}',
    "not JSON": b"HS256",
    "empty": b"",
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_headers(admin: Person, header: Any) -> None:
    assert_refused(admin, f"Bearer {signed(header, claims_of(admin))}")


INFINITE = (float("inf"), float("nan"))
TOO_LARGE = str(2**63)
FALSE_CLAIMS: dict[str, list[Any]] = {
    "exp": [MISSING, None, [], {}, "", str(NOW + 900), "never", True, NOW, NOW - 1, 0, -1, NOW + 900.5, *INFINITE],
    "sub": [
        MISSING,
        None,
        1,
        [],
        {},
        "",
        "0",
        "-1",
        "+1",
        " 1",
        "1_0",
        "1.0",
        "x",
        "\0",
        "٣",
        "\ud800",
        "2",
        TOO_LARGE,
    ],
    "sid": [MISSING, None, 1, "", "0", "99", TOO_LARGE, "x"],
    "aud": [MISSING, None, "other", ["heed"], ["heed", "other"], [], {}, 1],
    "iss": [MISSING, None, "other", ["heed"], 1, "https://evil.example.com"],
    "iat": [MISSING, None, "now", [], NOW + 600, 10**400, True],
    "nbf": [None, "now", [], NOW + 600, 10**400, NOW - 600],
}


@pytest.mark.parametrize("name", FALSE_CLAIMS)
def test_claims(admin: Person, name: str) -> None:
    for value in FALSE_CLAIMS[name]:
        claims = {key: claim for key, claim in claims_of(admin).items() if key != name}
        if value is not MISSING:
            claims[name] = value
        assert_refused(admin, f"Bearer {signed(GOOD, claims)}")


@pytest.mark.parametrize(
    "claims",
    [[], None, "text", 7, b"", b"{}", b"{", b"\xff", b"[" * 10_000 + b"]" * 10_000, b'{"exp":' + b"9" * 5_000 + b"}"],
)
def test_what_are_no_claims(admin: Person, claims: Any) -> None:
    assert_refused(admin, f"Bearer {signed(GOOD, claims)}")


def test_other_keys_and_other_hashes(admin: Person) -> None:
    claims = claims_of(admin)
    secret = load_settings().secret_key.get_secret_value()
    for key in ("", " ", secret, f"cursor:{secret}", "another key of a length that would do"):
        assert_refused(admin, f"Bearer {signed(GOOD, claims, key)}")
    for digest in ("sha384", "sha512", "md5"):
        assert_refused(admin, f"Bearer {signed(GOOD, claims, digest=digest)}")
        assert_refused(admin, f"Bearer {signed(GOOD | {'alg': f'HS{digest[3:]}'}, claims, digest=digest)}")
    private = rsa.generate_private_key(65537, 2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    assert_refused(admin, f"Bearer {jwt.encode(claims, pem, 'RS256', headers={'typ': 'at+jwt'})}")
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    der = private.public_key().public_bytes(serialization.Encoding.DER, form)
    assert_refused(admin, f"Bearer {signed(GOOD, claims, der)}")


def test_every_bit_of_a_token_counts(admin: Person) -> None:
    token = admin.client.headers["Authorization"].split()[1]
    for position in range(0, len(token), 7):
        other = "A" if token[position] != "A" else "B"
        changed = token[:position] + other + token[position + 1 :]
        assert admin.client.get("/v1/users/me", headers={"Authorization": f"Bearer {changed}"}).status_code == 401
    header, claims, signature = token.split(".")
    for wrong in (
        token[:-4],
        f"{header}.{claims}.",
        f"{header}.{claims}",
        f"{token}.x",
        f"{token}=",
        f"{header}..{signature}",
        "..",
        ".",
    ):
        assert_refused(admin, f"Bearer {wrong}")
