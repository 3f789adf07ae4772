"""Access tokens that the board did not issue, and what becomes of whoever shows one."""

import base64
import hmac
import json
from typing import Any

import httpx
from jose import jwt

from app.auth.tokens import signing_key
from app.settings.config import load_settings
from tests.support.people import Person
from tests.support.problems import assert_problem

GOOD = {"alg": "HS256", "typ": "at+jwt"}


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def signed(header: Any, claims: Any, key: str | bytes | None = None, digest: str = "sha256") -> str:
    """A token with any header and claims (bytes are taken as they are), and a signature that is right."""
    parts = (part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, claims))
    message = ".".join(map(b64, parts))
    key = signing_key(load_settings().secret_key) if key is None else key
    return f"{message}.{b64(hmac.digest(key if isinstance(key, bytes) else key.encode(), message.encode(), digest))}"


def claims_of(person: Person) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.get_unverified_claims(person.client.headers["Authorization"].split()[1])
    return claims


def assert_refused(person: Person, *authorization: str) -> None:
    """Refused wherever it is shown, even where none is needed; and the request after it gets its own rows."""
    for path in ("/v1/users/me", "/v1/posts"):
        headers = [(name, value) for name, value in person.client.headers.items() if name != "authorization"]
        plain = httpx.Client(transport=person.client._transport, base_url=person.client.base_url, headers=headers)
        answer = plain.get(path, headers=[("Authorization", value) for value in authorization])
        assert_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert person.client.get("/v1/users/me").json()["id"] == person.id
