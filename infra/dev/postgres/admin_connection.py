"""A connection of the superuser `heed` to the embedded PostgreSQL, for asking and arranging, not for the API."""

import contextlib
import socket
from types import TracebackType
from typing import Any, Self

from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection

USER = "heed"
UNREACHABLE = (DatabaseError, InterfaceError, OSError)


class AdminConnection:
    """Owns its socket: pg8000 leaves it open when the server is gone before it can say hello or goodbye."""

    def __init__(self, port: int, password: str, application_name: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        try:
            self._connection = Connection(
                USER, sock=self._socket, database="postgres", password=password, application_name=application_name
            )
        except BaseException:
            self._close_socket()
            raise

    def run(self, statement: str, **values: object) -> Any:
        return self._connection.run(statement, **values)

    def close(self) -> None:
        with contextlib.suppress(*UNREACHABLE):
            self._connection.close()
        self._close_socket()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _close_socket(self) -> None:
        if (descriptor := self._socket.detach()) >= 0:
            socket.close(descriptor)
