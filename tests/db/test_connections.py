"""Connections that die: the next request doesn't notice, or is told to come back, and never waits for long."""

import time
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.backends import kill_backends
from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.people import Person
from tests.support.problems import assert_unavailable
from tests.support.proxy import Proxy


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    with Proxy(database_url) as proxy:
        yield proxy


@pytest.fixture
def behind_proxy(handler: Handler, proxy: Proxy) -> Iterator[httpx.Client]:
    with board(
        database_url=proxy.url, database_connect_timeout=1, database_statement_timeout=0.5, database_lock_timeout=0.5
    ) as client:
        assert client.get("/v1/posts").status_code == 200
        yield client


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_backend_killed_while_idle_is_not_noticed(superuser: Engine, member: Person, method: str) -> None:
    assert kill_backends(superuser)
    answer = member.client.request(method, "/v1/posts", json={"title": "Dark mode"} if method == "POST" else None)
    assert answer.status_code == {"GET": 200, "POST": 201}[method]
    assert len(member.client.get("/v1/posts").json()["items"]) == (method == "POST")


def test_a_reset_while_idle_is_not_noticed(proxy: Proxy, behind_proxy: httpx.Client) -> None:
    proxy.reset()
    assert behind_proxy.get("/v1/posts").status_code == 200
    assert proxy.accepted == 2


def test_a_connection_in_use_is_not_asked_whether_it_lives(proxy: Proxy, behind_proxy: httpx.Client) -> None:
    with proxy.counting() as counted:
        assert behind_proxy.get("/v1/posts").status_code == 200
    assert counted == [2]  # Of an empty board it is asked whether it is private.


def test_a_connection_idle_for_long_is_asked(
    proxy: Proxy, behind_proxy: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr("app.db.liveness.time.time", lambda: now + 31)
    with proxy.counting() as counted:
        assert behind_proxy.get("/v1/posts").status_code == 200
    assert (counted, proxy.accepted) == ([3], 1)


def test_one_forgotten_while_idle_for_long_is_not_noticed(
    proxy: Proxy, behind_proxy: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.swallow()
    now = time.time()
    monkeypatch.setattr("app.db.liveness.time.time", lambda: now + 31)
    asked = time.monotonic()
    assert behind_proxy.get("/v1/posts").status_code == 200
    assert time.monotonic() - asked < 2
    assert proxy.accepted == 2


def test_one_forgotten_while_in_use_costs_one_answer(proxy: Proxy, behind_proxy: httpx.Client) -> None:
    proxy.swallow()
    asked = time.monotonic()
    assert_unavailable(behind_proxy.get("/v1/posts"))
    assert time.monotonic() - asked < 5
    assert behind_proxy.get("/v1/posts").status_code == 200


def test_a_database_that_accepts_and_never_answers_is_given_up(proxy: Proxy, behind_proxy: httpx.Client) -> None:
    proxy.refuses_to_answer = True
    proxy.reset()
    asked = time.monotonic()
    assert_unavailable(behind_proxy.get("/v1/posts"))
    assert time.monotonic() - asked < 5
    proxy.refuses_to_answer = False
    assert behind_proxy.get("/v1/posts").status_code == 200


@pytest.mark.parametrize(
    "url",
    ["postgresql://heed:heed@127.0.0.1:1/heed", "postgresql://heed:heed@no-such-host.invalid/heed?sslmode=disable"],
    ids=["refused", "no such host"],
)
def test_a_database_out_of_reach(url: str) -> None:
    with board(database_url=url, database_connect_timeout=1) as client:
        assert_unavailable(client.get("/v1/posts"))
        assert client.get("/health").status_code == 200
        assert_unavailable(client.get("/ready"))


def test_a_wrong_password_or_database(database_url: str, visitor: httpx.Client) -> None:
    for wrong in (database_url.replace("heed:heed@", "nobody:heed@"), f"{database_url}-gone"):
        with board(database_url=wrong) as client:
            assert_unavailable(client.get("/v1/posts"))
    assert visitor.get("/v1/posts").status_code == 200


def cut(before: bytes, proxy: Proxy) -> None:
    """Loses the connection just before a message that contains these bytes reaches the server."""
    proxy.on_request = lambda data: None if before in data else data


@pytest.mark.parametrize("statement", [b"begin", b"INSERT INTO posts", b"commit"])
def test_a_connection_lost_in_the_middle_writes_nothing(
    proxy: Proxy, behind_proxy: httpx.Client, member: Person, statement: bytes
) -> None:
    cut(statement, proxy)
    token = member.client.headers["Authorization"]
    assert_unavailable(behind_proxy.post("/v1/posts", json={"title": "Lost"}, headers={"Authorization": token}))
    cut(b"\0never\0", proxy)
    assert behind_proxy.get("/v1/posts").json()["items"] == []
    answer = behind_proxy.post("/v1/posts", json={"title": "Found"}, headers={"Authorization": token})
    assert answer.status_code == 201
    assert [post["title"] for post in behind_proxy.get("/v1/posts").json()["items"]] == ["Found"]


def test_a_commit_whose_answer_is_lost_is_no_success(proxy: Proxy, behind_proxy: httpx.Client, member: Person) -> None:
    def lose_the_answer(data: bytes) -> bytes:
        if b"commit" in data:
            proxy.swallow_answers()
        return data

    proxy.on_request = lose_the_answer
    token = member.client.headers["Authorization"]
    answer = behind_proxy.post("/v1/posts", json={"title": "Perhaps"}, headers={"Authorization": token})
    assert_unavailable(answer)
    assert "Nothing was changed" not in answer.json()["detail"]
    assert len(behind_proxy.get("/v1/posts").json()["items"]) == 1


def test_a_backend_killed_mid_transaction_writes_nothing(superuser: Engine, member: Person) -> None:
    """The backend dies between the statement and its COMMIT: the trigger kills the one that it runs in."""
    with superuser.connect() as connection:
        connection.execute(
            text("""
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
        """)
        )
        connection.execute(text("CREATE TRIGGER die AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION die()"))
    try:
        assert_unavailable(member.client.post("/v1/posts", json={"title": "Lost"}))
    finally:
        with superuser.connect() as connection:
            connection.execute(text("DROP FUNCTION die CASCADE"))
    assert member.client.get("/v1/posts").json()["items"] == []
    assert member.post_idea("Found")["title"] == "Found"
