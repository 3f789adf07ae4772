"""The databases of a test run: one embedded server, one migrated template, one clone of it for each worker."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Engine, create_engine, event, make_url, text

from app.models.all import metadata
from app.settings.config import ROOT, Settings, load_settings
from infra.dev.ports import free_port
from infra.dev.postgres.server import Postgres
from migrations.connection import connected
from migrations.session_parameters import set_session_parameters

TEMPLATE = f"heed_test_{os.getpid()}"
GROWN = 1_000_000  # Bytes.
server = Postgres(ROOT / ".local" / "test-postgres", port=0, durable=False)


def start() -> None:
    """Starts the server, or joins a running one, and migrates the template. Runs once, before any worker."""
    server.port = free_port()
    server.start()
    server.create_database(TEMPLATE)
    os.environ["DATABASE_URL"] = server.url(TEMPLATE)
    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    use_own("main")


def use_own(worker: str) -> None:
    """Points this process at a database of its own, before anything reads the settings."""
    template = make_url(os.environ["DATABASE_URL"])
    own = template.set(database=f"{str(template.database).removesuffix('_main')}_{worker}")
    os.environ["DATABASE_URL"] = own.render_as_string(hide_password=False)


@contextmanager
def cloned(url: str) -> Iterator[str]:
    """The template's copy at `url`, dropped afterwards."""
    parts = make_url(url)
    template = str(parts.database).rpartition("_")[0]
    maintenance = way_round(parts.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{parts.database}" TEMPLATE "{template}"'))
        set_parameters(load_settings(database_url=url))  # A role's settings for a database don't go with a copy of it.
        yield url
        connection.execute(text(f'DROP DATABASE "{parts.database}" WITH (FORCE)'))
    maintenance.dispose()


def set_parameters(settings: Settings) -> None:
    """As a migration does that finds nothing else to do."""
    with connected(settings) as connection:
        set_session_parameters(connection, settings)


@contextmanager
def parameters(**settings: float) -> Iterator[None]:
    """Sessions that begin meanwhile have other time-outs than the settings of the test run say."""
    set_parameters(load_settings(**settings))
    try:
        yield
    finally:
        set_parameters(load_settings())


def way_round(url: str | URL, **options: Any) -> Engine:
    """An engine of a test's own. Not told that the server has no TLS, pg8000 would load all certificates of the system
    for each connection: 28 ms, of 32 for all of it."""
    return create_engine(url, connect_args={"ssl_context": False}, **options)


def way_to_empty(url: str) -> Engine:
    """Its sessions have triggers and foreign keys off, and a function whose plans they keep from one test to the next.

    TRUNCATE makes new files for every table and index, which takes ten times as long as DELETE: only boards that have
    grown get it. The lock waits for transactions that still write, as TRUNCATE does.
    """
    tables = metadata.sorted_tables
    names = ", ".join(table.name for table in tables)
    size = " + ".join(f"pg_relation_size('{table.name}')" for table in tables)
    deletions = " ".join(f"DELETE FROM {table.name};" for table in tables)
    ids = [f"{table.name}_{column.name}_seq" for table in tables for column in table.columns if column.identity]
    first_ids = " ".join(f"PERFORM setval('{sequence}', 1, false);" for sequence in ids)
    prepare = f"""SET session_replication_role = replica;
        CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE;
            IF {size} > {GROWN} THEN
                TRUNCATE {names};
            ELSE
                {deletions}
            END IF;
            {first_ids}
        END $$"""
    engine = way_round(url, isolation_level="AUTOCOMMIT")
    event.listen(engine, "connect", lambda connection, _: connection.run(prepare))
    return engine


def empty(database: Engine) -> None:
    """Deletes every row, and lets ids begin at 1 again. `database`: from way_to_empty()."""
    with database.connect() as connection:
        connection.exec_driver_sql("SELECT pg_temp.empty()")


def stop() -> None:
    """Drops what this run made, also what a killed worker left, and stops the server if nobody else uses it."""
    maintenance = way_round(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        ours = text("SELECT datname FROM pg_database WHERE datname LIKE :pattern")
        for name in connection.scalars(ours, {"pattern": f"{TEMPLATE}%"}).all():
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    maintenance.dispose()
    server.stop()
