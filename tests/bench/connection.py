"""A connection to a board from outside the API, of which nothing stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine.interfaces import IsolationLevel


@contextmanager
def connected(url: str, isolation_level: IsolationLevel | None = None) -> Iterator[Connection]:
    """In one transaction, or with AUTOCOMMIT in none.

    It is closed however the block ends: a traceback that keeps an open one keeps PostgreSQL from being stopped.
    """
    engine = create_engine(url, isolation_level=isolation_level)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
