"""What routes ask for besides the session and the caller."""

import ipaddress
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.settings.config import Settings


async def get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


CurrentSettings = Annotated[Settings, Depends(get_settings)]


@dataclass(frozen=True, slots=True)
class Device:
    """Where a request came from: the address as the gateway saw it, and what the client calls itself."""

    address: str
    user_agent: str


async def get_device(request: Request) -> Device:
    user_agent = request.headers.get("user-agent", "")[:1_000]
    printable = "".join(character for character in user_agent if character.isprintable())
    return Device(client_address(request), printable[:200])


CurrentDevice = Annotated[Device, Depends(get_device)]


def client_address(request: Request) -> str:
    """Never one that the caller wrote. IPv6 counts by its /64, which is what one household has.

    A load balancer appends the address that it saw to what the caller may have sent (`X-Forwarded-For`), and Mangum
    hands on the whole list: the last entry is the balancer's.
    """
    seen = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(seen.rpartition(",")[2].strip())
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def link(request: Request, path: str) -> str:
    """A path as clients reach it, where the board may be hosted below another. It reflects no `Host`."""
    root_path: str = request.scope.get("root_path", "")
    return root_path + path
