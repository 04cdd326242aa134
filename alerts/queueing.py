"""Subscriptions → the outbox: each digest that is due is composed, rendered and queued once.

A queued digest and its subscription's watermark are one transaction. A digest that cannot be rendered holds up no
other. Sending is `alerts.deliver`.
"""

import logging
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alerts import deadlines, digest, provenance
from alerts.audience import Cadence, Subscription
from alerts.filters import Aspects, aspects, chosen
from alerts.model import Change, ChangeKind, Coverage, Deadline, Digest, Message
from alerts.render import Masthead, Renderer
from alerts.store import changes, ledger, outbox, subscribers
from alerts.ways import masked
from crawler.archive.db import Database
from crawler.errors import StorageError
from crawler.model import Publisher

Publishers = Mapping[str, Publisher]

_log = logging.getLogger(__name__)

_BATCH = 200  # subscriptions that are dealt with in one transaction


@dataclass(frozen=True, slots=True)
class QueueReport:
    """What a round of composing did: how many digests were queued, and which are due and could not be rendered."""

    queued: int
    unrendered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Due:
    """A subscription whose time has come, up to which change, and what there is to tell, if anything.

    Of a `faulty` one that could not be found out.
    """

    subscription: Subscription
    period: str
    watermark: int
    digest: Digest | None
    faulty: bool = False


def queue_digests(
    database: Database, publishers: Publishers, masthead: Masthead, coverage: Coverage, now: datetime
) -> QueueReport:
    """Compose every digest that is due and put it into the outbox.

    One that cannot be rendered stays due: its news is told once the fault is mended. Whoever does this at the same
    time, or again for the same period, adds nothing.
    """
    queued, unrendered, renderer = 0, list[str](), Renderer(masthead)
    for batch in _due(database, publishers, coverage, now):
        rendered = [(it, _rendered(it.digest, renderer) if it.digest else None) for it in batch]
        failed = [it for it, message in rendered if it.faulty or (it.digest and not message)]
        unrendered += [f"{it.period} for {masked(it.subscription.subscriber.address)}" for it in failed]
        with database.write() as connection:
            for it, message in rendered:
                if it.faulty or (it.digest and not message):
                    continue
                if it.digest and outbox.has_digest(connection, it.subscription, it.period):
                    continue  # told already before the cadence was another and back: this comes with the next one
                told_at = now if it.digest else None
                if not subscribers.deal_with(connection, it.subscription, it.watermark, it.period, told_at):
                    continue  # another sender has been quicker
                if it.digest and message:
                    queued += outbox.add(connection, it.digest, message, now)
    _log.info("digests queued count=%d unrendered=%d", queued, len(unrendered))
    return QueueReport(queued, tuple(unrendered))


def preview(
    database: Database, publishers: Publishers, masthead: Masthead, coverage: Coverage, now: datetime
) -> Iterator[tuple[Digest, Message]]:
    """Compose and render every digest that is due, with no effect."""
    renderer = Renderer(masthead)
    for batch in _due(database, publishers, coverage, now):
        for it in batch:
            if it.digest:
                yield it.digest, renderer.render(it.digest)


def _due(database: Database, publishers: Publishers, coverage: Coverage, now: datetime) -> Iterator[list[_Due]]:
    """Compose what is due, some subscriptions at a time: however many there are, few are in memory."""
    news = _News(database, publishers)
    number = 0
    while True:
        with database.read() as connection:
            batch = subscribers.confirmed(connection, number, _BATCH)
        if not batch:
            return
        number = batch[-1].id
        yield [due for it in batch if (due := _composed(news, it, coverage, now))]


def _composed(news: "_News", subscription: Subscription, coverage: Coverage, now: datetime) -> _Due | None:
    """Compose what a subscription is due, None where its time has not come."""
    period = None
    try:
        period = digest.due(subscription, now, news.latest)
        if period is None:
            return None
        told, near = news.wanted(subscription), news.near(subscription, now)
        composed = digest.compose(told, subscription, period, coverage, now, near)
        traced = news.traced(composed) if composed else None
    except StorageError:
        raise  # that is nobody's own
    except Exception:  # a fault in one reader's subscription must not keep all others from their news
        _log.exception("digest not composed subscription=%d", subscription.id)
        return _Due(subscription, period or "a digest", subscription.watermark, None, faulty=True)
    return _Due(subscription, period, max(news.latest, subscription.watermark), traced)


class _News:
    """What is to be told in one round: read once, from the oldest watermark that was met so far."""

    def __init__(self, database: Database, publishers: Publishers) -> None:
        self._database = database
        self._publishers = publishers
        with database.read() as connection:
            self.latest = changes.latest(connection)
        self._after = self.latest  # what is read so far lies above
        self._changes: list[tuple[Change, Aspects]] = []
        self._led: dict[int, Change] = {}
        self._near: dict[date, list[tuple[Deadline, Aspects]]] = {}

    def wanted(self, subscription: Subscription) -> list[Change]:
        """Return the changes that a subscription has not been told of and wants."""
        if subscription.watermark < self._after:
            with self._database.read() as connection:
                earlier = changes.news(connection, subscription.watermark, self._after)
            told = digest.attributed([it for it in earlier if digest.is_news(it)])
            self._changes[:0] = [(it, aspects(it)) for it in told]
            self._after = subscription.watermark
        start = bisect_right(self._changes, subscription.watermark, key=lambda it: it[0].number)
        return chosen(subscription.filter, self._changes[start:])

    def near(self, subscription: Subscription, now: datetime) -> list[Deadline]:
        """Return the goals whose day is near by the reader's calendar, and that a subscription wants."""
        if subscription.cadence is Cadence.INSTANT:
            return []
        today = now.astimezone(ZoneInfo(subscription.subscriber.zone)).date()
        if today not in self._near:
            with self._database.read() as connection:
                goals = ledger.goals_due(connection, deadlines.ends(today))
            coming = deadlines.coming(goals, today)
            self._near[today] = [(it, aspects(Change(ChangeKind.NEW, it.target, it.origin, ""))) for it in coming]
        return chosen(subscription.filter, self._near[today])

    def traced(self, composed: Digest) -> Digest:
        """Have a digest name first sources.

        That comes last: a filter is about what was read, and texts are looked up once, and only for what somebody is
        told.
        """
        parts = (composed.targets, composed.statements, composed.edits)
        fresh = [it for part in parts for it in part if it.number not in self._led]
        if fresh:
            self._led |= {it.number: it for it in provenance.trace(self._database, fresh, self._publishers)}
        targets, statements, edits = (tuple(self._led[it.number] for it in part) for part in parts)
        return replace(composed, targets=targets, statements=statements, edits=edits)


def _rendered(digest: Digest, renderer: Renderer) -> Message | None:
    try:
        return renderer.render(digest)
    except Exception:  # a fault in showing one reader's news must not keep all others from theirs
        _log.exception("digest not rendered subscription=%d period=%s", digest.subscription.id, digest.period)
        return None
