"""The connection of one request, which is one transaction."""

from collections.abc import Callable, Coroutine
from contextlib import closing
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import Connection

from app.db.commit import commit
from app.db.late import LateConnection
from app.errors import DomainError
from app.request_state import request_state

SAFE_METHODS = ("GET", "HEAD")  # RFC 9110 §9.2.1; the routes know no OPTIONS and TRACE.


class TransactionRoute(APIRoute):
    """Commits before the response is sent, when a commit that fails can still change it.

    A dependency with `yield` would cost each request exit stacks and a cancel scope: 5 % of one post's instructions.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = self.handler_within()

        async def handle_in_transaction(request: Request) -> Response:
            engine = request.app.state.reader if request.method in SAFE_METHODS else request.app.state.engine
            with closing(LateConnection(engine)) as late:
                db = cast(Connection, late)
                request_state(request)["db"] = db
                try:
                    response = await handle(request)
                except DomainError as error:
                    if error.keeps_writes:
                        commit(db)
                    raise
                commit(db)
                return response

        return handle_in_transaction

    def handler_within(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What is done in the transaction."""
        return super().get_route_handler()


def connection_of(request: Request) -> Connection:
    return request_state(request)["db"]


async def get_connection(request: Request) -> Connection:
    return connection_of(request)


DatabaseConnection = Annotated[Connection, Depends(get_connection)]


def write_from_here(db: Connection) -> None:
    """For a request that began as a read: its next statement begins a transaction, which is committed at its end."""
    commit(db)
    db.execution_options(autocommit_reads=False)


def commit_early(db: Connection) -> None:
    """Commits what was written so far, so that it survives an error later in the request, and releases its locks.

    The request goes on in a second transaction.
    """
    commit(db)
