"""Hosts that are written as IP addresses, in every spelling that a connection would take. Nothing is looked up."""

import ipaddress
import socket
from contextlib import suppress


def literal(host: str) -> str | None:
    """Return the IP address that a host is written as (`10.0.0.1`, `2130706433`, `0x7f.1`), None for a name."""
    with suppress(ValueError):
        return str(ipaddress.ip_address(host.partition("%")[0]))
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        return None
