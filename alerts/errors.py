"""The errors of noticing and telling.

seeds.errors.SmewatchError
├── DeliveryError                a message was not taken
│   ├── ServerUnavailableError   no message can be handed over at all: everything stays in the queue
│   ├── TemporaryDeliveryError   the same message may be taken later: it stays in the queue
│   └── PermanentDeliveryError   the same message will never be taken: it is given up and named
└── LinkError                    what a link asks for is not done
    ├── ForgedLinkError          it was not made by the service, or is cut short
    └── ExpiredLinkError         its time is up: a new one can be asked for
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


class LinkError(SmewatchError):
    """A link is of no use."""


class ForgedLinkError(LinkError):
    """The service did not make this link for this purpose."""


class ExpiredLinkError(LinkError):
    """The link's time is up."""
