"""GET and DELETE /v1/auth/sessions"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.passwords import hash_password, verify_password
from app.settings.config import Settings
from tests.support.boards import board
from tests.support.gateway import GatewayTransport, Handler
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import fail_to_sign_in, sign_in


@pytest.fixture
def phone(handler: Handler) -> Iterator[httpx.Client]:
    transport = GatewayTransport(handler, "2001:db8:1:2:3:4:5:6")
    headers = {"User-Agent": "Heed on a phone"}
    with httpx.Client(transport=transport, base_url="https://board.example.com", headers=headers) as client:
        yield client


def sessions_of(person: Person) -> list[dict[str, Any]]:
    answer = person.client.get("/v1/auth/sessions")
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def current_of(person: Person) -> dict[str, Any]:
    [current] = [session for session in sessions_of(person) if session["current"]]
    return current


def is_over(person: Person) -> bool:
    """Whether neither of its tokens is good for anything."""
    form = {"grant_type": "refresh_token", "refresh_token": person.refresh_token}
    answers = person.client.get("/v1/users/me"), person.client.post("/v1/auth/token", data=form)
    return [answer.status_code for answer in answers] == [401, 400]


def test_where_and_when(member: Person, phone: httpx.Client) -> None:
    before = datetime.now(UTC)
    there = People(phone).sign_in(member.id, member.email)
    latest, first = sessions_of(there)
    assert (latest["address"], latest["user_agent"]) == ("2001:db8:1:2::/64", "Heed on a phone")
    assert (first["address"], first["user_agent"][:6]) == ("203.0.113.1", "python")
    assert [latest["current"], first["current"]] == [True, False]
    assert [each["current"] for each in sessions_of(member)] == [False, True]
    created, expires = (datetime.fromisoformat(latest[name]) for name in ("created_at", "expires_at"))
    assert before - timedelta(seconds=5) < created < datetime.now(UTC) + timedelta(seconds=5)
    assert expires - created == timedelta(days=30)
    assert set(latest) == {"id", "created_at", "used_at", "expires_at", "address", "user_agent", "current"}


def test_a_refresh_is_a_use(member: Person, visitor: httpx.Client, superuser: Engine) -> None:
    with superuser.connect() as connection:
        connection.execute(
            text("UPDATE sessions SET used_at = now() - interval '1 h', created_at = now() - interval '1 h'")
        )
    before = current_of(member)
    visitor.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": member.refresh_token})
    after = current_of(member)
    assert after["used_at"] > before["used_at"]
    assert {**after, "used_at": None} == {**before, "used_at": None}


def test_only_ones_own(admin: Person, member: Person) -> None:
    ids = [{session["id"] for session in sessions_of(person)} for person in (admin, member)]
    assert [len(each) for each in ids] == [1, 1]
    assert not ids[0] & ids[1]


def test_those_that_expired_are_not_listed_and_go_at_the_next_sign_in(
    people: People, member: Person, superuser: Engine
) -> None:
    with superuser.connect() as connection:
        connection.execute(text("UPDATE sessions SET expires_at = now() - interval '1 s' WHERE user_id <> 1"))
    again = people.sign_in(member.id, member.email)
    assert len(sessions_of(again)) == 1
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions WHERE user_id = :id"), {"id": member.id}) == 1
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 2


def test_what_an_agent_calls_itself_is_kept_short_and_plain(member: Person, visitor: httpx.Client) -> None:
    sign_in(visitor, member.email, headers={"User-Agent": "\tagent \x1b[31m" + "x" * 5_000})
    latest = sessions_of(member)[0]["user_agent"]
    assert latest.isprintable()
    assert len(latest) == 200


def test_ending_another_of_ones_own(people: People, member: Person) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    answer = member.client.delete(f"/v1/auth/sessions/{current_of(elsewhere)['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert is_over(elsewhere)
    assert len(sessions_of(member)) == 1


def test_ending_the_current_one(people: People, member: Person) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    assert member.client.delete(f"/v1/auth/sessions/{current_of(member)['id']}").status_code == 204
    assert is_over(member)
    assert len(sessions_of(elsewhere)) == 1


@pytest.mark.parametrize("role", ["member", "admin"])
def test_nobody_ends_somebody_elses(people: People, admin: Person, member: Person, role: str) -> None:
    """Not even an admin, who can disable the account."""
    other = people.join() if role == "member" else admin
    url = f"/v1/auth/sessions/{current_of(member)['id']}"
    assert_problem(other.client.delete(url), 404)
    assert len(sessions_of(member)) == 1


def test_ended_twice_or_never_there(people: People, member: Person) -> None:
    elsewhere = current_of(people.sign_in(member.id, member.email))["id"]
    assert member.client.delete(f"/v1/auth/sessions/{elsewhere}").status_code == 204
    assert_problem(member.client.delete(f"/v1/auth/sessions/{elsewhere}"), 404)
    assert_problem(member.client.delete(f"/v1/auth/sessions/{2**63 - 1}"), 404)


@pytest.mark.parametrize("change", [{"status": "disabled"}, {"status": "disabled", "role": "moderator"}])
def test_disabling_ends_them_all_for_good(
    people: People, admin: Person, member: Person, change: dict[str, str]
) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    admin.client.patch(f"/v1/users/{member.id}", json=change)
    fail_to_sign_in(people.visitor, member.email, password=PASSWORD)
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "active"})
    assert is_over(member)
    assert is_over(elsewhere)
    assert sessions_of(people.sign_in(member.id, member.email))[0]["current"]


@pytest.mark.parametrize(
    "change", ["status = 'disabled'", "status = 'deleted', email = NULL, password_hash = NULL", "password_hash = 'new'"]
)
def test_a_sign_in_is_overtaken(
    visitor: httpx.Client, member: Person, superuser: Engine, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Hashing takes long. What changed meanwhile counts: the old password opens no session behind the change."""

    def change_meanwhile(*arguments: Any) -> bool:
        right = verify_password(*arguments)
        with superuser.connect() as connection:
            connection.execute(text(f"UPDATE users SET {change} WHERE id = :id"), {"id": member.id})
            connection.execute(text("DELETE FROM sessions WHERE user_id = :id"), {"id": member.id})
        return right

    monkeypatch.setattr("app.auth.password_check.verify_password", change_meanwhile)
    fail_to_sign_in(visitor, member.email, password=PASSWORD)
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions WHERE user_id = :id"), {"id": member.id}) == 0


def test_a_better_hash_does_not_undo_a_change_of_password(
    visitor: httpx.Client, member: Person, superuser: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_meanwhile(password: str, settings: Settings) -> str:
        with superuser.connect() as connection:
            connection.execute(text("UPDATE users SET password_hash = 'changed' WHERE id = :id"), {"id": member.id})
        return hash_password(password, settings)

    monkeypatch.setattr("app.auth.password_sign_in.hash_password", change_meanwhile)
    with board(bcrypt_rounds=5) as costlier:
        assert sign_in(costlier, member.email).status_code == 200
    with superuser.connect() as connection:
        kept = connection.scalar(text("SELECT password_hash FROM users WHERE id = :id"), {"id": member.id})
    assert kept == "changed"
