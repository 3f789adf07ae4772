"""The keys that tokens are signed with: a secret that both sides have, or public keys of a JWKS (RFC 7517).

Which kind it is, the settings say. A token's `alg` has to be of that kind, so that a public key is never taken for a
secret.
"""

import hmac
import json
from base64 import urlsafe_b64decode
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from app.sso.errors import KeysUnavailable, SSORefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

MAX_KEYS = 50
RSA_BITS = range(2_048, 8_193)  # Fewer can be broken, more take long.
EXPONENT_BITS = 32  # Those in use are far smaller; cryptography takes none that is even, or below 3.
COORDINATE = 32  # Bytes, of P-256.


class Keys(Protocol):
    def check(self, alg: str, kid: str | None, message: bytes, signature: bytes) -> None:
        """Raises SSORefused unless one of the keys has made the signature by this algorithm."""


class SharedSecrets(NamedTuple):
    """The secret of now, and the one before while it is replaced. `kid` chooses nothing: both are tried."""

    secrets: tuple[str, ...]

    def check(self, alg: str, kid: str | None, message: bytes, signature: bytes) -> None:
        if alg != "HS256":
            raise SSORefused("alg", expected="HS256")
        made = (hmac.digest(secret.encode(), message, "sha256") for secret in self.secrets)
        if not any(hmac.compare_digest(each, signature) for each in made):
            raise SSORefused("signature")


class PublicKey(NamedTuple):
    alg: str
    kid: str | None
    key: "RSAPublicKey | EllipticCurvePublicKey"


class PublicKeys(NamedTuple):
    keys: tuple[PublicKey, ...]

    def check(self, alg: str, kid: str | None, message: bytes, signature: bytes) -> None:
        if alg not in ("RS256", "ES256"):
            raise SSORefused("alg", expected="RS256 or ES256")
        found = [each for each in self.keys if each.alg == alg and kid in (None, each.kid)]
        if not found:
            raise SSORefused("kid")
        if not any(is_signed(each, message, signature) for each in found):
            raise SSORefused("signature-public")


def is_signed(public: PublicKey, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        if isinstance(public.key, RSAPublicKey):
            public.key.verify(signature, message, PKCS1v15(), SHA256())
            return True
        if len(signature) != 2 * COORDINATE:
            return False
        pair = (int.from_bytes(half) for half in (signature[:COORDINATE], signature[COORDINATE:]))
        public.key.verify(encode_dss_signature(*pair), message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=2)  # The document of now, and the one before, which another request may still hold.
def public_keys(document: str) -> PublicKeys:
    """Those of a JWKS that sign with RS256 or ES256. Others in it, and what can't be read, are left out; raises
    KeysUnavailable where nothing is left.

    cryptography is imported here and where a signature is checked: 30 ms of CPU, and hardly a cold start needs it.
    """
    try:
        listed = json.loads(document)["keys"]
    except (ValueError, TypeError, KeyError, RecursionError):
        listed = []
    each = listed[:MAX_KEYS] if isinstance(listed, list) else []
    keys = tuple(key for jwk in each if isinstance(jwk, dict) and (key := public_key(jwk)))
    if not keys:
        raise KeysUnavailable
    return PublicKeys(keys)


def public_key(jwk: dict[str, Any]) -> PublicKey | None:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    kid = jwk.get("kid") if isinstance(jwk.get("kid"), str) else None
    alg = {"RSA": "RS256", "EC": "ES256"}.get(str(jwk.get("kty")), "")
    if not alg or jwk.get("alg", alg) != alg or jwk.get("use", "sig") != "sig":
        return None
    try:
        if alg == "ES256":
            if jwk["crv"] != "P-256":
                return None
            return PublicKey(
                alg, kid, EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), SECP256R1()).public_key()
            )
        modulus, exponent = number(jwk["n"]), number(jwk["e"])
        if modulus.bit_length() not in RSA_BITS or exponent.bit_length() > EXPONENT_BITS:
            return None
        return PublicKey(alg, kid, RSAPublicNumbers(exponent, modulus).public_key())
    except (ValueError, KeyError):  # cryptography's own, as for a point that is not on the curve, is of the first kind.
        return None


def number(value: str) -> int:
    return int.from_bytes(urlsafe_b64decode(f"{value}=="))
