"""One step of work that is no request: a session with one transaction, committed at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session


@contextmanager
def step(engine: Engine) -> Iterator[Session]:
    """Rolls back what raises. A process that dies within leaves nothing of it."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.commit()
