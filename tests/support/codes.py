"""Boards that send mail, and the codes that they mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine, text

from app.auth.code_changes import replace_code
from app.auth.codes import LIFETIME, hash_of_id, hashes_of_code
from app.main import create_app
from app.settings.config import load_settings
from tests.support.boards import board
from tests.support.people import Person

MAIL: dict[str, Any] = {
    "mail_url": "smtp://127.0.0.1:2525",
    "mail_from": "Heed <feedback@example.com>",
    "public_url": "https://board.example.com",
    "codes_per_hour": 1000,
}
GRANT = "urn:heed:params:oauth:grant-type:email-code"


@contextmanager
def mail_board(**settings: Any) -> Iterator[httpx.Client]:
    with board(**MAIL | settings) as client:
        yield client


@contextmanager
def mail_app(**settings: Any) -> Iterator[FastAPI]:
    """For tests/support/boards.in_parallel."""
    app = create_app(load_settings(**MAIL | settings))
    yield app
    app.state.engine.dispose()


def ask(client: httpx.Client, email: str) -> str:
    """Returns the `code_id`."""
    answer = client.post("/v1/auth/codes", json={"email": email})
    assert answer.status_code == 202, answer.text
    assert set(answer.json()) == {"code_id"}
    return str(answer.json()["code_id"])


def mailed(superuser: Engine) -> list[tuple[str, str]]:
    """The templates and addresses of the mails that may leave, the oldest first."""
    statement = "SELECT template, address FROM deliveries WHERE status = 'pending' AND expires_at > now() ORDER BY id"
    with superuser.connect() as connection:
        return [(template, address) for template, address in connection.execute(text(statement))]


def mailed_code(superuser: Engine, email: str) -> str:
    """The last one."""
    statement = text("SELECT data ->> 'code' FROM deliveries WHERE address = :email ORDER BY id DESC LIMIT 1")
    with superuser.connect() as connection:
        code = connection.scalar(statement, {"email": email})
    assert isinstance(code, str)
    assert len(code) == 6
    assert code.isdigit()
    return code


def store_code(superuser: Engine, email: str, *, code_id: str, code: str) -> None:
    """As if this one had been mailed."""
    settings = load_settings()
    hashes = {"id_hash": hash_of_id(code_id), "code_hash": hashes_of_code(settings, code_id, code)[0]}
    with superuser.connect() as db:
        replace_code(db, email, **hashes, lifetime=LIFETIME, name=None, password_hash=None)


def another(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def redeem(client: httpx.Client, code_id: str, code: str) -> httpx.Response:
    return client.post("/v1/auth/token", data={"grant_type": GRANT, "code_id": code_id, "code": code})


def sign_in_by_code(client: httpx.Client, superuser: Engine, email: str) -> Person:
    answer = redeem(client, ask(client, email), mailed_code(superuser, email))
    assert answer.status_code == 200, answer.text
    tokens = answer.json()
    signed_in = httpx.Client(
        transport=client._transport,
        base_url=client.base_url,
        headers={"Authorization": f"Bearer {tokens['access_token']}"},
    )
    return Person(signed_in.get("/v1/users/me").json()["id"], email, signed_in, tokens["refresh_token"])


def grow_old(superuser: Engine, seconds: float) -> None:
    """Moves sessions, codes and what is counted so far into the past."""
    with superuser.connect() as connection:
        for table, columns in {
            "sessions": ("created_at", "used_at"),
            "email_codes": ("created_at", "expires_at"),
            "rate_limits": ("expires_at",),
        }.items():
            moved = ", ".join(f"{column} = {column} - make_interval(secs => :seconds)" for column in columns)
            connection.execute(text(f"UPDATE {table} SET {moved}"), {"seconds": seconds})
