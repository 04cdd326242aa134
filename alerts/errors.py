"""The errors of noticing and telling.

seeds.errors.SmewatchError
└── DeliveryError                a message was not taken
    ├── ServerUnavailableError   no message can be handed over at all: everything stays in the queue
    ├── TemporaryDeliveryError   the same message may be taken later: it stays in the queue
    └── PermanentDeliveryError   the same message will never be taken: it is given up and named
"""

from seeds.errors import SmewatchError


class DeliveryError(SmewatchError):
    """A message was not taken by its channel."""


class ServerUnavailableError(DeliveryError):
    """The server cannot be reached, or will not work for us: that says nothing about any message."""


class TemporaryDeliveryError(DeliveryError):
    """The message may be taken later: the server says 4xx, or went away in the midst of it."""


class PermanentDeliveryError(DeliveryError):
    """The message will never be taken as it is: the server says 5xx."""
