"""Databases that no migration is run on: of others, read-only, or at a revision that there is no way from."""

import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text

from app.settings.config import Settings, load_settings
from migrations import connection, runner
from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.migrations.conftest import Do, WriteRevision
from tests.migrations.test_commands import Versions
from tests.support.proxy import Proxy


def test_a_foreign_database_is_not_taken_for_a_later_one(do: Do, database: Connection) -> None:
    database.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    database.execute(text("INSERT INTO alembic_version VALUES ('somebodys')"))
    with pytest.raises(MigrationError, match=r"doesn't know, and lacks .*users\.email"):
        do({"command": "upgrade"})


def test_a_database_that_refuses_is_one_line(do: Do, database: Connection) -> None:
    database.execute(text("CREATE TABLE alembic_version (something_else text)"))
    with pytest.raises(
        MigrationError, match=r"^42703 column .version_num. does not exist, in: SELECT version_num FROM"
    ):
        do({"command": "current"})


def test_a_database_at_a_revision_that_was_replaced(
    do: Do, write_revision: WriteRevision, own_versions: Versions, tmp_path: Path
) -> None:
    """It lacks nothing that `upgrade` looks for in a newer database, and yet isn't one."""
    write_revision("old1", "op.execute('CREATE TABLE one ()')", before=None)
    do({"command": "upgrade"}, own_versions)
    [written] = tmp_path.glob("*_old1.py")
    written.write_text(written.read_text().replace('revision = "old1"', 'replaces = ("old1",)\nrevision = "new1"'))
    for event in (
        {"command": "upgrade"},
        {"command": "upgrade", "revision": "new1"},
        {"command": "downgrade", "revision": "base", "confirm": True},
        {"command": "current"},
        {"command": "check"},
        {"command": "sql"},
    ):
        with pytest.raises(MigrationError) as refused:
            do(event, own_versions)
        assert str(refused.value) == (
            "the database is at old1, a revision that was replaced before the first release and can't be upgraded: "
            "start again with an empty database (the development server's is the folder .local/postgres; delete it)"
        )


def test_a_replica_is_refused(settings: Settings, database: Connection) -> None:
    name = make_url(settings.database_url.get_secret_value()).database
    database.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    with pytest.raises(MigrationError, match="the database is read-only: MIGRATION_DATABASE_URL must name the writer"):
        runner.upgrade(settings, Scripts())


def test_what_only_a_person_can_mend_is_told_at_once(empty_database: str) -> None:
    with Proxy(make_url(empty_database).set(password="wrong").render_as_string(hide_password=False)) as proxy:
        with pytest.raises(MigrationError, match="no connection to the database: "):
            runner.upgrade(load_settings(database_url=proxy.url), Scripts())
        assert proxy.accepted == 1


def test_what_may_pass_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.4)
    monkeypatch.setattr(connection, "RESUME_PAUSE", 0.1)
    began = time.monotonic()
    with pytest.raises(MigrationError, match="no connection to the database: "):
        runner.upgrade(load_settings(database_url="postgresql://heed:heed@127.0.0.1:1/heed"), Scripts())
    assert 0.2 < time.monotonic() - began < 5
