"""The errors of noticing and telling.

seeds.errors.SmewatchError
└── DeliveryError                a message was not taken
    ├── TemporaryDeliveryError   the same message may be taken later: it stays in the queue
    └── PermanentDeliveryError   the same message will never be taken: it is given up and named
"""

from seeds.errors import SmewatchError


class DeliveryError(SmewatchError):
    """A message was not taken by its channel."""


class TemporaryDeliveryError(DeliveryError):
    """The message may be taken later: the server is away, busy, or says 4xx."""


class PermanentDeliveryError(DeliveryError):
    """The message will never be taken as it is: the server says 5xx."""
