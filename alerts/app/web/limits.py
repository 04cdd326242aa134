"""How often somebody may do something: counted in memory, over a span of time, for a bounded number of people."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import Lock

_NEIGHBOURS = 64  # bits of an IPv6 address that one household or office has to itself


class Limiter:
    """Allows each client so many acts in a span; whom it has not seen for longest it forgets beyond `clients`."""

    def __init__(self, most: int, span: timedelta, clients: int = 10_000) -> None:
        self._most = most
        self._span = span
        self._clients = clients
        self._acts: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def wait(self, client: str, now: datetime) -> timedelta | None:
        """Count an act and return None, or return how long the client has to wait for the next one."""
        who = line_of(client)
        with self._lock:
            acts = self._acts.setdefault(who, deque())
            self._acts.move_to_end(who)
            while acts and acts[0] <= now - self._span:
                acts.popleft()
            if len(acts) >= self._most:
                return acts[0] + self._span - now
            acts.append(now)
            if len(self._acts) > self._clients:
                self._acts.popitem(last=False)
        return None

    def forgive(self, client: str) -> None:
        """Count the client's last act no more: it was none of those that are limited."""
        with self._lock:
            acts = self._acts.get(line_of(client))
            if acts:
                acts.pop()


def line_of(client: str) -> str:
    """Return what the addresses of a client's line have in common: of an IPv6 address its network."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(int(address) >> (128 - _NEIGHBOURS))
    return str(address)
