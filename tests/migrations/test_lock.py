"""Several migrations at once, and locks that others hold."""

import logging
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.settings.config import Settings
from migrations import lock, runner
from migrations.failure import MigrationError
from migrations.scripts import VERSIONS, Scripts
from tests.migrations.conftest import Do, WriteRevision, superuser_of
from tests.migrations.process import Migration


def test_five_processes_at_once(settings: Settings) -> None:
    running = [Migration(settings, (VERSIONS,)) for _ in range(5)]
    answers = [migration.answer() for migration in running]
    refused = [answer for answer in answers if isinstance(answer, str)]
    assert refused == []
    applied = [answer["revisions"] for answer in answers if isinstance(answer, dict) and answer["revisions"]]
    assert [len(revisions) for revisions in applied] == [len(Scripts().steps)], "one applies, four have nothing to do"


def test_another_migration_that_does_not_end(
    do: Do, database: Connection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 1.0)
    caplog.set_level(logging.INFO, "heed.migrations")
    database.execute(text(f"SELECT pg_advisory_lock({lock.MIGRATION_LOCK})"))
    started = time.monotonic()
    with pytest.raises(
        MigrationError, match=r"another migration is running, waited 1 s for it: process \d+ of the server"
    ):
        do({"command": "upgrade"})
    assert time.monotonic() - started < 3
    assert caplog.text.count("waiting for another migration to end: process") == 1
    database.execute(text("SELECT pg_advisory_unlock_all()"))
    assert do({"command": "upgrade"})["revisions"]


def test_the_statement_of_a_killed_process_is_waited_for(do: Do, database: Connection, empty_database: str) -> None:
    """The migration lock is free, but the server still works for it."""
    database.execute(text(f"SELECT pg_advisory_lock({lock.STATEMENT_LOCK})"))
    threading.Timer(1.0, lambda: database.execute(text("SELECT pg_advisory_unlock_all()"))).start()
    started = time.monotonic()
    do({"command": "upgrade"})
    assert time.monotonic() - started > 0.9


ALTER = "op.execute('ALTER TABLE posts ADD COLUMN slug TEXT')"


def test_a_strangers_lock_that_goes_away(
    do: Do, empty_database: str, write_revision: WriteRevision, all_versions: tuple[Path, ...]
) -> None:
    do({"command": "upgrade"})
    later = write_revision("later1", ALTER)
    with superuser_of(empty_database) as stranger:
        begin(stranger)
        threading.Timer(2.5, lambda: stranger.exec_driver_sql("COMMIT")).start()
        done = do({"command": "upgrade"}, all_versions)
    assert done["to"] == later
    assert 1.5 < done["revisions"][0]["seconds"] < 15, "it gave way at least once, and tried again"


def test_a_strangers_lock_that_stays(
    do: Do,
    empty_database: str,
    write_revision: WriteRevision,
    all_versions: tuple[Path, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runner, "RETRY_SECONDS", 1.5)
    head = do({"command": "upgrade"})["to"]
    write_revision("later1", ALTER)
    started = time.monotonic()
    with superuser_of(empty_database) as stranger:
        begin(stranger)
        with pytest.raises(MigrationError) as failed:
            do({"command": "upgrade"}, all_versions)
        stranger.exec_driver_sql("ROLLBACK")
    assert time.monotonic() - started < 6
    assert str(failed.value) == (
        "upgrade of later1 (test later1) failed: 55P03 canceling statement due to lock timeout, "
        f"in: ALTER TABLE posts ADD COLUMN slug TEXT; the database is at {head}"
    )


def test_nobody_waits_long_behind_a_migration_that_waits(
    do: Do, database: Connection, empty_database: str, write_revision: WriteRevision, all_versions: tuple[Path, ...]
) -> None:
    """Behind its wait for the table every request would wait as well, and fail after DATABASE_LOCK_TIMEOUT."""
    do({"command": "upgrade"})
    write_revision("later1", ALTER)
    longest = 0.0
    with superuser_of(empty_database) as stranger:
        begin(stranger)
        migration = threading.Thread(target=do, args=({"command": "upgrade"}, all_versions))
        migration.start()
        database.exec_driver_sql("SET lock_timeout = '2s'")
        for _ in range(40):
            started = time.monotonic()
            database.exec_driver_sql("SELECT count(*) FROM posts")
            longest = max(longest, time.monotonic() - started)
            if longest > 0.3:
                break
            time.sleep(0.1)
        stranger.exec_driver_sql("COMMIT")
        migration.join()
    assert 0.3 < longest < 1.6, "it did wait, and got through"


def test_a_statement_that_takes_too_long(do: Do, write_revision: WriteRevision, own_versions: tuple[Path, ...]) -> None:
    write_revision("slow1", "allow(0.5); op.execute('SELECT pg_sleep(30)')", before=None)
    with pytest.raises(MigrationError, match=r"slow1 .* 57014 canceling statement due to statement timeout"):
        do({"command": "upgrade"}, own_versions)


def test_a_revision_is_allowed_what_it_asks_for_and_no_other(
    do: Do, database: Connection, write_revision: WriteRevision, own_versions: tuple[Path, ...]
) -> None:
    note = (
        "op.execute(\"CREATE TABLE {} AS SELECT current_setting('statement_timeout') AS statement, "
        "current_setting('lock_timeout') AS lock\")"
    )
    write_revision("one1", f"allow(60); {note.format('one')}", before=None)
    write_revision("two2", note.format("two"), before="one1")
    do({"command": "upgrade"}, own_versions)
    assert database.exec_driver_sql("SELECT * FROM one, two").one() == ("1min", "1s", "5s", "1s")


def begin(stranger: Connection) -> None:
    """What a report or a forgotten psql does: reads a table, and leaves its transaction open."""
    stranger.exec_driver_sql("BEGIN")
    stranger.exec_driver_sql("SELECT count(*) FROM posts")
