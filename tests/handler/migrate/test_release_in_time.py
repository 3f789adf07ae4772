"""A release that takes too long is told in time, and stops before Lambda would end it."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from handler.migrate import handler, release
from migrations import lock
from tests.handler.migrate.conftest import broken, context
from tests.handler.migrate.waiting import WaitingAWS
from tests.migrations.conftest import WriteRevision

Event = dict[str, Any]

STUCK = "op.execute('CREATE TABLE half ()'); allow(600); op.execute('SELECT pg_sleep(600)')"
SLEEPING = "op.execute('CREATE TABLE half ()'); import time; time.sleep(4); op.execute('CREATE TABLE whole ()')"


def test_it_stops_itself_before_lambda_does(
    cloudformation: WaitingAWS,
    resource: Event,
    database: Connection,
    monkeypatch: pytest.MonkeyPatch,
    write_revision: WriteRevision,
    tmp_path: Path,
) -> None:
    broken(monkeypatch, write_revision, tmp_path, STUCK)
    limited = context(release.STOP_BEFORE + 2.5)
    failed = handler(resource, limited)["failed"]
    assert "broken1" in failed
    assert "time ran out" in failed
    assert limited.get_remaining_time_in_millis() / 1000 > release.STOP_BEFORE - 2
    assert [body["Status"] for body in cloudformation.bodies()] == ["FAILED"]
    assert database.scalar(text("SELECT to_regclass('half')")) is None, "it is rolled back"
    working = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)' AND state = 'active'")
    assert database.scalar(working) == 0, "and the server no longer works for it"


def test_what_can_not_be_stopped_is_reported_all_the_same(
    cloudformation: WaitingAWS,
    resource: Event,
    database: Connection,
    monkeypatch: pytest.MonkeyPatch,
    write_revision: WriteRevision,
    tmp_path: Path,
) -> None:
    """A revision that computes, and asks the database for nothing."""
    broken(monkeypatch, write_revision, tmp_path, SLEEPING)
    monkeypatch.setattr(release, "STOP_BEFORE", 1.0)
    monkeypatch.setattr(release, "ANSWER_BEFORE", 0.5)
    threading.Timer(3.2, lambda: early.extend(cloudformation.bodies())).start()
    early: list[Any] = []
    assert "out of time before: CREATE TABLE whole" in handler(resource, context(3.0))["failed"]
    assert [body["Status"] for body in early] == ["FAILED"], "while it still computed"
    assert len(cloudformation.bodies()) == 1
    assert database.scalar(text("SELECT to_regclass('half')")) is None, "and nothing of it came after that"


def test_waiting_for_another_migration_ends_in_time(
    cloudformation: WaitingAWS, database: Connection, resource: Event
) -> None:
    database.execute(text(f"SELECT pg_advisory_lock({lock.MIGRATION_LOCK})"))
    limited = context(release.STOP_BEFORE + 2)
    assert "another migration is running" in handler(resource, limited)["failed"]
    assert limited.get_remaining_time_in_millis() / 1000 > release.STOP_BEFORE - 2
    assert [body["Status"] for body in cloudformation.bodies()] == ["FAILED"]
