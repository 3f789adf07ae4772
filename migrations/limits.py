"""How long a migration may wait and work: for a lock, for one statement, and in all."""

import math
import time
from dataclasses import dataclass
from typing import Any

from alembic import op
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.db.driver import Connection as DriverConnection
from migrations.failure import OutOfTime

# Requests queue behind a statement that waits for a table's lock, and give up after DATABASE_LOCK_TIMEOUT (2 s).
LOCK_SECONDS = 1.0
# What needs longer reads a whole table under such a lock, which is an outage, or says with allow() that it doesn't.
STATEMENT_SECONDS = 5.0
LAST_SECONDS = 1.0  # With less than this left, no statement is begun.


@dataclass
class Limits:
    """The limits of one connection, in seconds, and what it is doing. `deadline` is a time of time.monotonic()."""

    deadline: float = math.inf
    statement: float = STATEMENT_SECONDS
    lock: float = LOCK_SECONDS
    revision: str = ""
    running: str = ""
    since: float = 0.0

    def left(self) -> float:
        return self.deadline - time.monotonic()

    def reset(self) -> None:
        self.statement, self.lock = STATEMENT_SECONDS, LOCK_SECONDS


def limits_of(connection: Connection) -> Limits:
    limits = connection.info["limits"]
    assert isinstance(limits, Limits)
    return limits


def allow(seconds: float) -> None:
    """Called by a revision: each of its statements from here on may take so long, within the time that there is."""
    context = op.get_context()
    if context.as_sql:
        op.execute(f"SET statement_timeout = '{seconds:.0f}s'")
    else:
        assert context.connection
        limits_of(context.connection).statement = seconds


def restore(ctx: MigrationContext, **_: Any) -> None:
    """Alembic's on_version_apply: what one revision was allowed is not allowed to the next."""
    if ctx.as_sql:
        ctx.execute(as_sql())
    else:
        assert ctx.connection
        limits_of(ctx.connection).reset()


def as_sql() -> str:
    return f"SET lock_timeout = '{LOCK_SECONDS:.0f}s'; SET statement_timeout = '{STATEMENT_SECONDS:.0f}s'"


def apply_limits(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    """SQLAlchemy's before_cursor_execute. A SET costs a round trip for each statement, and a rollback can't undo it."""
    limits = limits_of(connection)
    left = limits.left()
    if left < LAST_SECONDS:
        raise OutOfTime(f"out of time before: {' '.join(statement.split())[:200]}")
    allowed = min(limits.statement, left)
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, DriverConnection)
    milliseconds = f"{allowed * 1000:.0f}", f"{min(limits.lock, left) * 1000:.0f}"
    driver.execute_simple("SET statement_timeout = {}; SET lock_timeout = {}".format(*milliseconds))
    # The server gives up first; this bound is for one that has gone silent.
    driver._usock.settimeout(allowed + 2)
    limits.running, limits.since = statement, time.monotonic()
