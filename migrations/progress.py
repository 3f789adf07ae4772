"""Logs what a running migration is doing: a thread asks the server over a connection of its own."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pg8000.exceptions import Error as DriverError
from sqlalchemy import Connection

from app.db.driver import Connection as DriverConnection
from migrations.failure import one_line
from migrations.limits import Limits, limits_of

logger = logging.getLogger("heed.migrations")

FIRST_SECONDS, LONGEST_SECONDS = 1.0, 30.0  # Between two lines, doubling.


@contextmanager
def logged_progress(connection: Connection, observer: DriverConnection) -> Iterator[None]:
    """Meanwhile `observer` belongs to the thread: a connection serves one thread at a time."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, DriverConnection)
    [[process]] = driver.execute_simple("SELECT pg_backend_pid()").rows
    driver.commit()
    finished = threading.Event()
    arguments = (limits_of(connection), observer, process, finished)
    thread = threading.Thread(target=log_progress, args=arguments)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def log_progress(limits: Limits, observer: DriverConnection, process: int, finished: threading.Event) -> None:
    pause, begun = FIRST_SECONDS, 0.0
    while not finished.wait(pause):
        if not limits.revision or not limits.running:
            continue
        pause = FIRST_SECONDS if limits.since != begun else min(pause * 2, LONGEST_SECONDS)
        begun = limits.since
        try:
            state = activity_of(process, observer)
        except DriverError as error:
            state = f"the server can't be asked about it ({type(error).__name__})"
        seconds = time.monotonic() - limits.since
        logger.info("%s: %.0f s in: %s: %s", limits.revision, seconds, one_line(limits.running), state)


def activity_of(process: int, observer: DriverConnection) -> str:
    """Whether the server's process works or waits, for which other process, and how far it has built an index."""
    rows = observer.execute_simple(  # nosec B608: the process is a number that the server gave
        "SELECT CASE WHEN wait_event_type = 'Lock' THEN format('waits for a lock of process %s', "
        f"array_to_string(pg_blocking_pids({process}), ', ')) WHEN state = 'active' THEN 'working' ELSE state END, "
        "CASE WHEN phase IS NOT NULL THEN format('%s, %s of %s blocks', phase, blocks_done, blocks_total) END "
        f"FROM pg_stat_activity AS a LEFT JOIN pg_stat_progress_create_index AS p USING (pid) WHERE pid = {process}"
    ).rows
    [told] = rows or [["its process is gone"]]
    return ", ".join(part for part in told if part)
