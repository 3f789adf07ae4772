"""How a transaction begins and ends: autocommit for reads, and a COMMIT that is sent with the last statement."""

from typing import Any

from app.db.driver import Cursor


def set_autocommit(connection: Any) -> None:
    """Spares reads BEGIN and COMMIT: they lock no rows, and no two of their statements need the same snapshot."""
    autocommit = connection.get_execution_options().get("autocommit_reads", False)
    connection.connection.dbapi_connection.autocommit = autocommit


def commit_with_statement(
    connection: Any, cursor: Cursor, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    """Sends COMMIT with a statement that has `execution_options={"commits": True}`, the last of its transaction.

    Its locks are released one round trip earlier, for which concurrent votes on one post would wait. Any later
    statement on the connection raises TransactionEnded, because it would run in a second transaction.
    """
    cursor.commits = context.execution_options.get("commits", False)
