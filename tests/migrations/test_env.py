"""`alembic` from the command line: what changes the schema does so one at a time, revision by revision."""

import io
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from app.settings.config import ROOT
from migrations import lock
from migrations.scripts import Scripts
from tests.migrations.conftest import WriteRevision, superuser_of


@pytest.fixture
def config(all_versions: tuple[Path, ...], upgraded_database: str, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Of a database at the real head."""
    monkeypatch.setenv("DATABASE_URL", upgraded_database)
    config = Config(ROOT / "alembic.ini", stdout=io.StringIO())
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", ":".join(str(folder) for folder in all_versions))
    return config


def revision_of(url: str) -> str:
    with superuser_of(url) as database:
        return str(database.scalar(text("SELECT version_num FROM alembic_version")))


def test_one_that_fails_leaves_those_before_it(
    config: Config, write_revision: WriteRevision, upgraded_database: str
) -> None:
    works = write_revision("works", 'op.execute("CREATE TABLE works ()")')
    write_revision("fails", 'op.execute("SELECT 1 / 0")', before=works)
    with pytest.raises(DBAPIError):
        command.upgrade(config, "head")
    assert revision_of(upgraded_database) == "works"


def test_only_what_changes_the_schema_waits_for_another_that_does(
    config: Config, upgraded_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    with superuser_of(upgraded_database) as other:
        other.execute(text(f"SELECT pg_advisory_lock({lock.MIGRATION_LOCK})"))
        command.current(config)
        assert isinstance(config.stdout, io.StringIO)
        assert Scripts().head in config.stdout.getvalue()
        for change in (command.upgrade, command.downgrade):
            with pytest.raises(CommandError, match="another migration is running"):
                change(config, Scripts().head)


def test_what_sessions_need_is_set_by_what_changes_the_schema(config: Config, upgraded_database: str) -> None:
    """A copy of a database has none of what its roles' sessions begin with."""
    with superuser_of(upgraded_database) as database:
        assert session_settings(database, upgraded_database) == []
        command.current(config)
        assert session_settings(database, upgraded_database) == []
        command.upgrade(config, "head")
        assert "lock_timeout=2000" in session_settings(database, upgraded_database)


def session_settings(database: Connection, url: str) -> list[str]:
    statement = """
        SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
        WHERE datname = :name
    """
    return list(database.scalars(text(statement), {"name": make_url(url).database}))


def test_a_revision_that_was_replaced_is_told_as_such(config: Config, upgraded_database: str) -> None:
    with superuser_of(upgraded_database) as database:
        database.execute(text("UPDATE alembic_version SET version_num = '07ec5187b078'"))
    with pytest.raises(CommandError, match="a revision that was replaced before the first release"):
        command.upgrade(config, "head")
