"""Hosts that are written as IP addresses, in every spelling that a connection would take. Nothing is looked up."""

import ipaddress
import socket
from collections.abc import Iterable
from contextlib import suppress

from crawler.networks import Network, is_public


def literal(host: str) -> str | None:
    """Return the IP address that a host is written as (`10.0.0.1`, `2130706433`, `0x7f.1`), None for a name."""
    with suppress(ValueError):
        return str(ipaddress.ip_address(host.partition("%")[0]))
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def is_closed(host: str, allowed: Iterable[Network]) -> bool:
    """Return whether a host is written as an address which is neither public nor in the allowed networks.

    What a name leads to is known only when it is asked.
    """
    written = literal(host)
    return written is not None and not is_public(written, allowed)
