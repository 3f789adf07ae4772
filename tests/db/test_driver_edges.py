"""The driver where SQLAlchemy seldom goes: parameters whose types are said, and a connection that is closed."""

import pytest
from pg8000.exceptions import InterfaceError

from app.db.connection import connect
from app.settings.config import load_settings

BIGINT = 20  # The OID.


def test_a_type_that_is_said_and_one_that_nobody_knows(database_url: str) -> None:
    connection = connect(load_settings(database_url=database_url))
    cursor = connection.cursor()
    cursor.setinputsizes(BIGINT, object)
    cursor.execute("SELECT CAST(pg_typeof(%s) AS text), upper(%s)", (7, "x"))
    assert [list(row) for row in cursor.fetchall()] == [["bigint", "X"]]
    connection.close()


def test_a_closed_connection_has_given_its_socket_back(database_url: str) -> None:
    connection = connect(load_settings(database_url=database_url))
    cursor, socket = connection.cursor(), connection._usock
    connection.close()
    assert socket.fileno() == -1
    for close_or_ask in (
        connection.close,
        lambda: cursor.execute("SELECT 1"),
        lambda: cursor.execute("SELECT %s", [1]),
    ):
        with pytest.raises(InterfaceError, match="connection is closed"):
            close_or_ask()
