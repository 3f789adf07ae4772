"""How long a request's target and headers may be. It is looked at before anything splits, decodes or compares them."""

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.problems import problem
from app.request_state import request_state

# A gateway in front refuses less: API Gateway beyond 10,240 bytes in all, a load balancer beyond 64 KB.
MAX_TARGET = 65_536
MAX_PARAMETERS = 1_000
MAX_HEADERS = 131_072
OVERHEAD = 32  # Bytes that each header counts besides its own, as in HTTP/2 (RFC 9113 §10.5.1).


class HeadLimits:
    """Answers 414 and 431, and takes the cookies out of the headers: the framework would parse them with each request,
    and before Python 3.12.6 that takes the square of their length (CVE-2024-7592: 18 s for 100 KB). Pages, which alone
    have cookies, find them in the request's state (app/pages/request/cookies.py)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refuse = None
        if len(scope["path"]) + len(scope["query_string"]) > MAX_TARGET:
            refuse = problem(Request(scope), 414, f"Shorten path and query to {MAX_TARGET:,} bytes.")
        elif scope["query_string"].count(b"&") >= MAX_PARAMETERS:
            refuse = problem(Request(scope), 414, f"Send at most {MAX_PARAMETERS:,} parameters.")
        elif sum(len(name) + len(value) + OVERHEAD for name, value in scope["headers"]) > MAX_HEADERS:
            refuse = problem(Request(scope), 431, f"Shorten the headers to {MAX_HEADERS:,} bytes in all.")
        if refuse is not None:
            await refuse(scope, receive, send)
            return
        request_state(scope)["cookies"] = [value for name, value in scope["headers"] if name == b"cookie"]
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        await self.app(scope, receive, send)
