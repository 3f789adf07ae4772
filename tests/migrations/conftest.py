"""Databases to migrate: each test's own, on the suite's server."""

import itertools
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, make_url, text

from app.settings.config import Settings, load_settings
from migrations.commands import run
from migrations.events import parse_command
from migrations.scripts import VERSIONS, Scripts
from tests.support.database import way_round

numbers = itertools.count()


@contextmanager
def superuser_of(url: str) -> Iterator[Connection]:
    engine = way_round(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def new_database(template: str = "template1") -> Iterator[str]:
    """The address of a database that is gone afterwards."""
    own = make_url(os.environ["DATABASE_URL"])
    name = f"{own.database}_{next(numbers)}"
    with superuser_of(own.set(database="postgres").render_as_string(hide_password=False)) as maintenance:
        maintenance.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        yield own.set(database=name).render_as_string(hide_password=False)
        maintenance.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def kept_database() -> Iterator[str]:
    with new_database() as url:
        yield url


@pytest.fixture
def empty_database(kept_database: str) -> Iterator[str]:
    """The address of a database with nothing in it: one for all tests, as a new one is 300 files."""
    yield kept_database
    with superuser_of(kept_database) as connection:
        clear(connection)


def clear(connection: Connection) -> None:
    """Takes away what a test has made and set, and ends what still works for it."""
    [name] = connection.exec_driver_sql("SELECT current_database()").one()
    connection.exec_driver_sql("SET default_transaction_read_only = off")  # A test's database may be a replica.
    connection.exec_driver_sql(f"""
        ALTER DATABASE "{name}" RESET ALL;
        ALTER ROLE CURRENT_USER IN DATABASE "{name}" RESET ALL;
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid();
        DROP SCHEMA public CASCADE;
        CREATE SCHEMA public""")


@pytest.fixture
def upgraded_database() -> Iterator[str]:
    """A copy of the one that all others of the suite are copies of: an upgrade would take ten times as long."""
    template = str(make_url(os.environ["DATABASE_URL"]).database).rpartition("_")[0]
    with new_database(template) as url:
        yield url


@pytest.fixture
def database(empty_database: str) -> Iterator[Connection]:
    """A way round the migrations to look at that database, and to break things."""
    with superuser_of(empty_database) as connection:
        yield connection


@pytest.fixture
def settings(empty_database: str) -> Settings:
    return load_settings(database_url=empty_database)


REVISION = '''"""{what}

Why: {why}
"""

import sqlalchemy as sa
from alembic import op
from migrations.concurrently import create_index, drop_index
from migrations.limits import allow

revision = "{revision}"
down_revision = {before!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''

WriteRevision = Callable[..., str]
Do = Callable[..., Any]


@pytest.fixture
def write_revision(tmp_path: Path) -> WriteRevision:
    """Writes a revision into a folder of the test's own, or writes it again; after the real head, unless `before` says
    otherwise. The files' names are in the order in which the revisions were first written.
    """
    names: dict[str, str] = {}

    def write(
        revision: str, up: str, down: str = "pass", *, before: str | None = "", what: str = "", why: str = ""
    ) -> str:
        before = Scripts().head if before == "" else before
        what, why = what or f"test {revision}", why or "a test needs it, and no other code does."
        content = REVISION.format(revision=revision, before=before, up=up, down=down, what=what, why=why)
        name = names.setdefault(revision, f"2030_01_01_{len(names):04}_{revision}.py")
        (tmp_path / name).write_text(content)
        return revision

    return write


@pytest.fixture
def own_versions(tmp_path: Path) -> tuple[Path, ...]:
    """Where the test's revisions are, and no others."""
    return (tmp_path,)


@pytest.fixture
def all_versions(tmp_path: Path) -> tuple[Path, ...]:
    """Where the real revisions are, and those that the test wrote."""
    return (VERSIONS, tmp_path)


@pytest.fixture
def do(settings: Settings) -> Do:
    """Runs a command's event on the test's database."""

    def run_event(event: dict[str, Any], versions: tuple[Path, ...] = (VERSIONS,), seconds: float = math.inf) -> Any:
        return run(parse_command(event), settings, Scripts(versions), time.monotonic() + seconds)

    return run_event
