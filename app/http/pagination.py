"""Keyset pages: opaque cursors, bound to the list that they came from, and the `Link` to the next page."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import Field

from app.errors import DomainError
from app.http.fields import Answer
from app.settings.config import Settings

MAC_BYTES = 16

Item = TypeVar("Item")


class InvalidCursor(DomainError):
    status = 400

    def __init__(self) -> None:
        super().__init__("This cursor belongs to another list, or was changed. Start again without it.", code="cursor")


class Page(Answer, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="The cursor of the next page; null on the last")


def paginate(
    request: Request, response: Response, rows: Sequence[Any], limit: int, key: Sequence[str]
) -> dict[str, Any]:
    """A page of `rows`, of which the query fetched `limit` + 1 to see if more follow.

    `key`: the attributes that the list is ordered by, the last one unique.
    """
    items, cursor = rows[:limit], None
    if len(rows) > limit:
        cursor = encode_cursor(request, [getattr(items[-1], name) for name in key])
        query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        path = request.scope.get("root_path", "") + request.scope["path"].removeprefix(
            request.scope.get("root_path", "")
        )
        response.headers["Link"] = f'<{path}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'
    return {"items": items, "next": cursor}


def encode_cursor(request: Request, position: Sequence[Any]) -> str:
    payload = json.dumps([str(value) for value in position], separators=(",", ":")).encode()
    settings: Settings = request.app.state.settings
    mac = sign(settings.secret_key.get_secret_value(), request, payload)
    return base64url(mac + payload)


def decode_cursor(request: Request, cursor: str | None) -> list[str] | None:
    """The position behind the cursor, as text, in the order of the list's key. Raises InvalidCursor."""
    if cursor is None:
        return None
    try:
        signed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        raise InvalidCursor from None
    if base64url(signed) != cursor:  # The decoder skips foreign characters and ignores the last one's spare bits.
        raise InvalidCursor
    mac, payload = signed[:MAC_BYTES], signed[MAC_BYTES:]
    settings: Settings = request.app.state.settings
    for key in (settings.secret_key, *settings.previous_secret_keys):
        if hmac.compare_digest(mac, sign(key.get_secret_value(), request, payload)):
            position: list[str] = json.loads(payload)
            return position
    raise InvalidCursor


def base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def sign(key: str, request: Request, payload: bytes) -> bytes:
    """Binds the position to the path, sort and filters of its list; the page size may change on the way."""
    scope = sorted((n, v) for n, v in request.query_params.multi_items() if n not in ("cursor", "limit"))
    message = json.dumps([request.scope["path"], scope]).encode() + b"\0" + payload
    return hmac.digest(b"cursor:" + key.encode(), message, hashlib.sha256)[:MAC_BYTES]
