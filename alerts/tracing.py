"""An address, and a text of the archive → why its reader was told of it, or was not: the way of every finding in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from alerts import digest, filters
from alerts.audience import Standing, Subscriber, Subscription
from alerts.model import Change, ChangeKind, DeliveryState
from alerts.store import changes, outbox, subscribers
from alerts.store.changes import Noticed
from alerts.store.outbox import Told
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.errors import ConfigurationError
from crawler.model import Revision


class Fate(StrEnum):
    """What became of a finding on its way to a reader; the last stage that it reached."""

    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    KNOWN = "known"
    UNTOLD = "untold"
    UNWANTED = "unwanted"
    DIGEST = "digest"
    WAITING = "waiting"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Step:
    """A finding and its fate, in words that go on from it."""

    change: Change
    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class Path:
    """What became of a text's findings for one subscription; `digests` are its last ones."""

    subscription: Subscription
    state: str
    steps: tuple[Step, ...]
    digests: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A reader, the text that is asked about (None where none is), and the way to each of their subscriptions."""

    reader: Subscriber
    text: Revision | None
    paths: tuple[Path, ...]


def trace(database: Database, reader: Subscriber, number: int | None, zone: ZoneInfo) -> Trace:
    """Trace a text by its number, or only what a reader was sent; nothing is stored. Moments are those of a zone.

    Raises ConfigurationError where there is no such text.
    """
    with database.read() as connection:
        text = articles.revision(connection, number) if number else None
        if number and text is None:
            raise ConfigurationError(f"there is no text {number}: `smewatch articles` lists them")
        found = changes.of_revision(connection, number) if number else []
        paths = tuple(
            _path(subscription, found, outbox.digests(connection, subscription), zone)
            for subscription in subscribers.of(connection, reader)
        )
    return Trace(reader, text, paths)


def _path(subscription: Subscription, found: Sequence[Noticed], told: Sequence[Told], zone: ZoneInfo) -> Path:
    steps = tuple(_step(subscription, it, told, zone) for it in found)
    return Path(subscription, _state(subscription), steps, tuple(told[-5:]))


def _state(subscription: Subscription) -> str:
    reader = subscription.subscriber
    if reader.standing is not Standing.ACTIVE:
        return f"{reader.standing.value}{': ' if reader.why else ''}{reader.why}"
    return "active" if subscription.confirmed else "not confirmed: nothing is sent before"


def _step(subscription: Subscription, noticed: Noticed, told: Sequence[Told], zone: ZoneInfo) -> Step:
    change = noticed.change
    holding = next((it for it in told if change.number in it.changes), None)
    if holding:
        return Step(change, Fate.DIGEST, f"in the digest {holding.period}: {_delivery(holding, zone)}")
    return _told_nobody(noticed) or _not_told_yet(subscription, noticed, zone)


def _told_nobody(noticed: Noticed) -> Step | None:
    """Return why nobody is told of a finding, None where readers are."""
    change = noticed.change
    for silent, fate, words in (
        (noticed.withdrawn, Fate.WITHDRAWN, f"withdrawn ({noticed.withdrawn}): it stands no more"),
        (not noticed.announced, Fate.SILENT, "not announced: it came with a first poll or an import, or by new rules"),
        (change.kind is ChangeKind.REPEATED, Fate.KNOWN, f"known already: {change.reason}"),
        (not digest.is_news(change), Fate.UNTOLD, "no news: not by an official, or a mere turn of phrase"),
    ):
        if silent:
            return Step(change, fate, words)
    return None


def _not_told_yet(subscription: Subscription, noticed: Noticed, zone: ZoneInfo) -> Step:
    change = noticed.change
    part = filters.missed(subscription.filter, filters.aspects(change))
    if part:
        asked = "、".join(getattr(subscription.filter, part))
        return Step(change, Fate.UNWANTED, f"not wanted, by the subscription's {part}: {asked}")
    if change.number > subscription.watermark:
        return Step(change, Fate.WAITING, f"waits for the next digest ({subscription.cadence})")
    words = f"passed over at {_minute(noticed.at, zone)}: before the subscription began, or while it was paused"
    return Step(change, Fate.PASSED, words)


def _delivery(told: Told, zone: ZoneInfo) -> str:
    at = _minute(told.at, zone)
    if told.state is DeliveryState.SENT:
        return f"handed to the server at {at}, its answer: {told.answer or 'none'}"
    if told.state is DeliveryState.GIVEN_UP:
        return f"given up at {at}: {told.answer}"
    if told.state is DeliveryState.RETURNED:
        return f"handed to the server, and came back: {told.answer}"
    return f"queued, next attempt at {at}" + (f"; last answer: {told.answer}" if told.answer else "")


def _minute(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
