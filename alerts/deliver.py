"""The outbox → a channel: each queued mail is sent until it is taken or given up.

A mail is sent only when the channel has taken it; one that was taken without our hearing of it is sent again, with the
same Message-ID. No mail ever holds up another. What is queued, and when, is `alerts.queueing`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from alerts.channels import Channel
from alerts.errors import DeliveryError, PermanentDeliveryError, ServerUnavailableError
from alerts.model import Delivery, DeliveryState
from alerts.store import outbox
from crawler.archive.db import Database

_log = logging.getLogger(__name__)

# After each attempt that failed for the time being; three days in all, then the mail is given up.
_PAUSES = tuple(timedelta(minutes=it) for it in (5, 15, 60, 240, 720, 1440, 1440))
_CLAIM = timedelta(minutes=15)  # longer than any conversation over one mail


@dataclass(frozen=True, slots=True)
class Refusal:
    """A mail that was not taken: to whom, and what the server said."""

    recipient: str
    answer: str


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a round of sending did.

    `later` mails will be tried again, those `given_up` never; `unavailable` says why the round ended before all had
    their turn, and `waiting` counts what is still queued.
    """

    sent: int
    later: tuple[Refusal, ...]
    given_up: tuple[Refusal, ...]
    unavailable: str
    waiting: int

    @property
    def failed(self) -> bool:
        """Whether something needs a person's attention."""
        return bool(self.later or self.given_up or self.unavailable)


def deliver_due(
    database: Database, channel: Channel, now: datetime, stop: Callable[[], bool] = lambda: False
) -> DeliveryReport:
    """Send every queued mail whose time has come.

    `stop` is asked before each: a round that is to end never leaves a mail that the server has taken unrecorded.
    """
    started = monotonic()
    sent, unavailable = 0, ""
    later: list[Refusal] = []
    given_up: list[Refusal] = []
    with database.read() as connection:
        waiting = outbox.due(connection, now)
    for number in waiting:
        if stop():
            break
        moment = now + timedelta(seconds=monotonic() - started)
        with database.write() as connection:
            delivery = outbox.claim(connection, number, moment, moment + _CLAIM)
        if delivery is None:
            continue  # another sender has been quicker
        try:
            answer = channel.send(delivery.message)
        except ServerUnavailableError as error:
            _settle(database, replace(delivery, next_attempt_at=moment))  # nothing has been learned about this mail
            unavailable = str(error)
            break
        except DeliveryError as error:
            refused = _refused(delivery, error, moment)
            _settle(database, refused)
            failed = given_up if refused.state is DeliveryState.GIVEN_UP else later
            failed.append(Refusal(delivery.message.recipient, str(error)))
        else:
            _settle(database, _taken(delivery, answer, moment))
            sent += 1
    with database.read() as connection:
        queued = outbox.count(connection, DeliveryState.QUEUED)
    _log.info("mails sent=%d later=%d given_up=%d waiting=%d", sent, len(later), len(given_up), queued)
    return DeliveryReport(sent, tuple(later), tuple(given_up), unavailable, queued)


def _taken(delivery: Delivery, answer: str, at: datetime) -> Delivery:
    return replace(
        delivery, state=DeliveryState.SENT, answer=answer, attempts=delivery.attempts + 1, next_attempt_at=at
    )


def _refused(delivery: Delivery, error: DeliveryError, at: datetime) -> Delivery:
    final = isinstance(error, PermanentDeliveryError) or delivery.attempts >= len(_PAUSES)
    return replace(
        delivery,
        state=DeliveryState.GIVEN_UP if final else DeliveryState.QUEUED,
        answer=str(error),
        attempts=delivery.attempts + 1,
        next_attempt_at=at if final else at + _PAUSES[delivery.attempts],
    )


def _settle(database: Database, delivery: Delivery) -> None:
    with database.write() as connection:
        outbox.settle(connection, delivery)
