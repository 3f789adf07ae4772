"""The access log: one line for each request, with the status that ResponseHeaders recorded."""

import itertools
import logging
import time

from starlette.types import ASGIApp, Receive, Scope, Send

from app.request_state import request_state

logger = logging.getLogger("heed.access")
served = itertools.count()


class AccessLog:
    """Stands inside whatever copies the scope, because the router writes the route into the scope that it gets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        await self.app(scope, receive, send)
        log_request(scope, time.perf_counter() - started)


def log_request(scope: Scope, seconds: float) -> None:
    """Nothing that the caller wrote: the route is its template, `/v1/posts/{post_id}`, and None where none matched."""
    state = request_state(scope)
    fields = {
        "request_id": state["request_id"],
        "method": scope["method"],
        "route": getattr(scope.get("route"), "path", None),
        "status": state["status"],
        "duration_ms": round(seconds * 1000, 1),
        "cold": next(served) == 0,
        "user_id": state.get("user_id"),
    }
    logger.info("request", extra=fields)
