"""Cursors: the position of a page's last item, signed together with the list that it belongs to."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from fastapi import Request

from app.errors import DomainError
from app.http.route import known_query
from app.settings.config import Settings

MAC_BYTES = 16


class InvalidCursor(DomainError):
    status = 400

    def __init__(self) -> None:
        super().__init__("This cursor belongs to another list, or was changed. Start again without it.", code="cursor")


def encode_cursor(request: Request, position: Sequence[Any]) -> str:
    payload = json.dumps([str(value) for value in position], separators=(",", ":")).encode()
    settings: Settings = request.app.state.settings
    return base64url(sign(settings.secret_key.get_secret_value(), request, payload) + payload)


def decode_cursor(request: Request, cursor: str) -> list[str]:
    """The position, as text, in the order of the list's key. Raises InvalidCursor."""
    try:
        signed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"==")  # Padding: never more, seldom less.
    except ValueError:
        raise InvalidCursor from None
    if base64url(signed) != cursor:  # The decoder skips foreign characters and ignores the spare bits of the last one.
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
    """Covers the path, the sort and the filters, but not `limit`, which may change from page to page."""
    query = sorted((n, v) for n, v in known_query(request) if n not in ("cursor", "limit"))
    message = json.dumps([request.scope["path"], query]).encode() + b"\0" + payload
    return hmac.digest(b"cursor:" + key.encode(), message, hashlib.sha256)[:MAC_BYTES]
