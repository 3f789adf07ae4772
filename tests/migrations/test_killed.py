"""A migration that dies anywhere, and the one that comes after it."""

import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.settings.config import Settings
from infra.dev.checks.scratch_database import schema_of
from migrations import lock
from tests.migrations.conftest import Do, WriteRevision, clear
from tests.migrations.process import Migration

# What a release may do: tables with keys, constraints and indexes, a function with its trigger, rows, and changes; and
# what runs outside of a transaction.
STATEMENTS = {
    "one1": [
        "CREATE TABLE people (id bigint PRIMARY KEY, email text)",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$no$$; END'",
        "CREATE TRIGGER people_stay BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION refuse()",
        "INSERT INTO people SELECT n, n FROM generate_series(1, 20000) AS n",
    ],
    "two2": [
        "CREATE TABLE letters (id bigint PRIMARY KEY, sender_id bigint NOT NULL REFERENCES people)",
        "CREATE INDEX ix_letters_sender_id ON letters (sender_id)",
        "INSERT INTO letters SELECT id, id FROM people WHERE id <= 50",
        "ALTER TABLE people ADD CONSTRAINT ck_email CHECK (email <> '') NOT VALID",
    ],
}
RELEASE = {
    **{name: "; ".join(f'op.execute("{each}")' for each in statements) for name, statements in STATEMENTS.items()},
    "three3": "create_index('ix_people_email', 'people', ['email'])",
}


def test_killed_at_every_statement(
    settings: Settings,
    database: Connection,
    do: Do,
    write_revision: WriteRevision,
    own_versions: tuple[Path, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock, "POLL_SECONDS", 0.02)
    before = None
    for revision, up in RELEASE.items():
        before = write_revision(revision, up, before=before)
    clear(database)
    do({"command": "upgrade"}, own_versions)
    whole = schema_of(settings)

    killed = 0
    while True:
        clear(database)
        migration = Migration(settings, own_versions, kill_at=killed + 1)
        if not migration.was_killed():
            break
        killed += 1
        assert do({"command": "upgrade"}, own_versions)["to"] == "three3", f"killed after message {killed}"
        assert schema_of(settings) == whole, f"killed after message {killed}"
        for table, rows in (("people", 20000), ("letters", 50)):
            count = database.scalar(text(f"SELECT count(*) FROM {table}"))
            assert count == rows, f"killed after message {killed}"
    assert killed > 40, "it was killed once for each message that is not a SET"


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
