"""Requests with an `Idempotency-Key`, and what is kept of them."""

from typing import Any

import httpx
from sqlalchemy import Engine, text

from tests.support.people import PASSWORD

KEPT = ("Content-Type", "ETag", "Location")
SIGN_UP = {"email": "ada@example.com", "name": "Ada", "password": PASSWORD}


def post(client: httpx.Client, key: str, body: object = None, path: str = "/v1/posts") -> httpx.Response:
    body = {"title": "Dark mode"} if body is None else body
    return client.post(path, json=body, headers={"Idempotency-Key": key})


def sign_up(client: httpx.Client, key: str, **changes: str) -> httpx.Response:
    return post(client, key, SIGN_UP | changes, "/v1/users")


def assert_replayed(answer: httpx.Response, first: httpx.Response) -> None:
    assert "Idempotency-Replayed" not in first.headers
    assert answer.headers["Idempotency-Replayed"] == "true"
    assert (answer.status_code, answer.content) == (first.status_code, first.content)
    assert [answer.headers.get(name) for name in KEPT] == [first.headers.get(name) for name in KEPT]


def count(superuser: Engine, table: str) -> int:
    with superuser.connect() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


def kept(superuser: Engine) -> list[dict[str, Any]]:
    with superuser.connect() as connection:
        return [dict(row) for row in connection.execute(text("SELECT * FROM idempotency_keys")).mappings()]


def make_older(superuser: Engine, hours: float) -> None:
    with superuser.connect() as connection:
        statement = text("UPDATE idempotency_keys SET created_at = created_at - make_interval(secs => :seconds)")
        connection.execute(statement, {"seconds": hours * 3600})
