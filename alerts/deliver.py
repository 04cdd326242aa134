"""The outbox → the ways out: each queued mail is sent until it is taken or given up.

A mail is sent only when its channel has taken it; one that was taken without our hearing of it is sent again, with the
same Message-ID. No mail ever holds up another, nor a broken way out the others. What is queued, and when, is
`alerts.queueing`; what a refused address means for its reader, `alerts.refusals`.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from alerts.channels import Channel
from alerts.characters import fit
from alerts.errors import (
    DeliveryError,
    PermanentDeliveryError,
    RefusedAddressError,
    ServerUnavailableError,
    TemporaryDeliveryError,
)
from alerts.model import Delivery, DeliveryState
from alerts.store import outbox, refusals, subscribers
from alerts.ways import Way, way
from crawler.archive.db import Database
from crawler.errors import UnusableDatabaseError

#: What sends, for each way out.
Channels = Mapping[Way, Channel]

_log = logging.getLogger(__name__)

# After each attempt that failed for the time being; three days in all, then the mail is given up.
_PAUSES = tuple(timedelta(minutes=it) for it in (5, 15, 60, 240, 720, 1440, 1440))
_CLAIM = timedelta(minutes=45)  # longer than all time-outs of a conversation over one mail, and the wait for its turn


@dataclass(frozen=True, slots=True)
class Refusal:
    """A mail that was not taken: to whom, and what the server said."""

    recipient: str
    answer: str

    @property
    def masked(self) -> str:
        """What the server said, without the address: servers often name it, logs never do."""
        return re.sub(re.escape(self.recipient), "...", self.answer, flags=re.IGNORECASE)


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
    database: Database, channels: Channels, now: datetime, stop: Callable[[], bool] = lambda: False
) -> DeliveryReport:
    """Send every queued mail whose time has come, readers' mails first; a way out without a channel is left alone.

    `stop` is asked before each: a round that is to end never leaves a mail that the server has taken unrecorded.
    """
    started, tally = monotonic(), _Tally()
    order = list(Way)
    try:
        database.make_room()  # what is sent must be written down: on a full disk nothing is
        with database.read() as connection:
            due = [(number, way(recipient)) for number, recipient in outbox.due(connection, now)]
        for number, out in sorted(due, key=lambda it: order.index(it[1])):
            if stop():
                break
            if out in channels and out not in tally.unavailable:
                moment = now + timedelta(seconds=monotonic() - started)
                _deliver(database, channels[out], number, moment, tally)
    except UnusableDatabaseError as error:
        tally.database = str(error)
    with database.read() as connection:
        queued = outbox.count(connection, DeliveryState.QUEUED)
    _log.info(
        "mails sent=%d later=%d given_up=%d waiting=%d", tally.sent, len(tally.later), len(tally.given_up), queued
    )
    return tally.report(queued)


def _deliver(database: Database, channel: Channel, number: int, at: datetime, tally: "_Tally") -> None:
    """Send one mail, and write down and count what became of it."""
    with database.write() as connection:
        delivery = outbox.claim(connection, number, at, at + _CLAIM)
    if delivery is None:
        return  # another sender has been quicker
    try:
        answer = fit(channel.send(delivery.message))
    except ServerUnavailableError as error:
        why = fit(str(error))
        with database.write() as connection:  # no attempt at this mail: nothing has been learned about it
            outbox.settle(connection, replace(delivery, answer=why, next_attempt_at=at))
        tally.unavailable[way(delivery.message.recipient)] = why
    except Exception as error:  # whatever one mail does to its channel, the others have their turn
        if not isinstance(error, DeliveryError):
            _log.exception("mail not sent number=%d", number)
        tally.count(_refused(database, delivery, error, at))
    else:
        tally.sent += 1
        try:
            _taken(database, delivery, answer, at)
        except UnusableDatabaseError:  # it must be written down: without the answer it takes no more room than it has
            database.make_room()
            _taken(database, delivery, "", at)


@dataclass(slots=True)
class _Tally:
    """What a round has done so far."""

    sent: int = 0
    later: list[Refusal] = field(default_factory=list)
    given_up: list[Refusal] = field(default_factory=list)
    unavailable: dict[Way, str] = field(default_factory=dict)
    database: str = ""

    def count(self, refused: Delivery) -> None:
        """Count a mail that was not taken."""
        failed = self.given_up if refused.state is DeliveryState.GIVEN_UP else self.later
        failed.append(Refusal(refused.message.recipient, refused.answer))

    def report(self, waiting: int) -> DeliveryReport:
        """Return the whole."""
        unavailable = "; ".join(filter(None, (*self.unavailable.values(), self.database)))
        return DeliveryReport(self.sent, tuple(self.later), tuple(self.given_up), unavailable, waiting)


def _taken(database: Database, delivery: Delivery, answer: str, at: datetime) -> None:
    sent = replace(
        delivery, state=DeliveryState.SENT, answer=answer, attempts=delivery.attempts + 1, next_attempt_at=at
    )
    with database.write() as connection:
        outbox.settle(connection, sent)
        if sent.subscriber is not None:
            subscribers.forgive(connection, sent.subscriber)


def _refused(database: Database, delivery: Delivery, error: Exception, at: datetime) -> Delivery:
    """Write down that a mail was not taken; return how it stands now."""
    answer = fit(str(error))  # servers say anything, and PostgreSQL stores no NUL
    with database.write() as connection:
        if isinstance(error, RefusedAddressError) and delivery.subscriber is not None:
            reader = refusals.note(connection, delivery.subscriber, answer, hard=error.hard, now=at)
            again = reader and reader.not_before
        else:
            again = _next_attempt(delivery, error, at)
        settled = replace(
            delivery,
            state=DeliveryState.QUEUED if again else DeliveryState.GIVEN_UP,
            answer=answer,
            attempts=delivery.attempts + 1,
            next_attempt_at=again or at,
        )
        outbox.settle(connection, settled)
    return settled


def _next_attempt(delivery: Delivery, error: Exception, at: datetime) -> datetime | None:
    """Return when a mail is to be tried again, None for never."""
    if isinstance(error, PermanentDeliveryError) or delivery.attempts >= len(_PAUSES):
        return None
    asked = error.wait if isinstance(error, TemporaryDeliveryError) else timedelta(0)
    return at + max(_PAUSES[delivery.attempts], min(asked, _PAUSES[-1]))
