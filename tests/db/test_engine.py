"""The one connection of a process: who waits for it, when it is renewed, when it is asked whether it lives."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from app.db import liveness
from app.db.connection import connect
from app.db.engine import create_database_engine
from app.settings.config import load_settings


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_database_engine(load_settings(database_url=database_url, database_connect_timeout=0.3))
    yield engine
    engine.dispose()


def test_there_is_one_connection_and_who_waits_for_it_gives_up_in_time(engine: Engine) -> None:
    with engine.connect():
        began = time.monotonic()
        with pytest.raises(NoConnectionLeft):
            engine.connect()
        assert 0.2 < time.monotonic() - began < 5


@pytest.mark.parametrize(("age", "same"), [(1_500, True), (1_500.1, False)])
def test_it_is_renewed_before_a_proxy_drops_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, age: float, same: bool
) -> None:
    def backend() -> int:
        with engine.connect() as connection:
            return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)

    now = 1_000.0
    monkeypatch.setattr("sqlalchemy.pool.base.time.time", lambda: now)
    first = backend()
    now += age
    assert (backend() == first) is same


def test_an_error_holds_no_parameter(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as failed:
        connection.execute(text("SELECT nothing FROM users WHERE email = :email"), {"email": "ada@example.com"})
    assert "ada@example.com" not in str(failed.value)


def test_the_server_gives_up_first(database_url: str) -> None:
    connection = connect(load_settings(database_url=database_url, database_statement_timeout=1.5))
    assert connection._usock.gettimeout() == 3.5
    connection.close()


class Pooled:
    """A connection as the pool hands it out: what it is asked, and with which time-out."""

    def __init__(self) -> None:
        self._usock = self
        self.timeout = 7.0
        self.asked: list[float] = []
        self.autocommit = False
        self.is_dead = False
        self.readable = False

    def gettimeout(self) -> float:
        return self.timeout

    def settimeout(self, seconds: float) -> None:
        self.timeout = seconds

    def execute_simple(self, statement: str) -> None:
        assert (statement, self.autocommit) == ("", True)
        self.asked.append(self.timeout)
        if self.is_dead:
            raise OSError


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> Pooled:
    pooled = Pooled()

    def found(sockets: list[Any], _: Any, __: Any, seconds: float) -> tuple[list[Any], list[Any], list[Any]]:
        assert seconds == 0, "no request waits for it"
        return sockets if pooled.readable else [], [], []

    monkeypatch.setattr(liveness, "select", SimpleNamespace(select=found))
    monkeypatch.setattr(liveness, "time", SimpleNamespace(time=lambda: 1000.0))
    return pooled


@pytest.mark.parametrize(
    ("idle", "readable", "asked"),
    [
        (0.0, False, []),
        (29.9, False, []),
        (30.0, False, [1.0]),
        (-0.1, False, [1.0]),  # The clock was set, or the environment was frozen.
        (0.0, True, [1.0]),
    ],
)
def test_when_it_is_asked(pooled: Any, idle: float, readable: bool, asked: list[float]) -> None:
    pooled.readable = readable
    liveness.replace_dead_connection(pooled, SimpleNamespace(info={"used_at": 1000.0 - idle}), None)
    assert (pooled.asked, pooled.timeout) == (asked, 7.0)


def test_one_that_was_never_used_is_not_asked(pooled: Any) -> None:
    record: Any = SimpleNamespace(info={})
    liveness.replace_dead_connection(pooled, record, None)
    assert pooled.asked == []
    liveness.record_use(pooled, record)
    assert record.info == {"used_at": 1000.0}


def test_one_that_is_dead_is_replaced(pooled: Any) -> None:
    pooled.is_dead = True
    with pytest.raises(DisconnectionError):
        liveness.replace_dead_connection(pooled, SimpleNamespace(info={"used_at": 900.0}), None)
