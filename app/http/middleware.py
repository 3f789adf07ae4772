"""What stands round every request: its id, the headers of every answer, and the answer to what nobody expected."""

import re
import time
import uuid

from fastapi import FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.retry import RetryLostTransactions
from app.errors import logger, problem
from app.http.head_limits import HeadLimits
from app.log import log_request
from app.settings.config import Settings

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class RequestEnvelope:
    """Gives the request its id, and HEAD the answer of GET without the body (RFC 9110 §9.3.2).

    `root_path`: the path that the board is hosted below, where it isn't the gateway's stage, which the handler knows.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app = app
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = gateway_request_id(scope) or uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        private = scope["method"] not in ("GET", "HEAD") or any(
            name == b"authorization" for name, _ in scope["headers"]
        )
        head = scope["method"] == "HEAD"
        started, status = time.perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                if status in (204, 304):
                    del headers["Content-Type"]  # FastAPI names one; there is no content to be of any type.
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store" if private else "no-cache")
            elif head:
                message = {**message, "body": b""}
            await send(message)

        # Told a Content-Length beyond its limit, Starlette answers 413 in plain text; not told, it counts and raises.
        headers = [header for header in scope["headers"] if header[0] != b"content-length"]
        inner = {**scope, "headers": headers, "method": "GET" if head else scope["method"]}
        if self.root_path:
            inner["root_path"] = self.root_path
        await self.app(inner, receive, send_with_headers)
        log_request(inner, status, time.perf_counter() - started)


class ErrorBoundary:
    """Answers 500 for what no error handler knew. It stands inside CORS, without which a browser reports nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            request = Request(scope)
            logger.exception("unhandled error in request %s", request.state.request_id)
            if started:
                raise
            detail = "Something went wrong on our side. The request id leads to it in the log."
            await problem(request, 500, detail)(scope, receive, send)


def gateway_request_id(scope: Scope) -> str | None:
    """API Gateway's own id, so that its access log and ours can be joined."""
    context = scope.get("aws.event", {}).get("requestContext") or {}
    request_id = context.get("requestId")
    return request_id if isinstance(request_id, str) and re.fullmatch(r"[\w=-]{1,64}", request_id) else None


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """Adds them from the inside out."""
    app.add_middleware(RetryLostTransactions)
    app.add_middleware(ErrorBoundary)
    app.add_middleware(HeadLimits)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials=settings.cors_credentials,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"],
            expose_headers=[
                *("ETag", "Link", "Location", "Retry-After", "X-Request-ID"),
                "Idempotency-Replayed",
                *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
            ],
            max_age=600,
        )
    app.add_middleware(RequestEnvelope, root_path=settings.root_path)
