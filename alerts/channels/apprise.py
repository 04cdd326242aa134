"""Messages → chat services (DingTalk, WeCom, Feishu, ServerChan, Slack, Telegram …), through the Apprise library.

The only home of apprise. A service's address is Apprise's own (`dingtalk://TOKEN`), and a secret. Apprise says no more
than whether a service took a message; whatever it did not take is tried again.
"""

import logging
import re
import warnings

from apprise import Apprise, LogCapture, NotifyFormat, OverflowMode
from apprise.plugins.base import NotifyBase

from alerts.errors import RefusedAddressError, TemporaryDeliveryError
from alerts.model import Message
from crawler.errors import ConfigurationError

_STATUS = re.compile(r"error=(\d{3})\b")

# What Apprise logs may repeat addresses: what of it is worth telling is picked out below.
logging.getLogger("apprise").propagate = False


def check(address: str) -> str:
    """Return the address of a service as it is stored. Raises ConfigurationError for one that Apprise cannot read."""
    stripped = address.strip()
    if not stripped.isprintable() or _service(stripped) is None:
        scheme = stripped.partition("://")[0]
        raise ConfigurationError(
            f"this is no address of {scheme!r} that Apprise can read: https://github.com/caronc/apprise/wiki has them"
        )
    return stripped


class Services:
    """Sends each message to the service that is its recipient; the pauses that a service asks for are kept."""

    def __init__(self) -> None:
        self._services: dict[str, NotifyBase] = {}

    def send(self, message: Message) -> str:
        """Hand a message over as text; a service that takes less at once gets it in parts."""
        service = self._services.get(message.recipient) or _service(message.recipient)
        if service is None:
            raise RefusedAddressError("this service's address can no longer be read", hard=False)
        self._services[message.recipient] = service
        name = str(service.service_name)
        with LogCapture(level=logging.WARNING) as log:  # type: ignore[no-untyped-call]
            taken = service.notify(body=message.text, title=message.subject, body_format=NotifyFormat.TEXT)
            status = _STATUS.search(log.getvalue())
        if not taken:
            raise TemporaryDeliveryError(f"{name} did not take it" + (f": {status[1]}" if status else ""))
        return f"taken by {name}"


def _service(address: str) -> NotifyBase | None:
    with warnings.catch_warnings():  # at the first address Apprise imports what Python has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        service = Apprise.instantiate(address)
    if not isinstance(service, NotifyBase):
        return None
    service.overflow_mode = OverflowMode.SPLIT
    return service
