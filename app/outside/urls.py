"""The URL of a server that is not ours, as far as it can be judged before its name is resolved."""

from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from app.outside.addresses import is_public

LONGEST = 2_000
PORTS = {"https": 443, "http": 80}
LOWEST_FREE_PORT = 1024  # Below are services of another kind: mail, SSH, DNS. None of them is spoken to.
# RFC 6761 and RFC 6762: names that no public server has.
RESERVED = ("localhost", "local", "internal", "home.arpa", "localdomain")


class Target(NamedTuple):
    scheme: str
    host: str  # As it is resolved and as the certificate names it: ASCII, small letters.
    port: int
    path: str  # With its query.

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, *, private: bool = False) -> Target:
    """Raises ValueError, one sentence that says what it must be.

    `private`: also http, and servers of this machine and its network, as in development.
    """
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError(f"must be a URL of at most {LONGEST:,} characters, encoded (RFC 3986)")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        raise ValueError("must be a URL, as https://example.com/heed") from None
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise ValueError("must begin with https://")
    if not host or "%" in host:
        raise ValueError("must name a host, as https://example.com/heed")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a name or password")
    if parts.fragment:
        raise ValueError("must not have a fragment")
    if port is None:
        port = PORTS[parts.scheme]
    if port not in PORTS.values() and not port >= LOWEST_FREE_PORT:
        raise ValueError(f"must have port 443, 80, or one from {LOWEST_FREE_PORT:,}")
    if not private and not may_be_public(host):
        raise ValueError("must be on the public internet")
    return Target(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def may_be_public(host: str) -> bool:
    """By the name alone. A number in any notation is an address, and resolves to what it is (127.1, 0x7f000001)."""
    if host.rpartition(".")[2] in RESERVED or ("." not in host and ":" not in host):
        return False
    try:
        ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        return not (last.isdigit() or last.startswith("0x"))
    return is_public(host)
