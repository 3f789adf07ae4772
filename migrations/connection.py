"""The migrations' connections: straight to the writer, as the role that owns the schema."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pg8000.exceptions import DatabaseError
from pg8000.exceptions import Error as DriverError
from sqlalchemy import Connection, NullPool, create_engine, event

from app.db.connection import connect
from app.db.driver import Connection as DriverConnection
from app.db.failure import PASSING, cause_of, explain
from app.settings.config import Settings
from migrations.failure import MigrationError, sqlstate
from migrations.limits import Limits, apply_limits

APPLICATION_NAME = "heed-migrations"
ASLEEP = ("timed out", "starting")
RESUME_SECONDS = 120.0  # Aurora wakes up in 15 s after minutes of sleep, in more than 30 after a day.
BUSY_SECONDS = 25.0  # For whatever else may pass, as a failover. A wrong address is told after that.
RESUME_PAUSE = 0.5
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
    began = time.monotonic()
    as_owner = settings.model_copy(update={"database_url": settings.migration_database_url or settings.database_url})
    while True:
        try:
            connection = connect(as_owner)
            prepare(connection)
            return connection
        except DriverError as error:
            if time.monotonic() + RESUME_PAUSE > min(deadline, began + patience(cause_of(error))):
                raise MigrationError(f"no connection to the database: {explain(error)}") from None
            time.sleep(RESUME_PAUSE)


def patience(cause: str) -> float:
    """Seconds to go on trying: none where only a person can mend it, as with a wrong password or certificate."""
    if cause in ASLEEP:
        return RESUME_SECONDS
    return BUSY_SECONDS if cause in (*PASSING, "full") else 0


def require_session(guard: DriverConnection, work: DriverConnection) -> None:
    """Raises MigrationError behind a pooler that changes processes between transactions: a lock would be lost there.

    Each connection to PostgreSQL has a process of its own. A pooler lends the one that was free last, and another where
    that is taken.
    """
    before = process(guard)
    work.execute_simple("BEGIN")
    after = process(guard)
    work.execute_simple("ROLLBACK")
    if before != after:
        raise MigrationError(
            "the database is behind a pooler in transaction mode: MIGRATION_DATABASE_URL must name the server itself"
        )


def process(connection: DriverConnection) -> int:
    autocommit, connection.autocommit = connection.autocommit, True
    [[number]] = connection.execute_simple("SELECT pg_backend_pid()").rows
    connection.autocommit = autocommit
    return int(number)


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
