"""The errors of noticing and telling.

seeds.errors.SmewatchError
├── DeliveryError                a message was not taken
│   ├── ServerUnavailableError   no message can be handed over at all: everything stays in the queue
│   ├── TemporaryDeliveryError   the same message may be taken later: it stays in the queue
│   ├── RefusedAddressError      the address takes no messages: its reader waits, or is suspended
│   └── PermanentDeliveryError   the same message will never be taken: it is given up and named
├── DamagedReportError           a report on a returned mail says too little to act on
├── LinkError                    what a link asks for is not done
│   ├── ForgedLinkError          it was not made by the service, or is cut short
│   └── ExpiredLinkError         its time is up: a new one can be asked for
├── CorrectionError              (a crawler.errors.ConfigurationError) a correction that cannot be
├── TooOftenError                somebody has asked for something too often: it says how long to wait
└── NotSignedInError             what is asked for is the administrator's, and nobody is signed in
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from crawler.errors import ConfigurationError, stepped
from seeds.errors import SmewatchError


class DeliveryError(SmewatchError):
    """A message was not taken by its channel."""


class ServerUnavailableError(DeliveryError):
    """The server cannot be reached, or will not work for us: that says nothing about any message."""


class TemporaryDeliveryError(DeliveryError):
    """The message may be taken later: the server says 4xx, or went away in the midst of it.

    `wait` is how long the server asks to be left alone.
    """

    def __init__(self, reason: str, wait: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.wait = wait


class RefusedAddressError(DeliveryError):
    """The address is refused, whatever the message: a bounce. `hard` where there is no such address."""

    def __init__(self, reason: str, *, hard: bool) -> None:
        super().__init__(reason)
        self.hard = hard


class PermanentDeliveryError(DeliveryError):
    """The message will never be taken as it is: it is too large, or cannot be written down."""


class DamagedReportError(SmewatchError):
    """A report on a returned mail says too little to act on."""


class LinkError(SmewatchError):
    """A link is of no use."""


class ForgedLinkError(LinkError):
    """The service did not make this link for this purpose."""


class ExpiredLinkError(LinkError):
    """The link's time is up."""


class Fault(StrEnum):
    """Why a correction cannot be."""

    NO_FINDING = "no finding"
    REJECTED = "rejected"
    UNFIT = "unfit"
    UNCHANGED = "unchanged"
    TOO_LONG = "too long"
    TWO_KINDS = "two kinds"
    TWO_UNITS = "two units"
    ONE_ALREADY = "one already"
    KNOWN_OTHERWISE = "known otherwise"
    NOT_HEARD = "not heard"
    TWO_PERSONS = "two persons"
    NO_REASON = "no reason"
    NO_NAME = "no name"
    NO_CORRECTION = "no correction"
    UNDONE = "undone"


#: The next step after a fault for somebody at a terminal, where it is a command.
COMMANDS: Mapping[Fault, str] = {
    Fault.NO_FINDING: "`smewatch findings list` shows what there is",
    Fault.REJECTED: "`smewatch findings log` shows by whom",
    Fault.NOT_HEARD: "`smewatch statements` shows who has spoken",
    Fault.NO_CORRECTION: "`smewatch findings log` shows those that are",
}


class CorrectionError(ConfigurationError):
    """What a person says about a finding cannot be: `fault` says why, `field` of which field of it, "" of none.

    `reason` says it in words, for others than a terminal's user without the command that comes next.
    """

    def __init__(self, fault: Fault, reason: str, field: str = "") -> None:
        super().__init__(stepped(reason, COMMANDS.get(fault, "")))
        self.fault = fault
        self.reason = reason
        self.field = field


class TooOftenError(SmewatchError):
    """Somebody has asked for something too often."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"asked too often: wait for {wait}")
        self.wait = wait


class NotSignedInError(SmewatchError):
    """What is asked for is the administrator's: the browser is to sign in first."""
