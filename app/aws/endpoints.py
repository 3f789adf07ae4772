"""Where AWS's APIs are, and how they are reached: over IPv6 alone in a network that has no other way out."""

import functools
import http.client
import os
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

DUAL_STACK = ".api.aws", ".api.amazonwebservices.com.cn"

ENDPOINT_NAMES = {"email": "sesv2"}  # Where the SDKs' name for a service is not that of its host.


def endpoint_of(service: str, region: str) -> SplitResult:
    """For the partitions `aws`, `aws-us-gov` and `aws-cn`, whose regions begin with `cn-`.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
    """
    if named := os.environ.get(f"AWS_ENDPOINT_URL_{ENDPOINT_NAMES.get(service, service).upper()}"):
        return urlsplit(named)
    china = region.startswith("cn-")
    if os.environ.get("AWS_USE_DUALSTACK_ENDPOINT", "").strip().lower() == "true":
        return urlsplit(f"https://{service}.{region}{DUAL_STACK[china]}")
    return urlsplit(f"https://{service}.{region}.amazonaws.com{'.cn' if china else ''}")


def secure_connection(host: str, port: int | None, timeout: float) -> http.client.HTTPSConnection:
    kind = IPv6Connection if host.endswith(DUAL_STACK) else http.client.HTTPSConnection
    return kind(host, port, timeout=timeout, context=tls())


class IPv6Connection(http.client.HTTPSConnection):
    """A dual-stack name has IPv4 addresses too, and where the only way out is IPv6 an attempt at them would hang."""

    def connect(self) -> None:
        family, kind, protocol, _, address = socket.getaddrinfo(
            self.host, self.port, socket.AF_INET6, socket.SOCK_STREAM
        )[0]
        plain = socket.socket(family, kind, protocol)
        try:
            plain.settimeout(self.timeout)
            plain.connect(address)
            self.sock = tls().wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


@functools.cache
def tls() -> ssl.SSLContext:
    """Kept: reading the system's certificates takes longer than everything else here."""
    return ssl.create_default_context()
