"""What only the browser that begins a sign-in has: a random token in a cookie. What has to be its own is made of it.

So the table holds no nonce, and no verifier before the code is there: whoever reads it can't end a sign-in.
"""

import hashlib
import hmac
import re
import secrets

from app.http.cursors import base64url

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # Of a browser, and of a state.


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """A plain hash will do: the token is 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def verifier_of(browser: str, state: str) -> str:
    """PKCE's `code_verifier` (RFC 7636 §4.1): 43 characters."""
    return derived(browser, f"verifier:{state}")


def challenge_of(verifier: str) -> str:
    """By S256 (RFC 7636 §4.2)."""
    return base64url(hashlib.sha256(verifier.encode()).digest())


def nonce_of(browser: str, state: str) -> str:
    return derived(browser, f"nonce:{state}")


def derived(browser: str, purpose: str) -> str:
    return base64url(hmac.digest(browser.encode(), purpose.encode(), "sha256"))
