"""The three headers of Standard Webhooks."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Sequence

from app.webhooks.secrets import bytes_of


def signed_headers(message_id: str, timestamp: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """One signature for each secret, so that a receiver that knows only one of them can verify it."""
    content = f"{message_id}.{timestamp}.".encode() + body
    signatures = (b64encode(hmac.digest(bytes_of(secret), content, hashlib.sha256)).decode() for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
