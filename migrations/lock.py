"""One migration at a time: Alembic itself takes no lock."""

import logging
import math
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pg8000.exceptions import Error as DriverError
from sqlalchemy import Connection

from app.db.driver import Connection as DriverConnection
from app.settings.config import Settings
from migrations.connection import connected, open_as_owner, require_session
from migrations.failure import MigrationError
from migrations.progress import logged_progress

logger = logging.getLogger("heed.migrations")

# Any two numbers will do that no other advisory lock of the board has. The first says that a migration runs, the second
# that the server works for one.
MIGRATION_LOCK, STATEMENT_LOCK = 0x4EED02, 0x4EED03
WAIT_SECONDS = 300.0  # For another migration to end.
POLL_SECONDS = 0.2
LOG_SECONDS = 5.0  # Between two lines about the wait.


@contextmanager
def locked(settings: Settings, deadline: float = math.inf) -> Iterator[Connection]:
    """A connection for Alembic that nobody else migrates beside. Raises MigrationError when another takes too long.

    A connection of its own holds the migration lock, and observes the work from outside. The connection that does the
    work holds the statement lock: a killed process loses the migration lock at once, but the server may go on with its
    last statement for a second.
    """
    observer = open_as_owner(settings, deadline)
    observer.autocommit = True
    try:
        give_up = min(deadline, time.monotonic() + WAIT_SECONDS)
        acquire(observer, observer, MIGRATION_LOCK, give_up)
        with connected(settings, deadline) as connection:
            driver = connection.connection.dbapi_connection
            assert isinstance(driver, DriverConnection)
            require_session(observer, driver)
            acquire(driver, observer, STATEMENT_LOCK, give_up)
            driver.commit()
            with logged_progress(connection, observer):
                yield connection
    finally:
        release(observer)


def release(observer: DriverConnection) -> None:
    """Ends the session, and with it the migration lock, unless the server has ended it already."""
    try:
        observer.close()
    except DriverError as error:
        logger.info("the lock's connection was closed already: %s", type(error).__name__)


def acquire(connection: DriverConnection, observer: DriverConnection, key: int, give_up: float) -> None:
    """Polls, because a statement that waits holds a snapshot, for whose end CREATE INDEX CONCURRENTLY would wait."""
    started = logged = time.monotonic()
    while True:
        [[got]] = connection.execute_simple(f"SELECT pg_try_advisory_lock({key})").rows
        if got:
            return
        connection.commit()
        now = time.monotonic()
        if now + POLL_SECONDS > give_up:
            raise MigrationError(
                f"another migration is running, waited {now - started:.0f} s for it: {holder(observer, key)}"
            )
        if logged == started or now - logged > LOG_SECONDS:
            logger.info("waiting for another migration to end: %s", holder(observer, key))
            logged = now
        time.sleep(POLL_SECONDS * random.uniform(0.5, 1))  # noqa: S311  (jitter)


def holder(observer: DriverConnection, key: int) -> str:
    rows = observer.execute_simple(  # nosec B608: the key is a number of our own
        "SELECT format('process %s of the server (%s from %s, connected since %s)', pid, application_name, "
        "coalesce(host(client_addr), 'the same host'), to_char(backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')) "
        "FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND classid = 0 "
        f"AND objid = {key} AND objsubid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = "
        "current_database())"
    ).rows
    [[told]] = rows or [["it has just ended"]]
    return str(told)
