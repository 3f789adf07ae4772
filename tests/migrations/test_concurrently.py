"""Indexes built while the board is written to."""

import logging
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from migrations.failure import MigrationError
from tests.migrations.conftest import Do, WriteRevision, superuser_of
from tests.support.statements import statements

Versions = tuple[Path, ...]

TABLE = "op.execute('CREATE TABLE words (word text)')"
UP, DOWN = "create_index('ix_words', 'words', ['word'])", "drop_index('ix_words', 'words')"


@pytest.fixture
def words(do: Do, write_revision: WriteRevision, own_versions: Versions) -> Versions:
    write_revision("one1", TABLE, "op.execute('DROP TABLE words')", before=None)
    do({"command": "upgrade"}, own_versions)
    write_revision("two2", UP, DOWN, before="one1")
    return own_versions


def validity(database: Connection) -> bool | None:
    statement = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ix_words')"
    valid: bool | None = database.scalar(text(statement))
    return valid


def test_built_and_dropped(do: Do, database: Connection, words: Versions) -> None:
    do({"command": "upgrade"}, words)
    assert validity(database) is True
    for _ in range(2):  # The second time, as where a downgrade was interrupted after it had dropped the index.
        with statements() as seen:
            do({"command": "downgrade", "revision": "one1", "confirm": True}, words)
        assert "DROP INDEX CONCURRENTLY IF EXISTS ix_words" in [" ".join(each.split()) for each in seen]
        assert validity(database) is None
        database.execute(text("UPDATE alembic_version SET version_num = 'two2'"))


def test_what_comes_after_it_is_one_transaction_again(
    do: Do, database: Connection, write_revision: WriteRevision, words: Versions
) -> None:
    write_revision("three3", "op.execute('CREATE TABLE half ()'); op.execute('SELECT 1/0')", before="two2")
    with pytest.raises(MigrationError, match="the database is at two2"):
        do({"command": "upgrade"}, words)
    assert database.scalar(text("SELECT to_regclass('half')")) is None


def test_it_is_concurrent(do: Do, database: Connection, words: Versions) -> None:
    do({"command": "upgrade", "revision": "one1"}, words)
    answer = do({"command": "sql"}, words)
    assert (
        "COMMIT;\n\nSET statement_timeout = '800s';\n\nCREATE INDEX CONCURRENTLY IF NOT EXISTS ix_words"
        in answer["sql"]
    )


def test_what_an_interrupted_build_left_is_rebuilt(do: Do, database: Connection, words: Versions) -> None:
    database.execute(text("CREATE INDEX ix_words ON words (word)"))
    database.execute(text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_words'::regclass"))
    do({"command": "upgrade"}, words)
    assert validity(database) is True


def test_one_that_was_finished_is_kept(do: Do, database: Connection, words: Versions) -> None:
    database.execute(text("CREATE INDEX ix_words ON words (word)"))
    before = database.scalar(text("SELECT 'ix_words'::regclass::oid"))
    do({"command": "upgrade"}, words)
    assert database.scalar(text("SELECT 'ix_words'::regclass::oid")) == before


def test_a_build_that_fails_leaves_nothing(
    do: Do, database: Connection, write_revision: WriteRevision, words: Versions
) -> None:
    """Left behind, an invalid unique index refuses new duplicates, which the code that still serves may write."""
    write_revision("two2", "create_index('ix_words', 'words', ['word'], unique=True)", DOWN, before="one1")
    database.execute(text("INSERT INTO words VALUES ('twice'), ('twice')"))
    with pytest.raises(MigrationError, match=r"two2 .* 23505 could not create unique index"):
        do({"command": "upgrade"}, words)
    assert validity(database) is None
    database.execute(text("DELETE FROM words"))
    do({"command": "upgrade"}, words)
    assert validity(database) is True


NO_TIME_AFTER_AN_ERROR = (
    "from migrations.limits import limits_of; limits = limits_of(op.get_bind()); "
    "sa.event.listen(op.get_bind().engine, 'handle_error', lambda _: setattr(limits, 'deadline', 0.0)); "
)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("", "P0001 not now, in: DROP INDEX CONCURRENTLY ix_words"),
        (NO_TIME_AFTER_AN_ERROR, "out of time before: SELECT indisvalid"),
    ],
)
def test_what_is_left_of_one_that_fails_is_told(
    before: str,
    told: str,
    do: Do,
    database: Connection,
    write_revision: WriteRevision,
    words: Versions,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_revision("two2", f"{before}create_index('ix_words', 'words', ['word'], unique=True)", DOWN, before="one1")
    for statement in (
        "INSERT INTO words VALUES ('twice'), ('twice')",
        "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not now''; END'",
        "CREATE EVENT TRIGGER refusal ON ddl_command_start WHEN TAG IN ('DROP INDEX') EXECUTE FUNCTION refuse()",
    ):
        database.execute(text(statement))
    with pytest.raises(MigrationError, match=r"two2 .* 23505 could not create unique index"):
        do({"command": "upgrade"}, words)
    assert f"ix_words is left invalid: {told}" in caplog.text
    assert validity(database) is False


def test_it_waits_for_older_transactions_without_failing(
    do: Do, database: Connection, empty_database: str, words: Versions, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "heed.migrations")
    with superuser_of(empty_database) as stranger:
        stranger.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ")
        stranger.exec_driver_sql("INSERT INTO words VALUES ('uncommitted')")
        threading.Timer(1.5, lambda: stranger.exec_driver_sql("COMMIT")).start()
        done = do({"command": "upgrade"}, words)
    assert 1 < done["revisions"][0]["seconds"] < 4
    assert "trying again" not in caplog.text, "its wait is not cut short by the lock's time-out"
    assert validity(database) is True
