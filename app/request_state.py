"""What the parts of the app tell each other about one request, in the `state` of its ASGI scope."""

from collections.abc import Callable, Mapping
from typing import Any, NotRequired, TypedDict

from sqlalchemy import Connection
from starlette.responses import Response


class RequestState(TypedDict):
    request_id: str
    cookies: NotRequired[list[bytes]]  # The values of the Cookie headers, as they came.
    status: NotRequired[int]  # Of the response, once it started.
    user_id: NotRequired[int]  # The caller's, once the access token or API key is verified.
    scopes: NotRequired[frozenset[str] | None]  # What the caller's credential is good for; None: everything.
    session_id: NotRequired[int]  # The login session that the access token belongs to.
    db: NotRequired[Connection]  # The request's connection (app/db/request.py).
    version: NotRequired[int]  # The version of the resource in the response, from which its ETag is made.
    before_commit: NotRequired[Callable[[Response], None]]  # Called with the response, in the request's transaction.
    page: NotRequired[Any]  # The Page that was asked for, and the Form that was sent (app/pages/request).
    form: NotRequired[Any]
    transaction_lost: NotRequired[bool]  # PostgreSQL aborted the transaction in favour of a concurrent one.


def request_state(request: Mapping[str, Any]) -> RequestState:
    """`request`: a Request or its ASGI scope."""
    state: RequestState = request["state"]
    return state
