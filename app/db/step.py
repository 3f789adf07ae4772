"""Work that is no request, in steps: each is a connection with one transaction, committed at its end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from app.db.commit import commit


@contextmanager
def step(engine: Engine) -> Iterator[Connection]:
    """Rolls back what raises. A process that dies within leaves nothing of it."""
    with engine.connect() as db:
        yield db
        commit(db)


def steps(engine: Engine, seconds: float, work: Callable[[Connection], bool]) -> bool:
    """One after the other, until the work says that there is no more, or the time is up. Whether there is more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with step(engine) as db:
            more = work(db)
        if not more:
            return False
    return True
