"""Which addresses of the internet protocol are of the public net. Pure."""

import ipaddress
from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # RFC 4291, 2.4
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052


def is_public(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Return whether the program may connect to an IP address: a public one, or one in the allowed networks."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (inner := _inner(ip)):
        return is_public(str(inner), allowed)
    if any(ip in network for network in allowed if network.version == ip.version):
        return True
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_UNICAST:
        return False
    # is_global leaves out private, loopback, link-local, shared (CGNAT), documentation and reserved ranges of IPv4; of
    # IPv6 it counts site-local addresses (fec0::) and embedded ones that are obsolete (::127.0.0.1) as global.
    return ip.is_global and not ip.is_multicast


def closed(name: str) -> str:
    """Say why a host is not asked, and what would open the way to it."""
    return (
        f"{name} is a private address, and only public ones are asked: SMEWATCH_ALLOW_PRIVATE_ADDRESSES opens networks"
    )


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to (mapped, 6to4, NAT64), None where it leads to none."""
    translated = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
    return ip.ipv4_mapped or ip.sixtofour or translated
