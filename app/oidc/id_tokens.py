"""ID tokens: is one this provider's, for this board, for this sign-in, and of now? (OpenID Connect Core §3.1.3.7.)

The access token that comes with it is thrown away by the courier, so its `at_hash` would bind nothing here.
"""

import hmac
from dataclasses import dataclass
from typing import Any

from app.sso.errors import KeysUnavailable, SSORefused
from app.sso.jws import decoded, json_object
from app.sso.keys import public_keys

LEEWAY = 120  # Seconds by which the provider's clock may differ.
OLDEST = 600  # Seconds: the token was made for the code, a moment ago.
LONGEST_SUBJECT = 255  # OpenID Connect Core §2.


class BadToken(ValueError):
    """`reason` is one line for the operator, without anything that was in the token."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownKey(BadToken):
    """None of the keys is the token's: it may be that they are older than it."""


@dataclass(frozen=True, slots=True)
class Expected:
    issuer: str
    client_id: str
    nonce: str


def read_id_token(token: str, key_set: str, expected: Expected, *, now: float) -> dict[str, Any]:
    """Its claims, of which `sub` is a string that can be stored. Raises BadToken.

    `key_set`: the provider's (RFC 7517). Only its public keys count, and only RS256 and ES256: by HS256, whoever knows
    the client's secret could write tokens. `now`: seconds since 1970.
    """
    try:
        claims = signed_claims(token, key_set)
    except KeysUnavailable:
        raise UnknownKey("can't be checked: there is no key set at the provider's jwks_uri") from None
    except SSORefused as error:
        if error.fault == "kid":
            raise UnknownKey("is signed with a key that is not in the provider's key set") from None
        raise BadToken(f"is not right: {error.fault}") from None
    check(claims, expected, now)
    return claims


def signed_claims(token: str, key_set: str) -> dict[str, Any]:
    """Unlike in a token that the team's own server signs, the header may have more than is read of it (`x5t`), but not
    what would have to be understood."""
    parts = token.split(".")
    if len(parts) != 3:
        raise SSORefused("parts")
    header, payload, signature = map(decoded, parts)
    fields = json_object(header, fault="header-json")
    key_id = fields.get("kid")
    if "crit" in fields or not isinstance(key_id, str | None):
        raise SSORefused("header-field")
    public_keys(key_set.encode()).check(str(fields.get("alg")), key_id, f"{parts[0]}.{parts[1]}".encode(), signature)
    return json_object(payload, fault="claims-json")


def check(claims: dict[str, Any], expected: Expected, now: float) -> None:
    audience, nonce, subject = claims.get("aud"), claims.get("nonce"), claims.get("sub")
    audiences = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != expected.issuer:
        raise BadToken("is of another issuer")
    if expected.client_id not in audiences:
        raise BadToken("is for another client")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != expected.client_id:
        raise BadToken("was issued to another client")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(errors="replace"), expected.nonce.encode()):
        raise BadToken("is of another sign-in: its nonce is missing, or another")
    if not now - LEEWAY < instant(claims, "exp"):
        raise BadToken("has expired; the two clocks may differ")
    if not now - OLDEST <= instant(claims, "iat") <= now + LEEWAY:
        raise BadToken("is not of now; the two clocks may differ")
    if "nbf" in claims and instant(claims, "nbf") > now + LEEWAY:
        raise BadToken("is not good yet; the two clocks may differ")
    if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise BadToken("names nobody")


def instant(claims: dict[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise BadToken(f"has no {name} that is a time")
    return float(value)
