"""What is done where a response starts: its status is recorded, and the headers are set that every response has."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.request import SAFE_METHODS
from app.http.middleware.request_id import set_request_id
from app.request_state import request_state

# As ASGI has them: in lower case, and encoded once.
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"strict-transport-security", b"max-age=63072000; includeSubDomains"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
SetHeaders = Callable[[MutableHeaders, Scope, int], None]


class ResponseHeaders:
    """Calls every function of STEPS from one `send`: a middleware for each would cost a request more calls."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                request_state(scope)["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                for set_headers in STEPS:
                    set_headers(headers, scope, message["status"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def remove_content_type(headers: MutableHeaders, scope: Scope, status: int) -> None:
    """FastAPI names a media type even where there is no content."""
    if status == 204:
        del headers["Content-Type"]


def set_security_headers(headers: MutableHeaders, scope: Scope, status: int) -> None:
    """A route's own take precedence, as the Content-Security-Policy of /docs does."""
    present = dict(headers.raw)
    headers.raw.extend((name, value) for name, value in SECURITY_HEADERS if name not in present)


def set_cache_control(headers: MutableHeaders, scope: Scope, status: int) -> None:
    """Nothing is stored that was made for one caller, and the rest is revalidated."""
    private = scope["method"] not in SAFE_METHODS or b"authorization" in dict(scope["headers"])
    headers.setdefault("Cache-Control", "no-store" if private else "no-cache")


STEPS: tuple[SetHeaders, ...] = (set_request_id, remove_content_type, set_security_headers, set_cache_control)
