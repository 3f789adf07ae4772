"""The token in a mail that lets its reader leave by one click, without signing in (RFC 8058).

It names a member and what to stop, and is signed with the secret key: there is no table of tokens, and none expires.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from typing import NamedTuple

from app.errors import NotFound
from app.settings.config import Settings

LENGTH = 16  # Bytes of the signature that are kept: 128 bits.
WHAT = r"p[1-9]\d{0,18}|[a-z_]{1,20}"
FORM = re.compile(rf"(?P<user_id>[1-9]\d{{0,18}})\.(?P<what>{WHAT})\.(?P<signature>[A-Za-z0-9_-]{{22}})")


class Unsubscription(NamedTuple):
    """`what`: p7 is post 7, `digest` the digest, anything else a kind of notification."""

    user_id: int
    what: str

    @property
    def post_id(self) -> int | None:
        return int(self.what[1:]) if re.fullmatch(r"p\d+", self.what) else None


def make_token(settings: Settings, wanted: Unsubscription) -> str:
    text = f"{wanted.user_id}.{wanted.what}"
    return f"{text}.{signature(settings.secret_key.get_secret_value(), text)}"


def read_token(settings: Settings, token: str) -> Unsubscription | None:
    """None for a token that the board didn't sign."""
    found = FORM.fullmatch(token)
    if found is None:
        return None
    text = f"{found['user_id']}.{found['what']}"
    keys = (settings.secret_key, *settings.previous_secret_keys)
    if not any(hmac.compare_digest(signature(key.get_secret_value(), text), found["signature"]) for key in keys):
        return None
    return Unsubscription(int(found["user_id"]), found["what"])


def require_token(settings: Settings, token: str) -> Unsubscription:
    """Raises NotFound."""
    wanted = read_token(settings, token)
    if wanted is None:
        raise NotFound("subscription")
    return wanted


def signature(key: str, text: str) -> str:
    digest = hmac.digest(key.encode(), f"heed:unsubscribe:{text}".encode(), "sha256")
    return urlsafe_b64encode(digest[:LENGTH]).decode().rstrip("=")
