"""Indexes built and dropped without stopping writers. A revision that uses this does nothing else (`make check`)."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from alembic import op
from sqlalchemy import ColumnElement, Connection, TextClause, text
from sqlalchemy.exc import DBAPIError

from app.db.driver import Connection as DriverConnection
from migrations.failure import MigrationError, describe
from migrations.limits import allow, limits_of

logger = logging.getLogger("heed.migrations")

BUILD_SECONDS = 800.0  # Lambda stops everything after 900.


def create_index(
    name: str, table: str, columns: Sequence[str | TextClause | ColumnElement[Any]], **options: Any
) -> None:
    """As op.create_index, whose options it takes. What an interrupted build left behind is dropped first."""
    with outside_transaction():
        allow(BUILD_SECONDS)
        if is_built(name):
            return
        try:
            op.create_index(name, table, columns, postgresql_concurrently=True, if_not_exists=True, **options)
        except DBAPIError:
            drop_invalid(name)
            raise


def drop_index(name: str, table: str) -> None:
    """The index may be gone already, as this may run again after an interruption."""
    with outside_transaction():
        allow(BUILD_SECONDS)
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)


@contextmanager
def outside_transaction() -> Iterator[None]:
    """Commits what the revision did before, and makes each statement a transaction of its own.

    Alembic's autocommit_block() fails on pg8000: it asks for the isolation level, which begins a transaction. So this
    switches the driver's autocommit, of which SQLAlchemy learns nothing: it goes on as if in its transaction.
    """
    context = op.get_context()
    if context.as_sql:
        op.execute("COMMIT")
        yield
        op.execute("BEGIN")
        return
    connection = migration_connection()
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, DriverConnection)
    driver.commit()
    driver.autocommit = True
    limits = limits_of(connection)
    lock_seconds = limits.lock
    # CREATE INDEX CONCURRENTLY waits for every older transaction to end, and no request waits behind it meanwhile.
    limits.lock = BUILD_SECONDS
    try:
        yield
    finally:
        limits.lock = lock_seconds
        driver.autocommit = False


def drop_invalid(name: str) -> None:
    """An invalid index costs every write, and a unique one refuses duplicates. The next run drops what this can't."""
    limits = limits_of(migration_connection())
    limits.reset()
    try:
        is_built(name)
    except (DBAPIError, MigrationError) as error:
        logger.warning("%s is left invalid: %s", name, describe(error))


def is_built(name: str) -> bool:
    """Whether there is a valid index of this name. Drops an invalid one, which an interrupted build left."""
    if op.get_context().as_sql:
        return False
    statement = text(
        "SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
        "WHERE relname = :name AND relnamespace = current_schema()::regnamespace"
    )
    valid = migration_connection().scalar(statement, {"name": name})
    if valid is False:
        op.execute(f"DROP INDEX CONCURRENTLY {migration_connection().dialect.identifier_preparer.quote(name)}")
    return bool(valid)


def migration_connection() -> Connection:
    connection = op.get_context().connection
    assert connection
    return connection
