"""Key pairs of the team's server, which sign tokens of single sign-on."""

import json
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jose import jwk as jose_jwk
from jose import jws


class Signer:
    def __init__(self, alg: str, kid: str | None = "now", bits: int = 2_048) -> None:
        self.alg, self.kid = alg, kid
        self.private: Any = (
            rsa.generate_private_key(65_537, bits) if alg == "RS256" else ec.generate_private_key(ec.SECP256R1())
        )
        self.pem = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        self.public_pem = self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def jwk(self, **other: Any) -> dict[str, Any]:
        public = jose_jwk.construct(self.public_pem.decode(), self.alg).to_dict()
        named = {"kid": self.kid} if self.kid else {}
        return {**{name: text_of(value) for name, value in public.items()}, **named, "use": "sig", **other}

    def sign(self, content: dict[str, Any], **header: Any) -> str:
        named = {"kid": self.kid} if self.kid else {}
        return str(jws.sign(json.dumps(content).encode(), self.pem, {"typ": "JWT", **named, **header}, self.alg))


def text_of(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value
