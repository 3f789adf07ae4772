"""One step of work that is no request: a connection with one transaction, committed at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from app.db.commit import commit


@contextmanager
def step(engine: Engine) -> Iterator[Connection]:
    """Rolls back what raises. A process that dies within leaves nothing of it."""
    with engine.connect() as db:
        yield db
        commit(db)
