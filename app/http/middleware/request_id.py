"""The request id: in the state for whoever needs it, and in the `X-Request-ID` of the response."""

import re
import uuid

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from app.request_state import RequestState, request_state

GATEWAY_REQUEST_ID = re.compile(r"[\w=-]{1,64}")


class RequestID:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state: RequestState = {"request_id": gateway_request_id(scope) or uuid.uuid4().hex}
        scope["state"] = {**scope.get("state", {}), **state}
        await self.app(scope, receive, send)


def gateway_request_id(scope: Scope) -> str | None:
    """API Gateway's id, by which its access log and this one can be joined."""
    context = scope.get("aws.event", {}).get("requestContext") or {}
    request_id = context.get("requestId")
    return request_id if isinstance(request_id, str) and GATEWAY_REQUEST_ID.fullmatch(request_id) else None


def set_request_id(headers: MutableHeaders, scope: Scope, status: int) -> None:
    headers["X-Request-ID"] = request_state(scope)["request_id"]
