"""The connection of one request, which is one transaction."""

from collections.abc import AsyncIterator
from contextlib import closing
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import Connection

from app.db.commit import commit
from app.db.late import LateConnection
from app.errors import DomainError

SAFE_METHODS = ("GET", "HEAD")  # RFC 9110 §9.2.1; the routes know no OPTIONS and TRACE.


async def get_connection(request: Request) -> AsyncIterator[Connection]:
    """Commits before the response is sent.

    It must be used with `scope="function"`: FastAPI ends other dependencies after it has sent the response, when a
    commit that fails could no longer change it.
    """
    engine = request.app.state.reader if request.method in SAFE_METHODS else request.app.state.engine
    with closing(LateConnection(engine)) as late:
        db = cast(Connection, late)
        try:
            yield db
        except DomainError as error:
            if error.keeps_writes:
                commit(db)
            raise
        commit(db)


def write_from_here(db: Connection) -> None:
    """For a request that began as a read: its next statement begins a transaction, which is committed at its end."""
    commit(db)
    db.execution_options(autocommit_reads=False)


def commit_early(db: Connection) -> None:
    """Commits what was written so far, so that it survives an error later in the request, and releases its locks.

    The request goes on in a second transaction.
    """
    commit(db)


DatabaseConnection = Annotated[Connection, Depends(get_connection, scope="function")]
