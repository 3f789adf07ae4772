"""Responds with a page to an exception that no error handler knows."""

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.request_state import request_state
from app.log import logger
from app.pages.response.refusals import refuse


class ErrorBoundary:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception:
            state = request_state(scope)
            logger.exception("unhandled error in request %s", state["request_id"])
            if "status" in state:  # The response has started, and can't be replaced.
                raise
            await refuse(Request(scope), 500, "")(scope, receive, send)
