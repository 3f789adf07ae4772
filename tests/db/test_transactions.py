"""One request is one transaction, and a commit that fails is never answered as a success."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.backends import backend_states
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem, assert_unavailable

TABLES = ("users", "posts", "votes", "sessions")


@contextmanager
def failing(superuser: Engine, table: str, sqlstate: str, *, at_commit: bool) -> Iterator[None]:
    """Raises for whatever is written to the table: at once, or not before COMMIT."""
    deferred = "INITIALLY DEFERRED" if at_commit else "INITIALLY IMMEDIATE"
    with superuser.connect() as connection:
        connection.execute(
            text(f"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''{sqlstate}'', MESSAGE = ''too late''; END'
        """)
        )
        connection.execute(
            text(f"""
            CREATE CONSTRAINT TRIGGER fail AFTER INSERT OR UPDATE OR DELETE ON {table}
            DEFERRABLE {deferred} FOR EACH ROW EXECUTE FUNCTION fail()
        """)
        )
    try:
        yield
    finally:
        with superuser.connect() as connection:
            connection.execute(text("DROP FUNCTION fail CASCADE"))


def counts(superuser: Engine) -> list[int]:
    with superuser.connect() as connection:
        return [connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in TABLES]


def write(people: People, member: Person, table: str) -> httpx.Response:
    if table == "users":
        return people.visitor.post("/v1/users", json={"email": "late@example.com", "name": "L", "password": PASSWORD})
    if table == "sessions":
        form = {"grant_type": "password", "username": member.email, "password": PASSWORD}
        return people.visitor.post("/v1/auth/token", data=form)
    return member.client.post("/v1/posts", json={"title": "Late"})


@pytest.mark.parametrize(("sqlstate", "status"), [("40001", 503), ("23503", 409), ("P0001", 500)])
@pytest.mark.parametrize("table", TABLES)
def test_a_commit_that_fails_is_no_success(
    superuser: Engine, people: People, member: Person, table: str, sqlstate: str, status: int
) -> None:
    before = counts(superuser)
    with failing(superuser, table, sqlstate, at_commit=True):
        answer = write(people, member, table)
        assert_problem(answer, status)
        assert "too late" not in answer.text
    assert counts(superuser) == before
    assert write(people, member, table).status_code in (200, 201)


def test_a_refused_request_writes_nothing(superuser: Engine, people: People, admin: Person) -> None:
    """The e-mail address is taken: found out by the statement after which an admin would have been made."""
    before = counts(superuser)
    answer = people.visitor.post("/v1/users", json={"email": admin.email, "name": "A", "password": PASSWORD})
    assert_problem(answer, 409)
    assert counts(superuser) == before


def test_a_request_of_several_statements_is_all_or_nothing(superuser: Engine, people: People, member: Person) -> None:
    """A change of password replaces the hash, then ends the other sessions: which fails here."""
    elsewhere = people.sign_in(member.id, member.email)
    change = {"current_password": PASSWORD, "new_password": "another horse battery"}
    with failing(superuser, "sessions", "40001", at_commit=False):
        assert_unavailable(member.client.put("/v1/users/me/password", json=change))
    people.sign_in(member.id, member.email, PASSWORD)
    assert member.client.put("/v1/users/me/password", json=change).status_code == 204
    assert_problem(elsewhere.client.get("/v1/users/me"), 401)


def test_after_a_write_the_connection_is_idle(superuser: Engine, member: Person) -> None:
    for answer in (
        member.client.post("/v1/posts", json={"title": "Fine"}),
        member.client.post("/v1/posts", json={"title": ""}),
        member.client.delete("/v1/posts/99"),
    ):
        assert backend_states(superuser) == {"idle"}, answer.status_code
