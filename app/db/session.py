"""The engine, its pool, and the session of one request: the only place that commits."""

import select
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

from app.db.connection import open_connection
from app.db.driver import Connection, Cursor
from app.errors import DomainError
from app.settings.config import Settings

READS = ("GET", "HEAD")
PING_AFTER = 30.0  # Seconds idle. A NAT gateway or RDS Proxy drops idle connections without a word, but not that soon.
RECYCLE_AFTER = 1_500  # Seconds; RDS Proxy drops its clients after 1,800.


def create_database_engine(settings: Settings) -> Engine:
    """One connection, as a Lambda environment serves one request at a time, checked before use where it may be dead.

    The isolation level is left to the server: setting it costs a round trip and pins the connection of an RDS Proxy.
    """
    engine = create_engine(
        "postgresql+pg8000://",
        creator=lambda: open_connection(settings),
        pool_size=1,
        max_overflow=0,
        pool_timeout=settings.database_connect_timeout,
        pool_recycle=RECYCLE_AFTER,
        hide_parameters=True,
    )
    event.listen(engine, "checkin", remember_use)
    event.listen(engine, "checkout", refuse_dead)
    event.listen(engine, "begin", choose_transaction)
    event.listen(engine, "before_cursor_execute", commit_along)
    return engine


def remember_use(connection: Connection | None, record: Any) -> None:
    record.info["used_at"] = time.time()


def refuse_dead(connection: Connection, record: Any, proxy: Any) -> None:
    """Lets no dead connection reach a request: the pool opens another on DisconnectionError.

    A server that closed the connection made its socket readable, which costs a system call to see and no round trip.
    Only a connection that was idle for long, or frozen with its environment, is asked.
    """
    idle = time.time() - record.info.get("used_at", time.time())  # Not monotonic(): it stops with a frozen environment.
    readable, _, _ = select.select([connection._usock], [], [], 0)
    if not readable and 0 <= idle < PING_AFTER:
        return
    allowed = connection._usock.gettimeout()
    connection.autocommit = True
    try:
        connection._usock.settimeout(1.0)
        connection.execute_simple("")
        connection._usock.settimeout(allowed)
    except Exception as error:
        raise DisconnectionError("the connection was lost while idle") from error


def choose_transaction(connection: Any) -> None:
    """BEGIN and COMMIT for what may write; a read is one statement, and a transaction of its own."""
    autocommit = connection.get_execution_options().get("autocommit_reads", False)
    connection.connection.dbapi_connection.autocommit = autocommit


def commit_along(
    connection: Any, cursor: Cursor, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    """`execution_options={"commits": True}`: the statement is the transaction's last, and takes COMMIT along.

    What it locked is free when it is done, not a round trip later: on a post that everybody votes on, others wait for
    that.
    """
    cursor.commits = context.execution_options.get("commits", False)


async def get_session(request: Request) -> AsyncIterator[Session]:
    """The session of one request, which is one transaction, committed before the answer goes out.

    It must be used with `scope="function"`: FastAPI ends other dependencies after the answer, when a failing commit
    could no longer change it.
    """
    engine = request.app.state.reader if request.method in READS else request.app.state.engine
    with Session(engine, expire_on_commit=False) as session:
        try:
            yield session
        except DomainError as error:
            if error.keeps_writes:
                session.commit()
            raise
        session.commit()


def keep(db: Session) -> None:
    """Lets what was written so far stand, whatever becomes of the request, and lets go of its locks."""
    db.commit()


DatabaseSession = Annotated[Session, Depends(get_session, scope="function")]
