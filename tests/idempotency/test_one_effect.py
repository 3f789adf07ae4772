"""Idempotency-Key: one effect, however many ask at once, and whatever dies on the way"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import Engine, text

from app.settings.config import ROOT
from tests.support.backends import wait_for_a_lock
from tests.support.boards import board, in_parallel
from tests.support.counts import assert_counts_are_exact
from tests.support.idempotency import assert_replayed, count, kept, post, sign_up
from tests.support.people import Person
from tests.support.problems import assert_problem, assert_unavailable
from tests.support.proxy import Proxy

ASK_ALONE = """
import sys
from handler.api import handler
from tests.support.gateway import GatewayTransport
import httpx
url, authorization, key = sys.argv[1:]
client = httpx.Client(transport=GatewayTransport(handler), base_url=url, headers={"Authorization": authorization})
client.post("/v1/posts", json={"title": "Dark mode"}, headers={"Idempotency-Key": key})
"""


def assert_one_answer(answers: list[httpx.Response]) -> None:
    first = [answer for answer in answers if "Idempotency-Replayed" not in answer.headers]
    assert [answer.status_code for answer in first] == [201]
    for answer in answers:
        if answer is not first[0]:
            assert_replayed(answer, first[0])


def test_twenty_at_once(superuser: Engine, member: Person) -> None:
    def ask(client: httpx.Client) -> httpx.Response:
        client.headers["Authorization"] = member.client.headers["Authorization"]
        return post(client, "a")

    assert_one_answer(in_parallel([ask] * 20))
    assert assert_counts_are_exact(superuser) == {1: (1, 0)}
    assert (count(superuser, "votes"), len(kept(superuser))) == (1, 1)


def test_twenty_sign_ups_at_once(superuser: Engine, visitor: httpx.Client) -> None:
    """From one address: in_parallel() gives each its own, and a key belongs to one."""

    def ask(client: httpx.Client) -> httpx.Response:
        client._transport.source_ip = "203.0.113.1"  # type: ignore[attr-defined]
        return sign_up(client, "a")

    assert_one_answer(in_parallel([ask] * 20))
    assert (count(superuser, "users"), len(kept(superuser))) == (1, 1)


def test_two_bodies_at_once(superuser: Engine, member: Person) -> None:
    def asking(key: str, title: str) -> Callable[[httpx.Client], httpx.Response]:
        def ask(client: httpx.Client) -> httpx.Response:
            client.headers["Authorization"] = member.client.headers["Authorization"]
            return post(client, key, {"title": title})

        return ask

    for number in range(1, 4):
        answers = in_parallel([asking(f"key-{number}", title) for title in ("One", "Other")])
        assert sorted(answer.status_code for answer in answers) == [201, 422]
        assert count(superuser, "posts") == number


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    with Proxy(database_url) as proxy:
        yield proxy


@pytest.fixture
def behind_proxy(proxy: Proxy, member: Person) -> Iterator[httpx.Client]:
    with board(database_url=proxy.url) as client:
        client.headers["Authorization"] = member.client.headers["Authorization"]
        client.get("/v1/posts")
        yield client


def test_the_answer_to_commit_was_lost(superuser: Engine, proxy: Proxy, behind_proxy: httpx.Client) -> None:
    """It had its effect, and nobody knew: the retry learns of it, and has none."""

    def lose_the_answer(data: bytes) -> bytes:
        if b"commit" in data:
            proxy.swallow_answers()
        return data

    proxy.on_request = lose_the_answer
    assert_unavailable(post(behind_proxy, "a"))
    proxy.on_request = lambda data: data
    again = post(behind_proxy, "a")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert again.headers["Location"] == f"/v1/posts/{again.json()['id']}"
    assert count(superuser, "posts") == 1


@pytest.mark.parametrize("before", [b"INSERT INTO posts", b"UPDATE idempotency_keys", b"commit"])
def test_the_connection_was_lost_before(
    superuser: Engine, proxy: Proxy, behind_proxy: httpx.Client, before: bytes
) -> None:
    proxy.on_request = lambda data: None if before in data else data
    assert_unavailable(post(behind_proxy, "a"))
    proxy.on_request = lambda data: data
    first = post(behind_proxy, "a")
    assert_replayed(post(behind_proxy, "a"), first)
    assert count(superuser, "posts") == 1


@contextmanager
def dying_at_commit(superuser: Engine, table: str) -> Iterator[None]:
    """The backend ends itself within COMMIT, as one that is killed there."""
    with superuser.connect() as connection:
        connection.execute(
            text("""
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
        """)
        )
        connection.execute(
            text(f"""
            CREATE CONSTRAINT TRIGGER die AFTER INSERT OR UPDATE ON {table}
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()
        """)
        )
    try:
        yield
    finally:
        with superuser.connect() as connection:
            connection.execute(text("DROP FUNCTION die CASCADE"))


@pytest.mark.parametrize("table", ["posts", "idempotency_keys"])
def test_the_backend_was_killed_during_commit(superuser: Engine, member: Person, table: str) -> None:
    with dying_at_commit(superuser, table):
        assert_unavailable(post(member.client, "a"))
    assert (count(superuser, "posts"), kept(superuser)) == (0, [])
    first = post(member.client, "a")
    assert_replayed(post(member.client, "a"), first)
    assert assert_counts_are_exact(superuser) == {first.json()["id"]: (1, 0)}


def test_the_process_was_killed(superuser: Engine, database_url: str, member: Person) -> None:
    """In the middle of its transaction, with the key claimed: the server rolls it back, and the key is free."""
    arguments = ["https://board.example.com", member.client.headers["Authorization"], "a"]
    with superuser.connect() as connection:
        connection.execution_options(isolation_level="READ COMMITTED")
        with connection.begin():
            connection.execute(text("LOCK TABLE posts IN SHARE MODE"))
            process = subprocess.Popen([sys.executable, "-c", ASK_ALONE, *arguments], cwd=ROOT)
            wait_for_a_lock(superuser)
            process.kill()
            process.wait()
    first = post(member.client, "a")
    assert first.status_code == 201
    assert "Idempotency-Replayed" not in first.headers
    assert_replayed(post(member.client, "a"), first)
    assert count(superuser, "posts") == 1


def test_a_twin_of_what_never_ends_is_told_to_wait(superuser: Engine, member: Person) -> None:
    """A transaction that holds the key and neither commits nor rolls back: the retry is given up, not the key."""
    post(member.client, "a")
    with superuser.connect() as connection:
        connection.execution_options(isolation_level="READ COMMITTED")
        with connection.begin():
            connection.execute(text("DELETE FROM idempotency_keys"))
            assert_unavailable(post(member.client, "a"))
            connection.rollback()
    again = post(member.client, "a")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert_problem(post(member.client, "a", {"title": "Other"}), 422)
