"""Hides `Content-Length`, so that a body over the limit is counted and refused with a problem document.

Starlette answers 413 in plain text where the header names a size over its limit. Without the header it counts what it
receives, and raises an exception for which there is an error handler.
"""

from starlette.types import ASGIApp, Receive, Scope, Send


class HideContentLength:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
        await self.app({**scope, "headers": headers}, receive, send)
