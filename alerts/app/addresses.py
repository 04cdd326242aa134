"""Addresses of the ways out other than mail, as the operator types them → as they are stored."""

from collections.abc import Iterable

from alerts.channels import apprise, webhook
from alerts.ways import Way, way
from crawler import literals
from crawler.address import host
from crawler.errors import ConfigurationError
from crawler.networks import Network, closed


def check(typed: str, allowed: Iterable[Network]) -> str:
    """Return an address as it is stored; a webhook's host may be in the allowed private networks.

    Raises ConfigurationError for one that its channel cannot read, or would not post to.
    """
    if way(typed) is not Way.WEBHOOK:
        return apprise.check(typed)
    address = webhook.check(typed)
    if literals.is_closed(host(address), allowed):
        raise ConfigurationError(closed(host(address)))
    return address
