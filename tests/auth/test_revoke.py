"""POST /v1/auth/revoke (RFC 7009)"""

import threading
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth import changes
from tests.support.boards import in_parallel
from tests.support.people import People, Person


def access_token(person: Person) -> str:
    return person.client.headers["Authorization"].removeprefix("Bearer ")


def refresh(visitor: httpx.Client, token: str) -> httpx.Response:
    return visitor.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": token})


def revoke(client: httpx.Client, token: str, **more: str) -> httpx.Response:
    return client.post("/v1/auth/revoke", data={"token": token, **more})


def assert_over(visitor: httpx.Client, person: Person) -> None:
    assert person.client.get("/v1/users/me").status_code == 401
    answer = refresh(visitor, person.refresh_token)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


HINTS: list[dict[str, str]] = [
    {},
    {"token_type_hint": "access_token"},
    {"token_type_hint": "refresh_token"},
    {"token_type_hint": "unknown"},  # RFC 7009 §2.1: a hint, which may be wrong.
    {"client_id": "a-client", "client_secret": "ignored"},
]


@pytest.mark.parametrize("hint", HINTS)
@pytest.mark.parametrize("kind", ["refresh", "access"])
def test_either_token_ends_the_session(visitor: httpx.Client, member: Person, kind: str, hint: dict[str, str]) -> None:
    token = member.refresh_token if kind == "refresh" else access_token(member)
    answer = revoke(visitor, token, **hint)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert_over(visitor, member)


def test_a_token_that_was_used_ends_it_too(visitor: httpx.Client, member: Person) -> None:
    """Whoever signs out means the session, whichever of its tokens is at hand."""
    successor = refresh(visitor, member.refresh_token).json()
    assert revoke(visitor, member.refresh_token).status_code == 200
    assert refresh(visitor, successor["refresh_token"]).status_code == 400
    assert_over(visitor, member)


def test_other_sessions_go_on(visitor: httpx.Client, people: People, admin: Person, member: Person) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    revoke(visitor, elsewhere.refresh_token)
    assert_over(visitor, elsewhere)
    assert {person.client.get("/v1/users/me").status_code for person in (member, admin)} == {200}


GARBAGE = {
    "nonsense": "nonsense",
    "a JWT of nobody's": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
    "NUL": "a\0b",
    "line break": "a\r\nb",
    "not ASCII": "ключ",
    "SQL": "' OR 1=1--",
    "long": "x" * 100_000,
    "blank": " ",
    "dots": "..",
}


@pytest.mark.parametrize("token", GARBAGE.values(), ids=GARBAGE)
def test_what_is_no_token_is_revoked_already(visitor: httpx.Client, member: Person, token: str) -> None:
    """RFC 7009 §2.2: 200, as the client could do nothing about it."""
    assert revoke(visitor, token).status_code == 200
    assert member.client.get("/v1/users/me").json()["id"] == member.id


@pytest.mark.parametrize("kind", ["refresh", "access"])
def test_revoked_twice(visitor: httpx.Client, member: Person, kind: str) -> None:
    token = member.refresh_token if kind == "refresh" else access_token(member)
    assert [revoke(visitor, token).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("form", [{}, {"token": ""}, {"token_type_hint": "access_token"}])
def test_without_a_token(visitor: httpx.Client, member: Person, form: dict[str, str]) -> None:
    answer = visitor.post("/v1/auth/revoke", data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_token_in_the_query_is_not_looked_at(visitor: httpx.Client, member: Person) -> None:
    """RFC 6749 §2.3.1: what stands in an address ends up in logs."""
    assert visitor.post(f"/v1/auth/revoke?token={member.refresh_token}").status_code == 400
    assert member.client.get("/v1/users/me").status_code == 200


def test_ending_a_session_while_it_is_refreshed(
    visitor: httpx.Client,
    member: Person,
    superuser: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither waits for the other in a circle: the refresh has its answer, and then the session is over."""
    rotate = changes.rotate
    revocation: list[threading.Thread] = []
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'heed' AND wait_event_type = 'Lock'")

    def revoke_meanwhile(*arguments: Any, **named: Any) -> None:
        revocation.append(
            threading.Thread(target=in_parallel, args=[[lambda client: revoke(client, member.refresh_token)]])
        )
        revocation[0].start()
        with superuser.connect() as watch:
            deadline = time.monotonic() + 5
            while not watch.scalar(waiting) and time.monotonic() < deadline:
                time.sleep(0.01)
        rotate(*arguments, **named)

    monkeypatch.setattr(changes, "rotate", revoke_meanwhile)
    answer = refresh(visitor, member.refresh_token)
    revocation[0].join()
    assert "40P01" not in caplog.text  # A deadlock, out of which another try would have helped.
    assert answer.status_code == 200
    assert refresh(visitor, answer.json()["refresh_token"]).status_code == 400
    assert_over(visitor, member)
