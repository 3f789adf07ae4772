"""Tests run side by side, on one server, where a transaction of any database holds the stream of events back."""

import time
from typing import Any

from sqlalchemy import Engine, TextClause, text

OPEN = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE (datname <> current_database() OR backend_type <> 'client backend')
        AND CAST(CAST(backend_xid AS text) AS bigint) < CAST(:until AS bigint)
""")
BUSY = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend' AND state <> 'idle'
""")


def wait_for_strangers(database: Engine) -> None:
    """Until none is open that began before now, of another database or of the server's own. A test's are its matter.

    Now is a transaction of its own: a snapshot's end is the last one that is over, and younger ones may be open.
    """
    with database.connect() as connection:
        until = connection.scalar(text("SELECT pg_current_xact_id()::text"))
    wait_for_none(database, OPEN, until=until)


def wait_for_the_dead(database: Engine) -> None:
    """Until the server has seen that a process of this test's was killed, whose transaction and locks it holds."""
    wait_for_none(database, BUSY)


def wait_for_none(database: Engine, statement: TextClause, seconds: float = 60.0, **values: Any) -> None:
    ends = time.monotonic() + seconds
    with database.connect() as connection:
        while connection.scalar(statement, values):
            assert time.monotonic() < ends, "a transaction doesn't end"
            time.sleep(0.05)
