"""The outside of a token (JWS, RFC 7515): taken apart in the one way that is right, and its signature checked.

No library's reader is used: what they forgive (padding, a second `alg`, keys that the token brings along) is what
attacks on tokens are made of.
"""

import json
from base64 import urlsafe_b64decode
from typing import Any

from app.http.cursors import base64url
from app.sso.errors import SSORefused
from app.sso.keys import Keys

MAX_LENGTH = 8_192
MAX_TEXT = 255
MAX_OPENED = 500  # Objects and lists, or what looks like one in a text: json.loads goes as deep on any Python.
HEADER = ("alg", "typ", "kid")


def signed_claims(token: str, keys: Keys) -> dict[str, Any]:
    """The claims of a token that one of the keys has signed, of any content. Raises SSORefused."""
    if len(token) > MAX_LENGTH:
        raise SSORefused("too-long")
    parts = token.split(".")
    if len(parts) != 3:
        raise SSORefused("parts")
    header, payload, signature = map(decoded, parts)
    fields = json_object(header, fault="header-json")
    check_header(fields)
    keys.check(fields["alg"], fields.get("kid"), f"{parts[0]}.{parts[1]}".encode(), signature)
    return json_object(payload, fault="claims-json")


def decoded(part: str) -> bytes:
    """Raises SSORefused for all but the one way to write these bytes: decoders also take other characters, and ignore
    spare bits of the last."""
    try:
        value = urlsafe_b64decode(f"{part}==")
    except ValueError:
        raise SSORefused("base64") from None
    if base64url(value) != part:
        raise SSORefused("base64")
    return value


def json_object(value: bytes, *, fault: str) -> dict[str, Any]:
    """Raises SSORefused also where a name is there twice: of two readers, one would believe the first."""
    if sum(map(value.count, (b"{", b"["))) > MAX_OPENED:
        raise SSORefused(fault)
    try:
        found = json.loads(value.decode(), object_pairs_hook=each_once, parse_constant=refuse)
    except ValueError:
        raise SSORefused(fault) from None
    if not isinstance(found, dict):
        raise SSORefused(fault)
    return found


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def refuse(constant: str) -> None:
    """NaN and infinities, which are no JSON."""
    raise ValueError


def check_header(header: dict[str, Any]) -> None:
    """Raises SSORefused for whatever could choose the key, or what the signature is of."""
    if header.keys() - set(HEADER):
        raise SSORefused("header-field")
    if "typ" in header and header["typ"] not in ("JWT", "jwt"):
        raise SSORefused("header-typ")
    kid = header.get("kid", "-")
    if not (isinstance(kid, str) and 1 <= len(kid) <= MAX_TEXT):
        raise SSORefused("header-kid")
    if not isinstance(header.setdefault("alg", None), str):
        header["alg"] = ""
