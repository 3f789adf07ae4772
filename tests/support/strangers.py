"""Tests run side by side, on one server, where a transaction of any database holds the stream of events back."""

import time

from sqlalchemy import Engine, text

OPEN = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname <> current_database() AND CAST(CAST(backend_xid AS text) AS bigint) < CAST(:until AS bigint)
""")


def wait_for_strangers(database: Engine, seconds: float = 60.0) -> None:
    """Until no transaction of another database is open that began before now. This test's own are its own matter."""
    ends = time.monotonic() + seconds
    with database.connect() as connection:
        until = connection.scalar(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"))
        while connection.scalar(OPEN, {"until": until}):
            assert time.monotonic() < ends, "another test's transaction doesn't end"
            time.sleep(0.05)
