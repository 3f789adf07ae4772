"""Replaces a pooled connection that was lost while nobody used it."""

import select
import time
from typing import Any

from sqlalchemy.exc import DisconnectionError

from app.db.driver import Connection

PING_AFTER = 30.0  # Seconds idle. A NAT gateway or RDS Proxy drops idle connections without a word, but not that soon.
PING_TIMEOUT = 1.0  # Seconds.


def record_use(connection: Connection | None, record: Any) -> None:
    record.info["used_at"] = time.time()


def replace_dead_connection(connection: Connection, record: Any, proxy: Any) -> None:
    """Raises DisconnectionError for a dead connection, on which the pool opens another.

    A socket becomes readable when the server closes it, and checking that costs a system call instead of a round trip.
    Only a connection that was idle for long, or frozen with its environment, is pinged.
    """
    idle = time.time() - record.info.get("used_at", time.time())  # Not monotonic(): it stops with a frozen environment.
    readable, _, _ = select.select([connection._usock], [], [], 0)
    if not readable and 0 <= idle < PING_AFTER:
        return
    timeout = connection._usock.gettimeout()
    connection.autocommit = True
    try:
        connection._usock.settimeout(PING_TIMEOUT)
        connection.execute_simple("")
        connection._usock.settimeout(timeout)
    except Exception as error:
        raise DisconnectionError("the connection was lost while idle") from error
