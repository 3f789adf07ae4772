"""Certificates of the tests' own: by a private authority, as RDS and Supabase have one, or by themselves."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey
CA = x509.BasicConstraints(ca=True, path_length=None)
TO_SIGN = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)
CRITICAL = (x509.BasicConstraints, x509.KeyUsage)


class Authority:
    """`pem`: its own certificate, which those who trust it are given. `strict`: it keeps to all of RFC 5280, as a
    public one does; else nothing says whose key is whose, or what for."""

    def __init__(self, folder: Path, name: str = "Private CA", *, strict: bool = True) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._strict = strict
        self.pem = folder / f"{name}.pem"
        about = [CA, TO_SIGN, x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())] if strict else [CA]
        self.pem.write_bytes(signed(self._name, self._key, self._name, self._key, *about))

    def issue(self, host: str, days: float = 1) -> Path:
        """A certificate for this name or address and its key, in one file. `days`: how long it is valid from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        about: list[x509.ExtensionType] = [x509.SubjectAlternativeName([general_name(host)])]
        if self._strict:
            about.append(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()))
        path = self._folder / f"{host}.{days}.pem"
        path.write_bytes(signed(name, key, self._name, self._key, *about, days=days) + key_pem(key))
        return path


def certificate(folder: Path, host: str) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    alternatives = x509.SubjectAlternativeName([general_name(host)])
    path = folder / f"{host}.pem"
    path.write_bytes(signed(name, key, name, key, alternatives, CA) + key_pem(key))
    return path


def signed(
    name: x509.Name, key: Key, issuer: x509.Name, issuers_key: Key, *extensions: x509.ExtensionType, days: float = 1
) -> bytes:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))
        .not_valid_after(now + timedelta(days=days))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, CRITICAL))
    return builder.sign(issuers_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def key_pem(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
