"""GET /v1/auth/sessions by the page, and how many sessions an account has at most"""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in

MAX_SESSIONS = 100


def open_sessions(superuser: Engine, user_id: int, count: int) -> None:
    """Each used a minute after the one before, all some time ago; two of them at the same moment."""
    statement = text("""
        INSERT INTO sessions (user_id, expires_at, used_at, address)
        SELECT :user_id, now() + interval '1 day', now() - interval '1 day' + (n - mod(n, 2)) * interval '1 min', n
        FROM generate_series(1, :count) AS n
    """)
    with superuser.connect() as connection:
        connection.execute(statement, {"user_id": user_id, "count": count})


def test_pages(member: Person, admin: Person, superuser: Engine) -> None:
    open_sessions(superuser, member.id, 10)
    open_sessions(superuser, admin.id, 3)
    seen, sizes, parameters = [], [], {"limit": "4"}
    while True:
        page = member.client.get("/v1/auth/sessions", params=parameters).json()
        seen += page["items"]
        sizes.append(len(page["items"]))
        if page["next"] is None:
            break
        parameters["cursor"] = page["next"]
    assert sizes == [4, 4, 3]
    assert seen[0]["current"]
    assert len({session["id"] for session in seen}) == 11
    assert seen == sorted(seen, key=lambda session: (session["used_at"], session["id"]), reverse=True)
    assert len(member.client.get("/v1/auth/sessions").json()["items"]) == 11
    assert_problem(member.client.get("/v1/auth/sessions?limit=101"), 422)
    assert_problem(member.client.get("/v1/auth/sessions", params={"cursor": parameters["cursor"] + "x"}), 400)


def test_the_one_that_was_longest_not_used_ends(
    people: People, member: Person, superuser: Engine, visitor: httpx.Client
) -> None:
    open_sessions(superuser, member.id, MAX_SESSIONS - 1)
    with superuser.connect() as connection:
        connection.execute(text("UPDATE sessions SET expires_at = now() WHERE address IN ('98', '99')"))
    for _ in range(2):  # Two of them had expired.
        assert sign_in(visitor, member.email).status_code == 200
    assert sessions_left(superuser, member.id) == MAX_SESSIONS
    latest = people.sign_in(member.id, member.email)
    assert sessions_left(superuser, member.id) == MAX_SESSIONS
    with superuser.connect() as connection:
        left = set(connection.scalars(text("SELECT address FROM sessions WHERE user_id = :id"), {"id": member.id}))
    assert "1" not in left
    assert {"2", "3", "97"} <= left
    assert {person.client.get("/v1/users/me").status_code for person in (member, latest)} == {200}


@pytest.mark.parametrize("many", [MAX_SESSIONS + 50])
def test_what_is_too_many_already_is_mended(
    member: Person, admin: Person, superuser: Engine, visitor: httpx.Client, many: int
) -> None:
    open_sessions(superuser, member.id, many)
    open_sessions(superuser, admin.id, many)
    assert sign_in(visitor, member.email).status_code == 200
    assert (sessions_left(superuser, member.id), sessions_left(superuser, admin.id)) == (MAX_SESSIONS, many + 1)


def sessions_left(superuser: Engine, user_id: int) -> int:
    with superuser.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM sessions WHERE user_id = :id"), {"id": user_id}) or 0


def test_lapsed_sessions_of_others_go_with_a_sign_in(superuser: Engine, people: People, member: Person) -> None:
    """Who never comes back leaves no address here."""
    with superuser.connect() as connection:
        lapsed = "UPDATE sessions SET expires_at = now() - interval '1 day' WHERE user_id = :id"
        connection.execute(text(lapsed), {"id": member.id})
        people.join("Somebody else")
        assert connection.scalar(text("SELECT count(*) FROM sessions WHERE user_id = :id"), {"id": member.id}) == 0
