"""What is told of an error: one line, without what may quote rows."""

from pathlib import Path

import pytest
from pg8000.exceptions import DatabaseError, InterfaceError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.settings.config import Settings
from migrations.commands import run
from migrations.connection import connected
from migrations.events import parse_command
from migrations.failure import MigrationError, describe, sqlstate
from migrations.runner import roll_back
from migrations.scripts import Scripts
from tests.migrations.conftest import Do, WriteRevision
from tests.migrations.test_commands import Versions, tables

REPORT = {"S": "ERROR", "C": "23505", "M": "duplicate key\n of users", "D": "Key (email)=(ada@example.com) exists."}


def test_of_the_server_its_code_and_message_and_the_statement() -> None:
    answered = DBAPIError("INSERT\n  INTO users", None, DatabaseError(REPORT))
    assert describe(answered) == "23505 duplicate key of users, in: INSERT INTO users"
    assert describe(DatabaseError(REPORT)) == "23505 duplicate key of users"
    assert describe(DatabaseError({"C": "57P01"})) == "57P01"
    assert sqlstate(answered) == sqlstate(DatabaseError(REPORT)) == "23505"


def test_of_others_their_name_and_message() -> None:
    lost = InterfaceError("network error")
    for error in (InterfaceError(), lost, OSError("no route"), KeyError(REPORT["C"]), ValueError({"C": "23505"})):
        assert sqlstate(error) == ""
        assert describe(error) == f"{type(error).__name__}: {error}".strip()
    assert describe(DBAPIError("SELECT 1", None, lost)) == "InterfaceError: network error, in: SELECT 1"
    assert describe(MigrationError("refused:\n nothing was run")) == "refused: nothing was run"


def test_four_hundred_characters_of_each() -> None:
    for length, told in ((400, "x" * 400), (401, "x" * 400 + " ...")):
        error = DBAPIError("x" * length, None, DatabaseError({"C": "42601", "M": "syntax"}))
        assert describe(error) == f"42601 syntax, in: {told}"


def test_a_file_that_is_no_revision(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes.py").write_text("")
    monkeypatch.setattr(Scripts.__init__, "__defaults__", ((tmp_path,),))
    with pytest.raises(MigrationError, match="Could not determine revision id from filename notes"):
        run(parse_command({"command": "heads"}), settings)


def test_failure_names_revision_and_statement(
    do: Do, database: Connection, write_revision: WriteRevision, own_versions: Versions
) -> None:
    write_revision("good1", "op.execute('CREATE TABLE good (id int)')", before=None)
    write_revision(
        "bad2", "op.execute('CREATE TABLE half ()'); op.execute('ALTER TABLE gone ADD x int')", before="good1"
    )
    with pytest.raises(MigrationError) as failed:
        do({"command": "upgrade"}, own_versions)
    assert str(failed.value) == (
        'upgrade of bad2 (test bad2) failed: 42P01 relation "gone" does not exist, '
        "in: ALTER TABLE gone ADD x int; the database is at good1"
    )
    assert tables(database) == ["alembic_version", "good"], "what the failed revision did is undone"


def test_failure_quotes_no_rows(do: Do, write_revision: WriteRevision, own_versions: Versions) -> None:
    secret = "ada@example.com"
    up = "op.execute('CREATE TABLE t (e text UNIQUE)'); op.bulk_insert(sa.table('t', sa.column('e')), [{row}] * 2)"
    write_revision("twice1", up.format(row={"e": secret}), before=None)
    with pytest.raises(MigrationError, match="23505") as failed:
        do({"command": "upgrade"}, own_versions)
    assert secret not in str(failed.value)
    assert failed.value.__cause__ is None


@pytest.mark.parametrize(
    "break_it",
    ["ALTER TABLE alembic_version RENAME version_num TO number", "INSERT INTO alembic_version VALUES ('a'), ('b')"],
)
def test_where_the_database_is_can_not_be_told(
    break_it: str, do: Do, write_revision: WriteRevision, own_versions: Versions
) -> None:
    statements = (break_it, "COMMIT", "SELECT 1/0")
    write_revision("bad1", "; ".join(f'op.execute("{each}")' for each in statements), before=None)
    with pytest.raises(MigrationError) as failed:
        do({"command": "upgrade"}, own_versions)
    told = "upgrade of bad1 (test bad1) failed: 22012 division by zero, in: SELECT 1/0; "
    assert str(failed.value) == f"{told}the database can't be asked where it is"


@pytest.mark.parametrize(("left", "told"), [(1.8, ""), (1.2, " (stopped before the function's time ran out)")])
def test_a_failure_at_the_end_of_the_time(
    left: float, told: str, do: Do, write_revision: WriteRevision, own_versions: Versions
) -> None:
    ends = f"limits_of(op.get_bind()).deadline = time.monotonic() + {left}"
    up = f"import time; from migrations.limits import limits_of; {ends}; op.execute('SELECT 1/0')"
    write_revision("late1", up, before=None)
    with pytest.raises(MigrationError) as failed:
        do({"command": "upgrade"}, own_versions)
    assert str(failed.value).startswith(f"upgrade of late1 (test late1) failed{told}: 22012 division by zero")


def test_a_connection_that_is_lost(do: Do, write_revision: WriteRevision, own_versions: Versions) -> None:
    up = "op.execute('CREATE TABLE half ()'); op.execute('SELECT pg_terminate_backend(pg_backend_pid())')"
    write_revision("lost1", up, before=None)
    with pytest.raises(MigrationError) as failed:
        do({"command": "upgrade"}, own_versions)
    assert str(failed.value).startswith("upgrade of lost1 (test lost1) failed: ")
    assert str(failed.value).endswith("in: SELECT pg_terminate_backend(pg_backend_pid()); the database is at base")


def test_what_a_lost_connection_has_begun_is_given_up(settings: Settings, database: Connection) -> None:
    with connected(settings) as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        database.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        roll_back(connection)
        assert connection.scalar(text("SELECT pg_backend_pid()")) != pid
