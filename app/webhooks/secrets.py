"""Secrets of endpoints: made, and kept so that a dump of the database alone tells none of them.

Sealed by AES-256-GCM with a key that is derived from SECRET_KEY. After that one was changed, the daily sweep seals all
of them anew, so the old key needs to stay in PREVIOUS_SECRET_KEYS for a day.
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode

from app.settings.config import Settings

PREFIX = "whsec_"  # https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
SECRET_BYTES = 32
NONCE_BYTES = 12


class Unreadable(Exception):
    """It was sealed with a key that is no longer among the settings."""


def make_secret() -> str:
    return PREFIX + b64encode(os.urandom(SECRET_BYTES)).decode()


def bytes_of(secret: str) -> bytes:
    return b64decode(secret.removeprefix(PREFIX))


def seal(settings: Settings, secret: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 80 ms, for who makes, signs or renews one.

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key_from(settings.secret_key.get_secret_value())).encrypt(nonce, bytes_of(secret), None)


def unseal(settings: Settings, sealed: bytes) -> str:
    """Raises Unreadable."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    for key in (settings.secret_key, *settings.previous_secret_keys):
        try:
            found = AESGCM(key_from(key.get_secret_value())).decrypt(nonce, ciphertext, None)
        except InvalidTag:
            continue
        return PREFIX + b64encode(found).decode()
    raise Unreadable


def key_from(secret_key: str) -> bytes:
    return hmac.digest(secret_key.encode(), b"secrets of webhooks", hashlib.sha256)
