"""POST /v1/auth/token: the refresh grant. One use for each token, and a second one ends the session."""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.oauth import assert_refused
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def refresh(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": token})


def next_token(client: httpx.Client, token: str) -> str:
    answer = refresh(client, token)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["refresh_token"])


def assert_session_is_dead(client: httpx.Client, person: Person, *tokens: str) -> None:
    for token in tokens:
        assert_refused(refresh(client, token))
    assert_problem(person.client.get("/v1/users/me"), 401)


def used_seconds_ago(superuser: Engine, seconds: int) -> None:
    with superuser.connect() as connection:
        ago = text("UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => :seconds)")
        connection.execute(ago, {"seconds": seconds})


@pytest.mark.parametrize("token", ["x", "\0", "a\0b", "\u00ff", "😀", "x" * 200, "x" * 200_000, "' OR 1=1--", " "])
def test_what_is_no_refresh_token(visitor: httpx.Client, admin: Person, token: str) -> None:
    assert_refused(refresh(visitor, token))
    assert next_token(visitor, admin.refresh_token)


def test_a_megabyte_is_413(visitor: httpx.Client, admin: Person) -> None:
    assert_problem(refresh(visitor, "x" * 1_000_000), 413)
    assert next_token(visitor, admin.refresh_token)


def test_an_access_token_is_no_refresh_token(visitor: httpx.Client, admin: Person) -> None:
    assert_refused(refresh(visitor, admin.client.headers["Authorization"].split()[1]))


def test_each_use_brings_another(visitor: httpx.Client, admin: Person) -> None:
    tokens = [admin.refresh_token]
    for _ in range(3):
        answer = refresh(visitor, tokens[-1])
        assert answer.headers["Cache-Control"] == "no-store"
        tokens.append(answer.json()["refresh_token"])
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert visitor.get("/v1/users/me", headers=headers).json()["id"] == admin.id
    assert len(set(tokens)) == 4


def test_only_hashes_are_kept(superuser: Engine, visitor: httpx.Client, admin: Person) -> None:
    tokens = [admin.refresh_token, next_token(visitor, admin.refresh_token)]
    with superuser.connect() as connection:
        rows: list[Any] = list(connection.execute(text("SELECT * FROM refresh_tokens, sessions, users")))
    assert len(rows) == 2
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    for token in tokens:
        assert token.encode() not in stored
        assert bytes.fromhex(token) not in stored if set(token) <= set("0123456789abcdef") else True


def test_a_second_use_ends_the_session(superuser: Engine, visitor: httpx.Client, admin: Person) -> None:
    second = next_token(visitor, admin.refresh_token)
    used_seconds_ago(superuser, 60)
    assert_refused(refresh(visitor, admin.refresh_token))
    assert_session_is_dead(visitor, admin, second, admin.refresh_token)


def test_a_lost_answer_is_given_again(visitor: httpx.Client, admin: Person) -> None:
    second = next_token(visitor, admin.refresh_token)
    assert next_token(visitor, admin.refresh_token) == second
    assert next_token(visitor, second)


def test_not_when_the_answer_has_been_used(visitor: httpx.Client, admin: Person) -> None:
    """The one before the last is a stolen one, however short the time."""
    second = next_token(visitor, admin.refresh_token)
    third = next_token(visitor, second)
    assert_refused(refresh(visitor, admin.refresh_token))
    assert_session_is_dead(visitor, admin, third, second)


def test_other_sessions_live_on(superuser: Engine, visitor: httpx.Client, people: People, admin: Person) -> None:
    elsewhere = people.sign_in(admin.id, admin.email)
    next_token(visitor, admin.refresh_token)
    used_seconds_ago(superuser, 60)
    assert_refused(refresh(visitor, admin.refresh_token))
    assert next_token(visitor, elsewhere.refresh_token)
    assert elsewhere.client.get("/v1/users/me").status_code == 200


def test_a_session_has_an_absolute_age(superuser: Engine, visitor: httpx.Client, admin: Person) -> None:
    second = next_token(visitor, admin.refresh_token)
    with superuser.connect() as connection:
        connection.execute(text("UPDATE sessions SET expires_at = now() - interval '1 second'"))
    assert_refused(refresh(visitor, second))


def test_use_does_not_prolong_a_session(superuser: Engine, visitor: httpx.Client, admin: Person) -> None:
    with superuser.connect() as connection:
        before = connection.scalar(text("SELECT expires_at FROM sessions"))
        next_token(visitor, admin.refresh_token)
        assert connection.scalar(text("SELECT expires_at FROM sessions")) == before
        lifetime = text("SELECT extract(day FROM expires_at - created_at) FROM sessions")
        assert connection.scalar(lifetime) == 30


def test_a_disabled_account_can_not_go_on(visitor: httpx.Client, admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"})
    assert_refused(refresh(visitor, member.refresh_token))
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "active"})
    assert_problem(member.client.get("/v1/users/me"), 401)


def test_twenty_at_once_get_one_successor(superuser: Engine, visitor: httpx.Client, admin: Person) -> None:
    answers = in_parallel([lambda client: refresh(client, admin.refresh_token)] * 20)
    assert {answer.status_code for answer in answers} == {200}
    [successor] = {answer.json()["refresh_token"] for answer in answers}
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM refresh_tokens WHERE used_at IS NULL")) == 1
    assert next_token(visitor, successor)
