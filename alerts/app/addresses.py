"""Addresses of the ways out other than mail, as the operator types them → as they are stored."""

from alerts.channels import apprise, webhook
from alerts.ways import Way, way


def check(typed: str) -> str:
    """Return an address as it is stored. Raises ConfigurationError for one that its channel cannot read."""
    return (webhook.check if way(typed) is Way.WEBHOOK else apprise.check)(typed)
