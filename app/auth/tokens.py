"""Access tokens (JWT, RFC 9068) and the only module that knows python-jose; refresh tokens beside them.

python-jose is imported where it is used: it brings the package cryptography, 30 ms of CPU, and most cold starts serve
a visitor who has no token.
"""

import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pydantic import SecretStr

from app.auth.scopes import SESSION_SCOPES, Scopes
from app.errors import Unauthorized
from app.http.cursors import base64url
from app.http.fields import MAX_ID
from app.settings.config import Settings

ALGORITHM = "HS256"
HEADER = {"alg": ALGORITHM, "typ": "at+jwt"}
ISSUER = AUDIENCE = "heed"
LEEWAY = 5  # Seconds by which clocks may differ; not granted to `exp`.
MAX_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class AccessToken:
    user_id: int
    session_id: int
    scopes: Scopes | None = None  # None: a full sign-in.


def issue_access_token(
    user_id: int, session_id: int, settings: Settings, *, seconds: int, scope: str | None = None
) -> str:
    """One that lives so many seconds. `scope`: a SessionScope; None: a full sign-in."""
    from jose import jwt

    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "iat": now,
        "exp": now + seconds,
        "jti": secrets.token_urlsafe(12),
        "sid": str(session_id),
    }
    if scope is not None:
        claims["scope"] = scope  # RFC 9068 §2.2.3
    return str(jwt.encode(claims, signing_key(settings.secret_key), ALGORITHM, headers={"typ": HEADER["typ"]}))


def read_access_token(token: str, settings: Settings) -> AccessToken:
    """Raises Unauthorized for whatever is not a token of ours that is valid now."""
    for key in (settings.secret_key, *settings.previous_secret_keys):
        try:
            return verify(token, signing_key(key))
        except Exception:  # noqa: BLE001, S112  # nosec B112  (python-jose lets a dozen kinds through; each means 401)
            continue
    raise Unauthorized("The access token is not valid, or no longer.")


def verify(token: str, key: str) -> AccessToken:
    """Raises all sorts of exceptions."""
    issued_at, expires_at, access_token = claims_of(token, key)
    if not issued_at - LEEWAY <= time.time() < expires_at:
        raise ValueError
    return access_token


class Claims(NamedTuple):
    """`issued_at`, `expires_at`: seconds since 1970."""

    issued_at: int
    expires_at: int
    access_token: AccessToken


@lru_cache(maxsize=256)
def claims_of(token: str, key: str) -> Claims:
    """Requires exactly what `issue_access_token` writes (RFC 8725 §3). Raises all sorts of exceptions.

    The signature is python-jose's to check. The claims are not: it would accept a missing `exp` or `aud`, any further
    header, and an `iat` of tomorrow. What a token says never changes, so that of the last ones is kept, which spares a
    ninth of a vote's instructions. What fails is not kept.
    """
    from jose import jws

    if len(token) > MAX_LENGTH or not is_canonical(token) or jws.get_unverified_header(token) != HEADER:
        raise ValueError
    claims = json.loads(jws.verify(token, key, [ALGORITHM]))
    if claims["iss"] != ISSUER or claims["aud"] != AUDIENCE or "nbf" in claims:
        raise ValueError
    issued_at, expires_at = claims["iat"], claims["exp"]
    if type(issued_at) is not int or type(expires_at) is not int:
        raise ValueError
    scopes = SESSION_SCOPES[claims["scope"]] if "scope" in claims else None
    return Claims(issued_at, expires_at, AccessToken(row_id(claims["sub"]), row_id(claims["sid"]), scopes))


def is_canonical(token: str) -> bool:
    """Whether it is written the one way that base64url has for its bytes (RFC 7515 §2), as we write it: decoders also
    take padding and foreign characters, and ignore the last character's spare bits."""
    parts = token.split(".")
    return len(parts) == 3 and all(base64url(urlsafe_b64decode(f"{part}==")) == part for part in parts)


def signing_key(secret: SecretStr) -> str:
    """A key for this purpose alone. python-jose would read a secret that happens to be JSON as a key set."""
    return f"access-token:{secret.get_secret_value()}"


def row_id(claim: str) -> int:
    if not (claim.isascii() and claim.isdigit() and int(claim) <= MAX_ID):
        raise ValueError
    return int(claim)


def new_refresh_token() -> str:
    return secrets.token_urlsafe(32)


def successor(refresh_token: str, salt: bytes) -> str:
    """Returns the token that replaces this one. A client that lost the response gets the same token again, and it
    can't be derived from what the table holds."""
    return hmac.new(refresh_token.encode(), salt, hashlib.sha256).hexdigest()


def token_hash(refresh_token: str) -> bytes:
    """A plain hash will do: the token is 256 random bits, and no guess gets through faster hashing."""
    return hashlib.sha256(refresh_token.encode()).digest()
