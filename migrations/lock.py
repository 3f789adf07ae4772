"""One migration at a time: Alembic itself takes no lock."""

import logging
import math
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pg8000.exceptions import Error as DriverError
from sqlalchemy import Connection

from app.config import Settings
from app.driver import Connection as DriverConnection
from migrations.connection import connected, open_as_owner, require_session
from migrations.failure import MigrationError
from migrations.watch import watched

logger = logging.getLogger("heed.migrations")

TURN, WORK = 0x4EED02, 0x4EED03  # Any numbers will do that no other advisory lock of the board's has.
WAIT_SECONDS = 300.0  # For another migration to end.
POLL_SECONDS = 0.2
TELL_SECONDS = 5.0


@contextmanager
def locked(settings: Settings, deadline: float = math.inf) -> Iterator[Connection]:
    """A connection for Alembic that nobody else migrates beside. Raises MigrationError when another takes too long.

    A connection of its own holds the turn, and watches the work from outside. The work's connection holds a second
    lock: a killed process loses its turn at once, but the server may go on with its last statement for a second.
    """
    guard = open_as_owner(settings, deadline)
    guard.autocommit = True
    try:
        give_up = min(deadline, time.monotonic() + WAIT_SECONDS)
        wait_for(guard, guard, TURN, give_up)
        with connected(settings, deadline) as connection:
            driver = connection.connection.dbapi_connection
            assert isinstance(driver, DriverConnection)
            require_session(guard, driver)
            wait_for(driver, guard, WORK, give_up)
            driver.commit()
            with watched(connection, guard):
                yield connection
    finally:
        give_back(guard)


def give_back(guard: DriverConnection) -> None:
    """Ends the session, and with it the turn, unless the server has ended it already."""
    try:
        guard.close()
    except (DriverError, OSError) as error:
        logger.info("the lock's connection was closed already: %s", type(error).__name__)


def wait_for(connection: DriverConnection, guard: DriverConnection, key: int, give_up: float) -> None:
    """Asks again and again: a statement that waits would hold a snapshot, which CREATE INDEX CONCURRENTLY waits for."""
    started = told = time.monotonic()
    while True:
        [[got]] = connection.execute_simple(f"SELECT pg_try_advisory_lock({key})").rows
        if got:
            return
        connection.commit()
        now = time.monotonic()
        if now + POLL_SECONDS > give_up:
            raise MigrationError(
                f"another migration is running, waited {now - started:.0f} s for it: {holder(guard, key)}"
            )
        if told == started or now - told > TELL_SECONDS:
            logger.info("waiting for another migration to end: %s", holder(guard, key))
            told = now
        time.sleep(POLL_SECONDS * random.uniform(0.5, 1))  # noqa: S311  (jitter)


def holder(guard: DriverConnection, key: int) -> str:
    rows = guard.execute_simple(  # nosec B608: the key is a number of our own
        "SELECT format('process %s of the server (%s from %s, connected since %s)', pid, application_name, "
        "coalesce(host(client_addr), 'the same host'), to_char(backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')) "
        "FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND classid = 0 "
        f"AND objid = {key} AND objsubid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = "
        "current_database())"
    ).rows
    return rows[0][0] if rows else "it has just ended"
