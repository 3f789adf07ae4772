"""Tokens that are signed with a private key, whose public half the courier has fetched."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine, text

from app.sso.errors import KeysUnavailable
from app.sso.keys import public_keys
from tests.support.forged_tokens import b64
from tests.support.people import Person
from tests.support.proxy import Proxy
from tests.support.signers import Signer
from tests.support.sso import account_of, assert_serves_by, claims, exchange, refusal, sign, sso_board

pytestmark = pytest.mark.adversary

URL = "https://id.example.com/keys.json"
BY_KEYS: dict[str, Any] = {"sso_secret": None, "sso_jwks_url": URL}


RSA, CURVE, OTHER = Signer("RS256", "rsa"), Signer("ES256", "curve"), Signer("RS256", "rsa")


def publish(superuser: Engine, *keys: dict[str, Any], body: str | None = None, age: str = "0 s") -> None:
    """As if the courier had fetched them so long ago."""
    with superuser.connect() as connection:
        statement = text("""
            INSERT INTO remote_documents (url, body, fetched_at, tried_at)
            VALUES (:url, :body, now() - CAST(:age AS interval), now() - CAST(:age AS interval))
            ON CONFLICT (url) DO UPDATE SET
                body = excluded.body, fetched_at = excluded.fetched_at, tried_at = excluded.tried_at, due_at = NULL
        """)
        document = json.dumps({"keys": keys}) if body is None else body
        connection.execute(statement, {"url": URL, "body": document, "age": age})


def is_asked_for(superuser: Engine) -> bool:
    with superuser.connect() as connection:
        statement = text("SELECT count(*) FROM remote_documents WHERE url = :url AND due_at IS NOT NULL")
        return bool(connection.scalar(statement, {"url": URL}))


@pytest.fixture
def client(admin: Person, superuser: Engine) -> Iterator[httpx.Client]:
    publish(superuser, RSA.jwk(), CURVE.jwk())
    with sso_board(**BY_KEYS) as client:
        yield client
        publish(superuser, RSA.jwk())
        assert_serves_by(client, RSA.sign)


@pytest.mark.parametrize("signer", [RSA, CURVE], ids=["RS256", "ES256"])
def test_signed_by_a_published_key(client: httpx.Client, signer: Signer) -> None:
    assert account_of(client, signer.sign(claims()))["name"] == "Grace Hopper"


def test_key_confusion(client: httpx.Client) -> None:
    """A public key, which everybody has, is no secret; nor is there another algorithm for it."""
    for secret in (RSA.public_pem.decode(), RSA.public_pem.decode().strip(), json.dumps(RSA.jwk()), RSA.jwk()["n"], ""):
        for alg in ("HS256", "none", "HS512", "RS512", "ES384", "PS256"):
            header = {"alg": alg, "kid": "rsa"}
            assert refusal(exchange(client, sign(claims(), header, secret))).startswith(
                "alg of the header is not RS256 or"
            )


def test_an_algorithm_of_another_key(client: httpx.Client) -> None:
    _, payload, signature = RSA.sign(claims(), kid="rsa").split(".")
    curve = b64(json.dumps({"alg": "ES256", "kid": "rsa"}).encode())
    assert refusal(exchange(client, f"{curve}.{payload}.{signature}")).startswith("No key for this alg and kid")
    curve = b64(json.dumps({"alg": "ES256", "kid": "curve"}).encode())
    assert refusal(exchange(client, f"{curve}.{payload}.{signature}")).startswith("The signature is wrong")
    assert refusal(exchange(client, f"{curve}.{payload}.{b64(bytes(64))}")).startswith("The signature is wrong")


def test_a_key_that_the_token_brings_along(client: httpx.Client) -> None:
    for field in (
        {"jwk": OTHER.jwk()},
        {"jku": "https://evil.example.com/keys"},
        {"x5u": "https://evil.example.com/c"},
    ):
        assert refusal(exchange(client, OTHER.sign(claims(), **field))).startswith("The header has more")
    assert refusal(exchange(client, OTHER.sign(claims()))).startswith("The signature is wrong")


def test_a_der_signature(client: httpx.Client) -> None:
    from cryptography.hazmat.primitives.hashes import SHA256

    header, payload, _ = CURVE.sign(claims()).split(".")
    der = CURVE.private.sign(f"{header}.{payload}".encode(), ec.ECDSA(SHA256()))
    assert "64 bytes, not DER" in refusal(exchange(client, f"{header}.{payload}.{b64(der)}"))


def test_an_unknown_key_is_looked_for_once_a_minute(client: httpx.Client, superuser: Engine) -> None:
    publish(superuser, RSA.jwk(), age="2 minutes")
    assert refusal(exchange(client, CURVE.sign(claims()))).startswith("No key for this alg and kid")
    assert is_asked_for(superuser)
    with superuser.connect() as connection:
        connection.execute(text("UPDATE remote_documents SET tried_at = now(), due_at = NULL"))
    for kid in ("../../etc/passwd", "https://evil.example.com/keys", "' OR 1=1 --", "x"):
        assert refusal(exchange(client, CURVE.sign(claims(), kid=kid))).startswith("No key for this alg and kid")
    assert not is_asked_for(superuser)
    publish(superuser, CURVE.jwk())
    assert exchange(client, CURVE.sign(claims())).status_code == 200


def test_a_withdrawn_key(client: httpx.Client, superuser: Engine) -> None:
    assert exchange(client, CURVE.sign(claims())).status_code == 200
    publish(superuser, RSA.jwk())
    assert refusal(exchange(client, CURVE.sign(claims()))).startswith("No key for this alg and kid")


def test_without_a_name_each_key_is_tried(client: httpx.Client, superuser: Engine) -> None:
    nameless = Signer("ES256", None)
    publish(superuser, RSA.jwk(), CURVE.jwk(), nameless.jwk())
    assert exchange(client, nameless.sign(claims())).status_code == 200
    header, payload, signature = nameless.sign(claims(), kid="curve").split(".")
    assert refusal(exchange(client, f"{header}.{payload}.{signature}")).startswith("The signature is wrong")


UNUSABLE: dict[str, str | None] = {
    "never fetched": None,
    "empty": "",
    "a page": "<!doctype html><title>Sign in</title>",
    "a list": "[]",
    "no keys": "{}",
    "keys of no list": '{"keys": "rsa"}',
    "keys of no objects": '{"keys": ["rsa", 7, null, []]}',
    "an empty list": '{"keys": []}',
    "deep": '{"keys": ' + "[" * 30_000 + "]" * 30_000 + "}",
    "for encryption": json.dumps({"keys": [RSA.jwk(use="enc")]}),
    "of another algorithm": json.dumps({"keys": [RSA.jwk(alg="RS512"), CURVE.jwk(crv="P-384")]}),
    "a secret": json.dumps({"keys": [{"kty": "oct", "k": b64(b"secret" * 10), "kid": "rsa", "alg": "HS256"}]}),
    "too short a key": json.dumps({"keys": [Signer("RS256", "rsa", 1_024).jwk()]}),
    "a key of a megabit": json.dumps({"keys": [RSA.jwk(n=b64(b"\xff" * 40_000))]}),
    "a huge exponent": json.dumps({"keys": [RSA.jwk(e=b64(b"\x01" * 200))]}),
    "exponent 1": json.dumps({"keys": [RSA.jwk(e=b64(b"\x01"))]}),
    "no point of the curve": json.dumps({"keys": [CURVE.jwk(x=b64(b"\x01" * 32))]}),
    "half a key": json.dumps({"keys": [{"kty": "EC", "crv": "P-256", "x": "AQAB"}, {"kty": "RSA", "e": "AQAB"}]}),
    "numbers of no text": json.dumps({"keys": [RSA.jwk(n=7), CURVE.jwk(x=None)]}),
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSABLE)
def test_no_keys_to_believe(client: httpx.Client, superuser: Engine, name: str) -> None:
    """The provider is down, or answers something else: that is said, and may pass."""
    body = UNUSABLE[name]
    if body is None:
        with superuser.connect() as connection:
            connection.execute(text("DELETE FROM remote_documents"))
    else:
        publish(superuser, body=body)
    answer = exchange(client, RSA.sign(claims()))
    assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    if body is None:
        assert is_asked_for(superuser)
    else:
        with pytest.raises(KeysUnavailable):
            public_keys(body)


def test_stale_keys_are_good_while_the_provider_is_down_and_not_for_ever(
    client: httpx.Client, superuser: Engine
) -> None:
    for age, is_stale, status in (
        ("59 minutes", False, 200),
        ("61 minutes", True, 200),
        ("6 days 23 hours", True, 200),
        ("7 days 1 hour", True, 503),
    ):
        publish(superuser, RSA.jwk(), age=age)
        assert exchange(client, RSA.sign(claims())).status_code == status
        assert is_asked_for(superuser) is is_stale


def test_round_trips(admin: Person, superuser: Engine, database_url: str) -> None:
    publish(superuser, RSA.jwk())
    with Proxy(database_url) as proxy, sso_board(database_url=proxy.url, **BY_KEYS) as client:
        exchange(client, RSA.sign(claims()))
        token = RSA.sign(claims())
        with proxy.counting() as counted:
            assert exchange(client, token).status_code == 200
        assert counted[0] == 3
