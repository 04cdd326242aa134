"""Keeps crawls out of private networks: a host is refused when it resolves to an address that is not public.

The check sits at the resolver, the last thing before a connection, so it also holds for redirects, for names that
point inwards, and for every spelling of a literal (`2130706433`, `0x7f.1`, `[::ffff:127.0.0.1]`): Twisted's endpoints
ask the resolver for literals too, and getaddrinfo reads all of them. Scrapy itself has no such guard.
"""

from collections.abc import Sequence
from typing import Any, Self

from scrapy.crawler import Crawler
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.address import host
from crawler.config import Settings
from crawler.networks import Network, is_public

_refused: set[str] = set()


def was_refused(name: str) -> bool:
    """Return whether a host was refused in this process: Twisted tells a refusal as a failed lookup, no more."""
    return name in _refused


# Twisted's interfaces are zope's, which mypy cannot follow: hence the Any below.
@implementer(IHostnameResolver)
class PublicResolver:
    """Twisted's own resolver, without the addresses that crawls may not reach."""

    def __init__(self, reactor: Any, settings: Settings) -> None:
        self._reactor = reactor
        self._inner: Any = reactor.nameResolver
        self._allowed = settings.allow_private_addresses
        self._configured = frozenset({host(settings.rsshub_url)}) - {""}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Build it as Scrapy does for TWISTED_DNS_RESOLVER."""
        return cls(reactor, crawler.settings["SMEWATCH"])

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """See IHostnameResolver.resolveHostName; a host that the settings name (RSSHub) is resolved as it is."""
        if hostName not in self._configured:
            resolutionReceiver = _PublicOnly(resolutionReceiver, hostName, self._allowed)
        return self._inner.resolveHostName(resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes public addresses on, and remembers a host that had none but others."""

    def __init__(self, receiver: Any, name: str, allowed: Sequence[Network]) -> None:
        self._receiver = receiver
        self._name = name
        self._allowed = allowed
        self._passed = self._held = 0

    def resolutionBegan(self, resolution: Any) -> None:
        """See IResolutionReceiver."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:
        """See IResolutionReceiver; what is not public is held back."""
        if is_public(address.host, self._allowed):
            self._passed += 1
            self._receiver.addressResolved(address)
        else:
            self._held += 1

    def resolutionComplete(self) -> None:
        """See IResolutionReceiver."""
        if self._held and not self._passed:
            _refused.add(self._name)
        self._receiver.resolutionComplete()
