"""Responds with 500 to an exception that no error handler knows."""

from collections.abc import Callable

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.problems import problem
from app.log import logger
from app.request_state import request_state


class ErrorBoundary:
    """Stands inside CORS, without whose headers a browser shows a script no error at all; and round the pages, which
    respond with a page."""

    def __init__(self, app: ASGIApp, respond: Callable[[Request, int, str], ASGIApp] = problem) -> None:
        self.app = app
        self.respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception:
            state = request_state(scope)
            logger.exception("unhandled error in request %s", state["request_id"])
            if "status" in state:  # The response has started, and can't be replaced.
                raise
            detail = "Something went wrong on our side. The request id leads to it in the log."
            await self.respond(Request(scope), 500, detail)(scope, receive, send)
