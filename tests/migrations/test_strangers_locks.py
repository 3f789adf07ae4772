"""Locks that others hold on a table: a revision gives way, tries again, and gives up."""

import logging
import threading
import time

import pytest
from sqlalchemy import Connection

from migrations import runner
from migrations.failure import MigrationError
from tests.migrations.conftest import Do, WriteRevision, superuser_of
from tests.migrations.test_commands import Versions

ALTER = "op.execute('ALTER TABLE posts ADD COLUMN slug TEXT')"


@pytest.fixture
def posts(do: Do, write_revision: WriteRevision, own_versions: Versions) -> Versions:
    write_revision("posts1", "op.execute('CREATE TABLE posts (id int)')", before=None)
    do({"command": "upgrade"}, own_versions)
    return own_versions


def test_a_strangers_lock_that_goes_away(
    do: Do,
    empty_database: str,
    write_revision: WriteRevision,
    posts: Versions,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "heed.migrations")
    later = write_revision("later1", ALTER, before="posts1")
    with superuser_of(empty_database) as stranger:
        begin(stranger)
        migration = threading.Thread(target=do, args=({"command": "upgrade"}, posts))
        migration.start()
        while "; trying again" not in caplog.text:
            assert migration.is_alive()
            time.sleep(0.02)
        stranger.exec_driver_sql("COMMIT")
        migration.join()
    assert do({"command": "current"}, posts)["at"] == later


def test_a_strangers_lock_that_stays(
    do: Do,
    empty_database: str,
    write_revision: WriteRevision,
    posts: Versions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runner, "RETRY_SECONDS", 0.5)
    write_revision("later1", ALTER, before="posts1")
    started = time.monotonic()
    with superuser_of(empty_database) as stranger:
        begin(stranger)
        with pytest.raises(MigrationError) as failed:
            do({"command": "upgrade"}, posts)
        stranger.exec_driver_sql("ROLLBACK")
    assert time.monotonic() - started < 6
    assert str(failed.value) == (
        "upgrade of later1 (test later1) failed: 55P03 canceling statement due to lock timeout, "
        "in: ALTER TABLE posts ADD COLUMN slug TEXT; the database is at posts1"
    )


def test_nobody_waits_long_behind_a_migration_that_waits(
    do: Do, database: Connection, empty_database: str, write_revision: WriteRevision, posts: Versions
) -> None:
    """Behind its wait for the table every request would wait as well, and fail after DATABASE_LOCK_TIMEOUT."""
    write_revision("later1", ALTER, before="posts1")
    longest = 0.0
    with superuser_of(empty_database) as stranger:
        begin(stranger)
        migration = threading.Thread(target=do, args=({"command": "upgrade"}, posts))
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


def begin(stranger: Connection) -> None:
    """What a report or a forgotten psql does: reads a table, and leaves its transaction open."""
    stranger.exec_driver_sql("BEGIN")
    stranger.exec_driver_sql("SELECT count(*) FROM posts")
