"""The team's server: it signs tokens of single sign-on, right ones and others, and boards that believe them."""

import hmac
import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from fastapi import FastAPI

from app.main import create_app
from app.settings.config import load_settings
from tests.support.boards import BASE_URL, board
from tests.support.forged_tokens import b64

ISSUER = "https://app.example.com"
SECRET = "a-secret-that-two-servers-share-0123456789"
OTHER_SECRET = SECRET[::-1]
SSO: dict[str, Any] = {"sso_issuer": ISSUER, "sso_secret": SECRET, "public_url": BASE_URL}
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
MISSING = object()
HS256 = {"alg": "HS256", "typ": "JWT"}

numbers = itertools.count(1)


@contextmanager
def sso_board(**settings: Any) -> Iterator[httpx.Client]:
    with board(**SSO | settings) as client:
        yield client


@contextmanager
def sso_app(**settings: Any) -> Iterator[FastAPI]:
    """For tests/support/boards.in_parallel."""
    app = create_app(load_settings(**SSO | settings))
    yield app
    app.state.engine.dispose()


def claims(**other: Any) -> dict[str, Any]:
    """Right ones, but for `other`, of which MISSING takes one away."""
    now = int(time.time())
    right = {
        "iss": ISSUER,
        "sub": "user-7",
        "aud": BASE_URL,
        "iat": now,
        "exp": now + 300,
        "jti": f"token-{next(numbers)}-{time.time_ns()}",
        "email": "grace@example.com",
        "email_verified": True,
        "name": "Grace Hopper",
    }
    return {name: value for name, value in {**right, **other}.items() if value is not MISSING}


def sign(content: Any, header: Any = HS256, secret: str = SECRET) -> str:
    """A token with any header and claims (bytes are taken as they are), and a signature that is right for HS256."""
    parts = (part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, content))
    message = ".".join(map(b64, parts))
    return f"{message}.{b64(hmac.digest(secret.encode(), message.encode(), 'sha256'))}"


def exchange(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("/v1/auth/token", data={"grant_type": GRANT, "assertion": token})


def refusal(answer: httpx.Response) -> str:
    """What a refused token was refused for, as the token endpoint says it."""
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "invalid_grant"
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.json()["error_description"])


def account_of(client: httpx.Client, token: str) -> dict[str, Any]:
    """The account that the token signs in to."""
    answer = exchange(client, token)
    assert answer.status_code == 200, answer.text
    me = client.get("/v1/users/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.status_code == 200, me.text
    account: dict[str, Any] = me.json()
    return account


def assert_serves(client: httpx.Client) -> None:
    assert_serves_by(client, sign)


def assert_serves_by(client: httpx.Client, signed: Callable[[dict[str, Any]], str]) -> None:
    """After what was refused, on the same warm process: somebody else's right token opens their own account."""
    canary = claims(sub="canary", email="canary@example.com", name="Canary")
    assert account_of(client, signed(canary))["name"] == "Canary"
