"""Digests → the outbox → a channel: each due digest is queued once, and sent until it is taken or given up.

A queued mail and its subscriber's watermark are one transaction. A mail is sent only when the channel has taken it; one
that was taken without our hearing of it is sent again, with the same Message-ID. No mail ever holds up another, nor
does a digest that cannot be rendered.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from time import monotonic

from alerts import digest, provenance
from alerts.channels import Channel
from alerts.errors import DeliveryError, PermanentDeliveryError, ServerUnavailableError
from alerts.model import Change, Coverage, Delivery, DeliveryState, Digest, Message, Subscriber
from alerts.render import Masthead, render
from alerts.store import ledger, outbox, subscribers
from crawler.archive.db import Database
from crawler.model import Publisher

Publishers = Mapping[str, Publisher]

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
class QueueReport:
    """What a round of composing did: the digests that were queued, and those that are due and could not be rendered."""

    queued: tuple[Digest, ...]
    unrendered: tuple[Digest, ...]


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


@dataclass(frozen=True, slots=True)
class _Due:
    """A subscriber whose time has come, up to which change, and what there is to tell, if anything."""

    subscriber: Subscriber
    period: str
    watermark: int
    digest: Digest | None


def queue_digests(
    database: Database, publishers: Publishers, masthead: Masthead, coverage: Coverage, now: datetime
) -> QueueReport:
    """Compose every digest that is due and put it into the outbox.

    One that cannot be rendered stays due: its news is told once the fault is mended. Whoever does this at the same
    time, or again for the same period, adds nothing.
    """
    queued: list[Digest] = []
    unrendered: list[Digest] = []
    for it in _due(database, publishers, masthead, coverage, now):
        message = _rendered(it.digest, masthead) if it.digest else None
        if it.digest and message is None:
            unrendered.append(it.digest)
            continue
        with database.write() as connection:
            if not subscribers.deal_with(connection, it.subscriber, it.watermark, it.period):
                continue  # another sender has been quicker
            if it.digest and message and outbox.add(connection, it.subscriber, it.period, message, now):
                queued.append(it.digest)
    _log.info("digests queued count=%d unrendered=%d", len(queued), len(unrendered))
    return QueueReport(tuple(queued), tuple(unrendered))


def preview(
    database: Database, publishers: Publishers, masthead: Masthead, coverage: Coverage, now: datetime
) -> tuple[tuple[Digest, Message], ...]:
    """Compose and render every digest that is due, with no effect."""
    return tuple(
        (it.digest, render(it.digest, masthead))
        for it in _due(database, publishers, masthead, coverage, now)
        if it.digest
    )


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


def _due(
    database: Database, publishers: Publishers, masthead: Masthead, coverage: Coverage, now: datetime
) -> list[_Due]:
    with database.read() as connection:
        latest = ledger.latest_change(connection)
        everyone = subscribers.everyone(connection)

    @cache
    def news(after: int) -> list[Change]:
        with database.read() as connection:
            return ledger.news(connection, after, latest)

    due = []
    for subscriber in everyone:
        period = digest.due(subscriber, now, masthead.zone, latest)
        if period is not None:
            composed = digest.compose(news(subscriber.watermark), subscriber, period, coverage, now)
            due.append(_Due(subscriber, period, max(latest, subscriber.watermark), composed))
    return _traced(database, due, publishers)


def _traced(database: Database, due: Iterable[_Due], publishers: Publishers) -> list[_Due]:
    """Have each digest name first sources.

    That comes last: a filter is about what was read, and texts are looked up once, and only for what somebody is told.
    """
    told = {change.number: change for it in due if it.digest for part in _parts(it.digest) for change in part}
    led = {it.number: it for it in provenance.trace(database, list(told.values()), publishers)}

    def by_first_source(composed: Digest) -> Digest:
        targets, statements, edits = (tuple(led[it.number] for it in part) for part in _parts(composed))
        return replace(composed, targets=targets, statements=statements, edits=edits)

    return [replace(it, digest=by_first_source(it.digest)) if it.digest else it for it in due]


def _parts(composed: Digest) -> tuple[tuple[Change, ...], ...]:
    return composed.targets, composed.statements, composed.edits


def _rendered(digest: Digest, masthead: Masthead) -> Message | None:
    try:
        return render(digest, masthead)
    except Exception:  # a fault in showing one reader's news must not keep all others from theirs
        _log.exception("digest not rendered recipient=%s period=%s", digest.subscriber.email, digest.period)
        return None


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
