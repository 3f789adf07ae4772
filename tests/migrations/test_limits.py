"""How long a statement may take, and what there is no time left for."""

import pytest
from sqlalchemy import Connection

from migrations.failure import MigrationError
from tests.migrations.conftest import Do, WriteRevision
from tests.migrations.test_commands import Versions


def test_a_statement_that_takes_too_long(do: Do, write_revision: WriteRevision, own_versions: Versions) -> None:
    write_revision("slow1", "allow(0.5); op.execute('SELECT pg_sleep(30)')", before=None)
    with pytest.raises(MigrationError, match=r"slow1 .* 57014 canceling statement due to statement timeout"):
        do({"command": "upgrade"}, own_versions)


def test_a_revision_is_allowed_what_it_asks_for_and_no_other(
    do: Do, database: Connection, write_revision: WriteRevision, own_versions: Versions
) -> None:
    note = (
        "op.execute(\"CREATE TABLE {} AS SELECT current_setting('statement_timeout') AS statement, "
        "current_setting('lock_timeout') AS lock\")"
    )
    write_revision("one1", f"allow(60); {note.format('one')}", before=None)
    write_revision("two2", note.format("two"), before="one1")
    do({"command": "upgrade"}, own_versions)
    assert database.exec_driver_sql("SELECT * FROM one, two").one() == ("1min", "1s", "5s", "1s")


def test_what_there_is_no_time_left_for(do: Do, write_revision: WriteRevision, own_versions: Versions) -> None:
    statement = f"SELECT {'1' * 300}"
    ends = "limits.deadline = time.monotonic()"
    up = "import time; from migrations.limits import limits_of; limits = limits_of(op.get_bind()); "
    up += f"{ends} + 1.5; op.execute('SELECT 1'); {ends} + 0.9; op.execute('{statement}')"
    write_revision("late1", up, before=None)
    with pytest.raises(MigrationError) as failed:
        do({"command": "upgrade"}, own_versions)
    assert str(failed.value) == (
        "upgrade of late1 (test late1) failed (stopped before the function's time ran out): "
        f"out of time before: {statement[:200]}; the database can't be asked where it is"
    )
