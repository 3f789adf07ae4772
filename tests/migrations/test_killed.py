"""A migration that dies anywhere, and the one that comes after it."""

import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.settings.config import Settings
from infra.dev.checks.scratch_database import schema_of
from migrations.scripts import Scripts
from tests.migrations.conftest import Do, WriteRevision
from tests.migrations.process import Migration

# What a release may do: tables with keys, constraints and indexes, a function with its trigger, rows, and changes.
RELEASE = {
    "one1": [
        "CREATE TABLE people (id bigint PRIMARY KEY, email text)",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$no$$; END'",
        "CREATE TRIGGER people_stay BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION refuse()",
        "INSERT INTO people SELECT n, n FROM generate_series(1, 50) AS n",
    ],
    "two2": [
        "CREATE TABLE letters (id bigint PRIMARY KEY, sender_id bigint NOT NULL REFERENCES people)",
        "CREATE INDEX ix_letters_sender_id ON letters (sender_id)",
        "INSERT INTO letters SELECT id, id FROM people",
        "ALTER TABLE people ADD CONSTRAINT ck_email CHECK (email <> '') NOT VALID",
    ],
}
TABLE = "op.execute('CREATE TABLE words AS SELECT n::text AS word FROM generate_series(1, 20000) AS n')"


@pytest.mark.parametrize("kind", ["several revisions", "a concurrent index"])
def test_killed_at_every_statement(
    kind: str, settings: Settings, database: Connection, do: Do, write_revision: WriteRevision, tmp_path: Path
) -> None:
    versions = (tmp_path,)
    table, rows = ("letters", 50) if kind == "several revisions" else ("words", 20000)
    if kind == "several revisions":
        before = None
        for revision, statements in RELEASE.items():
            write_revision(revision, "; ".join(f'op.execute("{each}")' for each in statements), before=before)
            before = revision
    else:
        write_revision("one1", TABLE, before=None)
        write_revision("two2", "create_index('ix_words', 'words', ['word'])", before="one1")
    head = Scripts(versions).head
    empty(database)
    do({"command": "upgrade"}, versions)
    whole = schema_of(settings)

    killed = 0
    while True:
        empty(database)
        migration = Migration(settings, versions, kill_at=killed + 1)
        if not migration.was_killed():
            break
        killed += 1
        assert do({"command": "upgrade"}, versions)["to"] == head, f"killed after message {killed}"
        assert schema_of(settings) == whole, f"killed after message {killed}"
        assert database.scalar(text(f"SELECT count(*) FROM {table}")) == rows, f"killed after message {killed}"
    assert killed > 20, "it was killed once for each message that is not a SET"


def test_the_server_stops_working_for_one_that_was_killed(
    settings: Settings, database: Connection, do: Do, write_revision: WriteRevision, own_versions: tuple[Path, ...]
) -> None:
    sleeping = text("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(20)' AND state = 'active'")
    write_revision("slow1", "allow(60); op.execute('SELECT pg_sleep(20)')", before=None)
    migration = Migration(settings, own_versions)
    while not database.scalar(sleeping):
        assert migration.process.is_alive()
        time.sleep(0.02)
    os.kill(migration.process.pid or 0, signal.SIGKILL)
    assert migration.was_killed()
    started = time.monotonic()
    write_revision("slow1", "op.execute('CREATE TABLE quick ()')", before=None)
    assert do({"command": "upgrade"}, own_versions)["to"] == "slow1"
    assert time.monotonic() - started < 5


def empty(database: Connection) -> None:
    database.execute(text("DROP SCHEMA public CASCADE"))
    database.execute(text("CREATE SCHEMA public"))
