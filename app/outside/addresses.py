"""Which addresses are of the public internet."""

from ipaddress import IPv6Address, IPv6Network, ip_address

RELAYED = IPv6Network("2002::/16")  # 6to4 (RFC 3056), to any IPv4 address. Nobody has such an address any more.
GIVEN_OUT = IPv6Network("2000::/3")  # All that is given out (RFC 4291); mapped and translated IPv4 is outside.


def is_public(address: str) -> bool:
    """Whether everybody may reach it: neither this machine nor its network, no metadata service, no group of machines.

    `address`: as getaddrinfo gives it. What is none is not public.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and (parsed not in GIVEN_OUT or parsed in RELAYED or parsed.scope_id):
        return False
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved)
