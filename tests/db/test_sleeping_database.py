"""A database that sleeps, as Aurora does: every attempt wakes it, and nobody waits longer than he can."""

import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from app.db import connection
from app.settings.config import load_settings
from migrations import connection as migrations_connection
from migrations import runner
from migrations.scripts import Scripts
from tests.support.boards import board
from tests.support.problems import assert_unavailable
from tests.support.proxy import Proxy


@pytest.fixture
def silent(database_url: str) -> Iterator[Proxy]:
    with Proxy(database_url) as proxy:
        proxy.refuses_to_answer = True
        yield proxy


class Asleep:
    """A server that is silent for a while from the first attempt on, and that every attempt reaches."""

    def __init__(self, proxy: Proxy, seconds: float) -> None:
        self.proxy, self.seconds = proxy, seconds
        self.timer = threading.Timer(seconds, self.wake)

    def wake(self) -> None:
        self.proxy.refuses_to_answer = False

    def __enter__(self) -> "Asleep":
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        self.timer.join()


def test_a_database_that_sleeps_longer_than_a_request_may_take(silent: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it a twentieth of what it is on AWS: it wakes up after 40 s, a function answers within 29."""
    monkeypatch.setattr(connection, "RESUME_PAUSE", 0.025)
    monkeypatch.setattr(connection, "SHORTEST_ATTEMPT", 0.05)
    settings = {"database_url": silent.url, "database_connect_timeout": 0.25, "database_resume_timeout": 1.0}
    with Asleep(silent, 2.0), board(**settings) as client:
        answers: list[httpx.Response] = []
        while not answers or answers[-1].status_code == 503:
            asked = time.monotonic()
            answers.append(client.get("/v1/posts"))
            assert time.monotonic() - asked < 29 / 20
        assert len(answers) in (2, 3)
        for answer in answers[:-1]:
            assert_unavailable(answer)
        assert answers[-1].status_code == 200
    assert silent.accepted > 4  # Each of them wakes a database that sleeps.


def test_a_migration_waits_for_a_database_that_sleeps(silent: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations_connection, "RESUME_SECONDS", 6.0)
    monkeypatch.setattr(migrations_connection, "BUSY_SECONDS", 0.5)
    monkeypatch.setattr(migrations_connection, "RESUME_PAUSE", 0.025)
    with Asleep(silent, 2.0):
        settings = load_settings(database_url=silent.url, database_connect_timeout=0.25)
        assert runner.upgrade(settings, Scripts())["revisions"] == []
