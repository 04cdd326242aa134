"""Ways out: one module a channel. Each takes a `Message` and says whether it was taken."""

from typing import Protocol

from alerts.model import Message


class Channel(Protocol):
    """What delivers messages."""

    def send(self, message: Message) -> str:
        """Hand a message over; return the answer it was taken with.

        Raises ServerUnavailableError, TemporaryDeliveryError or PermanentDeliveryError where it was not.
        """
        ...
