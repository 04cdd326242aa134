"""What a mail told → the same digest again, whole, for its page: from the numbers of its changes.

It says what is known of them now: a finding that a person has withdrawn or put right since is not told again as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts import deadlines, digest, provenance
from alerts.audience import Subscription
from alerts.model import Coverage, Digest
from alerts.store import changes, ledger, outbox, subscribers
from alerts.store.values import Json
from crawler.archive.db import Database
from crawler.model import Publisher

_LISTED = 100  # digests of a subscription that are listed


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest that was sent: what names it, and when that was."""

    period: str
    subject: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Reprint:
    """A digest that was sent, again; `digest` is None where only the mail's `text` is left.

    `earlier` are those of the subscription before it, the last one first.
    """

    issue: Issue
    subscription: Subscription
    digest: Digest | None
    text: str
    earlier: tuple[Issue, ...]


def reprint(database: Database, publishers: Mapping[str, Publisher], number: int, period: str) -> Reprint | None:
    """Make what a subscription was told for a period again; None where it was not, or the subscription is gone."""
    with database.read() as connection:
        subscription = subscribers.subscription(connection, number)
        told = outbox.told(connection, number, period)
        issues = outbox.earlier(connection, number, told["date"], _LISTED) if told else []
    if subscription is None or told is None:
        return None
    made_of = told["digest"]
    again = _composed(database, publishers, subscription, told, made_of) if made_of else None
    issue = Issue(period, told["subject"], told["date"])
    return Reprint(issue, subscription, again, told["text"], tuple(Issue(**it) for it in issues))


def _composed(
    database: Database, publishers: Mapping[str, Publisher], subscription: Subscription, told: Json, made_of: Json
) -> Digest | None:
    period, at = told["period"], told["date"]
    with database.read() as connection:
        found = changes.numbered(connection, made_of["changes"])
        goals = ledger.numbered_targets(connection, made_of.get("deadlines", ()))
    traced = digest.attributed(provenance.trace(database, found, publishers))
    near = deadlines.coming(goals, at.astimezone(ZoneInfo(subscription.subscriber.zone)).date())
    # As it was asked for then: how often may have been changed since.
    asked = replace(subscription, cadence=digest.cadence_of(period), when_empty=True)
    watched = made_of["coverage"]
    coverage = Coverage(watched["polled"], tuple(watched["failing"]), tuple(watched.get("quiet", ())))
    return digest.compose(traced, asked, period, coverage, at, near)
