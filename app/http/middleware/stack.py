"""The order of the middlewares: a request passes them from the first to the last, its response the other way."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.api_paths import is_of_the_api
from app.http.middleware.access_log import AccessLog
from app.http.middleware.content_length import HideContentLength
from app.http.middleware.error_boundary import ErrorBoundary
from app.http.middleware.head import HeadAsGet
from app.http.middleware.head_limits import HeadLimits
from app.http.middleware.request_id import RequestID
from app.http.middleware.response_headers import ResponseHeaders
from app.http.middleware.retry import RetryLostTransactions
from app.http.middleware.root_path import RootPath
from app.settings.config import Settings


def add_middleware(app: FastAPI, settings: Settings) -> None:
    stack = [Middleware(RequestID), Middleware(ResponseHeaders), Middleware(HeadAsGet), Middleware(HideContentLength)]
    if settings.root_path:
        stack.append(Middleware(RootPath, root_path=settings.root_path))
    stack.append(Middleware(AccessLog))
    if settings.cors_origins:
        stack.append(cors(settings))
    stack += [Middleware(HeadLimits), Middleware(ErrorBoundary), Middleware(RetryLostTransactions)]
    app.add_middleware(HTTPOnly, stack=stack)


class HTTPOnly:
    """Applies the stack to HTTP requests, so that no middleware has to check for lifespan events."""

    def __init__(self, app: ASGIApp, stack: Sequence[Middleware]) -> None:
        self.app = self.http_app = app
        for middleware in reversed(stack):
            self.http_app = middleware.cls(self.http_app, *middleware.args, **middleware.kwargs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.http_app if scope["type"] == "http" else self.app)(scope, receive, send)


class APICORS(CORSMiddleware):
    """For the API alone: what a page says to somebody who is signed in by a cookie is for no other origin to read."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handle = super().__call__ if is_of_the_api(scope) else self.app
        await handle(scope, receive, send)


def cors(settings: Settings) -> Middleware:
    return Middleware(
        APICORS,
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
