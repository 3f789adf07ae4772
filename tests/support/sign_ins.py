"""Attempts to sign in, and time that passes for whoever is counted."""

import httpx
from sqlalchemy import Engine, text

from tests.support.gateway import GatewayTransport
from tests.support.people import PASSWORD

WRONG = "a wrong password"


def sign_in(
    client: httpx.Client, email: str, password: str = PASSWORD, *, headers: dict[str, str] | None = None
) -> httpx.Response:
    form = {"grant_type": "password", "username": email, "password": password}
    return client.post("/v1/auth/token", data=form, headers=headers)


def fail_to_sign_in(
    client: httpx.Client,
    email: str,
    times: int = 1,
    *,
    password: str = WRONG,
    headers: dict[str, str] | None = None,
) -> None:
    for _ in range(times):
        answer = sign_in(client, email, password, headers=headers)
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"] == "invalid_grant"


def assert_too_early(answer: httpx.Response) -> int:
    """That the token endpoint refuses even to look. Returns the seconds to wait."""
    assert answer.status_code == 429, answer.text
    assert answer.json()["error"] == "temporarily_unavailable"
    assert answer.headers["Cache-Control"] == "no-store"
    return int(answer.headers["Retry-After"])


def let_pass(superuser: Engine, seconds: float) -> None:
    """Moves everything that is counted so far into the past."""
    statement = text("""
        UPDATE rate_limits SET expires_at = expires_at - make_interval(secs => :seconds),
                               blocked_until = blocked_until - make_interval(secs => :seconds)
    """)
    with superuser.connect() as connection:
        connection.execute(statement, {"seconds": seconds})


def move(client: httpx.Client, address: str) -> None:
    """Lets the client's next requests come from another address."""
    transport = client._transport
    assert isinstance(transport, GatewayTransport)
    transport.source_ip = address
