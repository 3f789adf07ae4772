"""The table of counters: exact in parallel, without anybody's address, swept as it is used, one statement a count."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board, in_parallel
from tests.support.people import People, Person
from tests.support.sign_ins import assert_too_early, fail_to_sign_in, move, sign_in
from tests.support.statements import statements

AT_ONCE = 8


def rows(superuser: Engine, what: str) -> list[int]:
    with superuser.connect() as connection:
        like = text("SELECT hits FROM rate_limits WHERE key LIKE :pattern ORDER BY key")
        return list(connection.scalars(like, {"pattern": f"{what}:%"}))


def test_failures_at_once_are_all_counted(superuser: Engine, member: Person) -> None:
    def fail(client: httpx.Client) -> int:
        move(client, "198.51.100.200")
        return sign_in(client, member.email, "wrong").status_code

    answers = in_parallel([fail] * AT_ONCE)
    assert set(answers) <= {400, 429}
    assert rows(superuser, "sign-in-account") == [answers.count(400) - 5]
    assert rows(superuser, "sign-in-address") == [answers.count(400) - 50]


def test_posts_at_once_are_all_counted(superuser: Engine, member: Person) -> None:
    authorization = {"Authorization": member.client.headers["Authorization"]}

    def post(client: httpx.Client) -> int:
        move(client, "198.51.100.200")
        return client.post("/v1/posts", json={"title": "At once"}, headers=authorization).status_code

    assert in_parallel([post] * AT_ONCE) == [201] * AT_ONCE
    assert rows(superuser, "post") == rows(superuser, "post-address") == [AT_ONCE]


def test_of_sign_ups_at_once_no_more_than_the_limit_succeed(superuser: Engine, admin: Person) -> None:
    """The counter is as high as it should be, so the next is refused by any board with that limit."""

    def sign_up(client: httpx.Client) -> int:
        move(client, "198.51.100.200")
        email = f"{id(client)}@example.com"
        body = {"email": email, "name": "A", "password": "correct horse battery"}
        return client.post("/v1/users", json=body).status_code

    assert in_parallel([sign_up] * AT_ONCE) == [201] * AT_ONCE
    assert sorted(rows(superuser, "sign-up")) == [1, AT_ONCE]  # One is the admin's, from elsewhere.
    with board(sign_ups_per_hour=AT_ONCE) as client:
        assert sign_up(client) == 429


@pytest.mark.parametrize("address", ["203.0.113.77", "2001:db8:77:77::77"])
def test_the_table_tells_no_address(superuser: Engine, visitor: httpx.Client, address: str) -> None:
    move(visitor, address)
    member = People(visitor).join("Somebody")
    member.post_idea()
    fail_to_sign_in(visitor, member.email)
    fail_to_sign_in(visitor, "unknown@example.com")
    with superuser.connect() as connection:
        everything = connection.scalars(text("SELECT CAST(rate_limits AS text) FROM rate_limits")).all()
    assert len(everything) >= 5
    for row in everything:
        assert not any(part in row for part in (address, "203.0", "2001:db8", "somebody", "unknown", "example", "@"))


@pytest.mark.parametrize("sweeping", ["failure", "post"])
def test_expired_rows_go_ten_at_a_time(superuser: Engine, visitor: httpx.Client, member: Person, sweeping: str) -> None:
    insert = (
        """INSERT INTO rate_limits SELECT 'old:' || n, 1, now() - interval '1 min' FROM generate_series(1, 25) AS n"""
    )
    with superuser.connect() as connection:
        connection.execute(text(insert))
    left = []
    for _ in range(3):
        fail_to_sign_in(visitor, member.email) if sweeping == "failure" else member.post_idea()
        left.append(len(rows(superuser, "old")))
    assert left == [15, 5, 0]


def test_what_has_not_expired_stays(superuser: Engine, visitor: httpx.Client, member: Person) -> None:
    fail_to_sign_in(visitor, "other@example.com", 6)
    fail_to_sign_in(visitor, member.email)
    member.post_idea()
    assert_too_early(sign_in(visitor, "other@example.com"))


@pytest.mark.parametrize(("password", "count"), [("correct horse battery", 2), ("wrong", 2)])
def test_a_sign_in_costs_two_statements(visitor: httpx.Client, member: Person, password: str, count: int) -> None:
    """One looks, at the account and at both counters; the other writes, whatever there is to write."""
    with statements() as seen:
        sign_in(visitor, member.email, password)
    assert len(seen) == count, seen
    assert sum("rate_limits" in statement for statement in seen) == 2


def test_a_count_is_one_statement(member: Person) -> None:
    with statements() as seen:
        member.post_idea()
    assert sum("rate_limits" in statement for statement in seen) == 1
