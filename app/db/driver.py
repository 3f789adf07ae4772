"""pg8000 with one round trip for each statement, and with every parameter encoded before anything is sent.

pg8000 1.31.6 sends a statement in three writes, each with a round trip, and encodes the parameters after the first: a
value that can't be encoded leaves a response unread, which the next request on that connection takes for its own. Here
Parse, Bind, Describe, Execute and Sync are sent in one write, after BEGIN where a transaction starts, and before COMMIT
where the caller says that it ends. A SELECT and its COMMIT take 2 round trips instead of 7, or 1 in autocommit.

The module uses private parts of pg8000. So requirements.txt pins the version, and tests/db/test_driver_pin.py fails
when those parts change.
Protocol: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from socket import socket
from typing import Any

from pg8000.converters import TIMESTAMPTZ, make_params, timestamptz_in
from pg8000.core import (
    BIND,
    DESCRIBE,
    EXECUTE_MSG,
    NULL_BYTE,
    PARSE,
    PORTAL,
    QUERY,
    SYNC_MSG,
    Context,
    H_pack,
    _create_message,
    _flush,
    _write,
    i_pack,
)
from pg8000.dbapi import Cursor as PG8000Cursor
from pg8000.dbapi import Error, InterfaceError, convert_paramstyle
from scramp import ScramException

from app.db.authentication import SigningIn
from app.db.failure import UnusableServer
from app.db.sockets import closed_on_error

BEGIN_MSG = _create_message(QUERY, b"begin" + NULL_BYTE)
COMMIT_MSG = _create_message(QUERY, b"commit" + NULL_BYTE)
DESCRIBE_MSG = _create_message(DESCRIBE, PORTAL + NULL_BYTE)


class TransactionEnded(RuntimeError):
    """A statement follows the one with which COMMIT was sent. It is no database error, because the code is wrong."""


class Cursor(PG8000Cursor):  # type: ignore[misc]  # pg8000 has no annotations
    """A PEP 249 cursor; COPY (`stream`) is left to pg8000.

    `commits`: COMMIT is sent with the next statement, which must be the transaction's last.
    """

    _input_oids: Sequence[int]
    commits = False

    def execute(self, operation: str, args: Sequence[Any] = (), stream: Any = None) -> None:
        if self._c is None:
            raise InterfaceError("Cursor closed")
        if stream is not None:
            super().execute(operation, args, stream)
            return
        if args:
            self._context = self._c.execute_unnamed(numbered(operation), args, self._input_oids, commits=self.commits)
        else:
            self._context = self._c.execute_simple(operation, commits=self.commits)
        self._row_iter = None if self._context.rows is None else iter(self._context.rows)
        self._input_oids = ()


class Connection(SigningIn):
    """A PEP 249 connection. `autocommit = True` makes each statement its own transaction, without BEGIN and COMMIT.

    Every error of the socket becomes an InterfaceError with the words by which SQLAlchemy's dialect knows a lost
    connection. pg8000 1.31.6 raises ConnectionResetError or TimeoutError, after which the pool keeps the connection.
    """

    _commit_was_sent = False

    def __init__(self, open_socket: Callable[[], socket], **options: Any) -> None:
        try:
            with closed_on_error(open_socket()) as opened:
                super().__init__(sock=opened, **options)
        except Error:
            raise
        except OSError as error:
            raise InterfaceError(f"no connection to {options['host']}") from error
        except ScramException as error:
            raise UnusableServer("password", str(error)) from error
        except Exception as error:
            raise UnusableServer("protocol", "what answers is not PostgreSQL") from error
        self.register_in_adapter(TIMESTAMPTZ, timestamp)

    def cursor(self) -> Cursor:
        return Cursor(self)

    def close(self) -> None:
        """Closes the socket even if it is dead, which pg8000 leaves to the garbage collector."""
        stream = self._sock
        try:
            super().close()
        finally:
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def commit(self) -> None:
        """Takes no round trip outside a transaction, where pg8000 takes one."""
        self._commit_was_sent = False
        if self._in_transaction:
            super().commit()

    def rollback(self) -> None:
        self._commit_was_sent = False
        super().rollback()

    def execute_simple(self, statement: str, commits: bool = False) -> Any:
        query = _create_message(QUERY, statement.encode() + NULL_BYTE)
        return self._exchange(statement, query, commits)

    def execute_unnamed(
        self,
        statement: str,
        vals: Iterable[Any] = (),
        oids: Sequence[int] = (),
        stream: Any = None,
        commits: bool = False,
    ) -> Any:
        if stream is not None:
            return super().execute_unnamed(statement, vals, oids, stream)
        parse = _create_message(PARSE, NULL_BYTE + statement.encode() + NULL_BYTE + type_oids(oids))
        bind = _create_message(BIND, NULL_BYTE + NULL_BYTE + parameters(make_params(self.py_types, vals)))
        return self._exchange(statement, parse + bind + DESCRIBE_MSG + EXECUTE_MSG + SYNC_MSG, commits)

    def _exchange(self, statement: str, message: bytes, commits: bool) -> Any:
        if self._sock is None:
            raise InterfaceError("connection is closed")
        if self._commit_was_sent:
            raise TransactionEnded("COMMIT was sent with the statement before. Send it with the last statement.")
        begins = not self.autocommit and not self._in_transaction
        ends = self._commit_was_sent = commits and not self.autocommit
        _write(self._sock, (BEGIN_MSG if begins else b"") + message + (COMMIT_MSG if ends else b""))
        _flush(self._sock)
        if begins:
            self.handle_messages(Context("begin"))
        context = Context(statement)
        try:
            self.handle_messages(context)
        except Error as error:
            if ends and error is context.error:  # The server's error, and not that of a lost connection.
                self.handle_messages(Context("rollback"))  # COMMIT does that after an error.
            raise
        if ends:
            self.handle_messages(Context("commit"))
        return context

    def handle_messages(self, context: Any) -> None:
        try:
            super().handle_messages(context)
        except Exception as error:
            if error is context.error and context.statement != "begin":
                raise  # The server's error: its messages were read to the last, so the connection can be used on.
            raise InterfaceError("network error") from error


def timestamp(text: str) -> Any:
    """Parses a timestamptz in 0.4 µs, where pg8000 takes 6 or more: a list of 20 posts has 60 of them.

    pg8000 still parses 'infinity' and years outside Python's range, which stay text, and offsets with minutes.
    """
    if text[-3] in "+-":  # Whole hours, as a server in UTC writes them: `2026-03-12 19:03:58.123456+00`.
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    return timestamptz_in(text)


@lru_cache(maxsize=512)
def numbered(operation: str) -> str:
    """The statement with `$1` for each `%s`. Cached, because pg8000 scans it by the character (60–100 µs)."""
    statement, _ = convert_paramstyle("format", operation, ())
    return str(statement)


def type_oids(oids: Sequence[int]) -> bytes:
    return b"".join((H_pack(len(oids)), *(i_pack(oid) for oid in oids)))


def parameters(values: Iterable[str | None]) -> bytes:
    """The end of a Bind message, which asks for values and result columns in text format."""
    encoded = [None if value is None else value.encode() for value in values]
    lengths_and_values = (i_pack(-1) if value is None else i_pack(len(value)) + value for value in encoded)
    return b"".join((H_pack(0), H_pack(len(encoded)), *lengths_and_values, H_pack(0)))
