"""Several migrations at once."""

import logging
import threading
import time

import pytest
from sqlalchemy import Connection, text

from app.settings.config import Settings
from migrations import lock
from migrations.failure import MigrationError
from tests.migrations.conftest import Do, WriteRevision
from tests.migrations.process import Migration
from tests.migrations.test_commands import Versions


@pytest.fixture
def versions(write_revision: WriteRevision, own_versions: Versions) -> Versions:
    """Each takes a moment, in which the others come."""
    before = None
    for revision in ("one1", "two2", "three3"):
        before = write_revision(revision, "op.execute('SELECT pg_sleep(0.1)')", before=before)
    return own_versions


def test_five_processes_at_once(settings: Settings, versions: Versions) -> None:
    running = [Migration(settings, versions) for _ in range(5)]
    answers = [migration.answer() for migration in running]
    refused = [answer for answer in answers if isinstance(answer, str)]
    assert refused == []
    applied = [answer["revisions"] for answer in answers if isinstance(answer, dict) and answer["revisions"]]
    assert [len(revisions) for revisions in applied] == [3], "one applies, four have nothing to do"


def test_another_migration_that_does_not_end(
    do: Do,
    versions: Versions,
    database: Connection,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.8)
    caplog.set_level(logging.INFO, "heed.migrations")
    database.execute(text(f"SELECT pg_advisory_lock({lock.MIGRATION_LOCK})"))
    started = time.monotonic()
    with pytest.raises(
        MigrationError, match=r"another migration is running, waited 1 s for it: process \d+ of the server"
    ):
        do({"command": "upgrade"}, versions)
    assert time.monotonic() - started < 3
    assert caplog.text.count("waiting for another migration to end: process") == 1
    database.execute(text("SELECT pg_advisory_unlock_all()"))
    assert do({"command": "upgrade"}, versions)["revisions"]


def test_the_statement_of_a_killed_process_is_waited_for(do: Do, versions: Versions, database: Connection) -> None:
    """The migration lock is free, but the server still works for it."""
    database.execute(text(f"SELECT pg_advisory_lock({lock.STATEMENT_LOCK})"))
    threading.Timer(0.5, lambda: database.execute(text("SELECT pg_advisory_unlock_all()"))).start()
    started = time.monotonic()
    do({"command": "upgrade"}, versions)
    assert time.monotonic() - started > 0.45
