"""Dependencies of routes: the settings and the client; and links to other routes."""

import hmac
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from pydantic import SecretStr

from app.settings.config import Settings


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def get_settings(request: Request) -> Settings:
    return settings_of(request)


CurrentSettings = Annotated[Settings, Depends(get_settings)]


@dataclass(frozen=True, slots=True)
class Client:
    """`address`: as the gateway saw it. `user_agent`: what the client sent as that, made printable and cut."""

    address: str
    user_agent: str


async def get_client(request: Request) -> Client:
    user_agent = request.headers.get("user-agent", "")[:1_000]
    printable = "".join(character for character in user_agent if character.isprintable())
    return Client(client_address(request), printable[:200])


CurrentClient = Annotated[Client, Depends(get_client)]


def client_address(request: Request) -> str:
    """The client's IPv4 address, or the /64 network of its IPv6 address, which is what one household gets.

    A load balancer appends the address that it saw to the `X-Forwarded-For` of the request, and Mangum passes on the
    whole list: only the last entry is not the client's own claim. It may have a port, where the balancer preserves it.
    """
    forwarded = request.client.host if request.client else ""
    if came_through_edge(request):
        forwarded = request.headers.get("cloudfront-viewer-address", "").rpartition(":")[0].strip("[]")
    try:
        address = ipaddress.ip_address(without_port(forwarded.rpartition(",")[2].strip()))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def came_through_edge(request: Request) -> bool:
    """Whether CloudFront sent it (infra/edge.yaml): no one else knows the secret, and anyone can write its headers."""
    secret: SecretStr | None = request.app.state.settings.edge_secret
    given = request.headers.get("x-edge-secret", "")
    return secret is not None and hmac.compare_digest(given.encode(), secret.get_secret_value().encode())


def without_port(host: str) -> str:
    """`203.0.113.7:4711` and `[2001:db8::7]:4711` without the port; any other text as it is."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, port = host.rpartition(":")
    return name if port.isdigit() and ":" not in name else host


def link(request: Request, path: str) -> str:
    """The path with the root path before it. It is no absolute URL, because the `Host` header can't be trusted."""
    root_path: str = request.scope.get("root_path", "")
    return root_path + path


def path_below_root(scope: Mapping[str, Any]) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def set_location(request: Request, response: Response, path: str) -> None:
    response.headers["Location"] = link(request, path)


def base_url(request: Request, settings: Settings) -> str:
    """The address of the board: PUBLIC_URL, or where the request arrived.

    That is the name by which AWS routed the request, or the socket's address; never the `Host` header, which is the
    client's to choose. A load balancer and a Unix socket tell neither: then it is the root path alone.
    """
    if settings.public_url:
        return settings.public_url
    return origin(request.scope) + link(request, "")


def origin(scope: Mapping[str, Any]) -> str:
    if "aws.event" in scope:
        domain = scope["aws.event"]["requestContext"].get("domainName")
        return f"https://{domain}" if isinstance(domain, str) and re.fullmatch(r"[a-z0-9.-]+", domain) else ""
    host, port = scope["server"]
    if port is None:
        return ""
    return f"{scope['scheme']}://{f'[{host}]' if ':' in host else host}:{port}"
