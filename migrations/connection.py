"""The migrations' connections: straight to the writer, as the role that owns the schema."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pg8000.exceptions import DatabaseError, InterfaceError
from sqlalchemy import Connection, NullPool, create_engine, event

from app.db.connection import connect
from app.db.driver import Connection as DriverConnection
from app.settings.config import Settings
from migrations.failure import MigrationError, describe, sqlstate
from migrations.limits import Limits, apply_limits

APPLICATION_NAME = "heed-migrations"
RESUME_SECONDS = 25.0  # Aurora with auto-pause takes about 15 s to wake up.
RESUME_PAUSE = 0.5
WORTH_WAITING = ("", "57P03", "53300")  # No answer, starting up, out of connections.
UNSUPPORTED = "22023"


@contextmanager
def connected(settings: Settings, deadline: float = math.inf) -> Iterator[Connection]:
    """A connection for Alembic, within its limits. Raises MigrationError where there is none."""
    engine = create_engine(
        "postgresql+pg8000://",
        creator=lambda: open_as_owner(settings, deadline),
        poolclass=NullPool,
        hide_parameters=True,
    )
    limits = Limits(deadline)
    event.listen(engine, "connect", lambda driver, record: record.info.update(limits=limits))
    event.listen(engine, "before_cursor_execute", apply_limits)
    with engine.connect() as connection:
        yield connection


def open_as_owner(settings: Settings, deadline: float) -> DriverConnection:
    """Waits for a sleeping database. Raises MigrationError, also where the server is a read-only replica."""
    give_up = min(deadline, time.monotonic() + RESUME_SECONDS)
    as_owner = settings.model_copy(update={"database_url": settings.migration_database_url or settings.database_url})
    while True:
        try:
            connection = connect(as_owner)
            prepare(connection)
            return connection
        except (DatabaseError, InterfaceError) as error:
            if sqlstate(error) not in WORTH_WAITING or time.monotonic() + RESUME_PAUSE > give_up:
                cause = error.__cause__ or error
                raise MigrationError(f"no connection to the database: {describe(cause)}") from None
            time.sleep(RESUME_PAUSE)


def prepare(connection: DriverConnection) -> None:
    connection.autocommit = True
    connection.execute_simple(f"SET application_name = '{APPLICATION_NAME}'")
    [[read_only]] = connection.execute_simple("SHOW transaction_read_only").rows
    if read_only == "on":
        connection.close()
        raise MigrationError("the database is read-only: MIGRATION_DATABASE_URL must name the writer")
    try:
        # Without it the server goes on with the statement of a client that was killed, and keeps its locks.
        connection.execute_simple("SET client_connection_check_interval = '1s'")
    except DatabaseError as error:
        if sqlstate(error) != UNSUPPORTED:  # A server on Windows can't look.
            raise
    connection.autocommit = False
