"""The session of one request, which is one transaction."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.errors import DomainError

SAFE_METHODS = ("GET", "HEAD")  # RFC 9110 §9.2.1; the routes know no OPTIONS and TRACE.


async def get_session(request: Request) -> AsyncIterator[Session]:
    """Commits before the response is sent.

    It must be used with `scope="function"`: FastAPI ends other dependencies after it has sent the response, when a
    commit that fails could no longer change it.
    """
    engine = request.app.state.reader if request.method in SAFE_METHODS else request.app.state.engine
    with transaction(engine) as session:
        yield session


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session:
        try:
            yield session
        except DomainError as error:
            if error.keeps_writes:
                session.commit()
            raise
        session.commit()


@contextmanager
def writing_after(reading: Session, request: Request) -> Iterator[Session]:
    """A transaction of a request that began as a read. `reading` gives the process's one connection back for it."""
    reading.commit()
    with transaction(request.app.state.engine) as session:
        yield session


def commit_early(db: Session) -> None:
    """Commits what was written so far, so that it survives an error later in the request, and releases its locks.

    The request goes on in a second transaction.
    """
    db.commit()


DatabaseSession = Annotated[Session, Depends(get_session, scope="function")]
