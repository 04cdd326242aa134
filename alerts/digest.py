"""Changes and a subscription → the digest that is due, or none: when, what of it, and in which order.

Pure: `now` is an argument, and what a subscription has had already is the watermark that it carries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.audience import Cadence, Filter, Standing, Subscription
from alerts.deadlines import is_named
from alerts.filters import aspects, wants
from alerts.model import (
    DISPUTED,
    REVISED,
    Change,
    ChangeKind,
    Coverage,
    Deadline,
    Digest,
    PageEdit,
    Statement,
    Status,
    Target,
)
from alerts.sayings import is_told

_BREATH = timedelta(minutes=15)  # between two instant digests: what comes meanwhile goes into the next

# Goals first, by what happened to them; then what sources say otherwise and what is hard to believe; then what was
# reached, then estimates and plain figures.
_ORDER: dict[tuple[ChangeKind, Status | None], int] = {
    (ChangeKind.NEW, Status.TARGET): 0,
    **{(kind, Status.TARGET): 1 for kind in REVISED},
    **{(kind, status): 2 for kind in DISPUTED for status in Status},
    (ChangeKind.ACHIEVED, Status.ACHIEVED): 3,
    (ChangeKind.PROGRESS, Status.ACHIEVED): 4,
}
_LAST = 5


def due(subscription: Subscription, now: datetime, latest_change: int) -> str | None:
    """Return the period for which a subscription is to be dealt with now, None where there is none.

    A day (`2026-11-21`) and an ISO week (`2026-W47`) begin at the subscription's hour of its reader's clock, a week on
    Monday; an instant digest is due with any change that has not been dealt with, at most every quarter of an hour,
    and is named by it (`instant-812`). In a reader's quiet hours nothing is due: it comes at their end.
    """
    reader = subscription.subscriber
    local = now.astimezone(ZoneInfo(reader.zone))
    if not subscription.confirmed or reader.standing is not Standing.ACTIVE or local.time() in reader.quiet:
        return None
    if subscription.cadence is Cadence.INSTANT:
        fresh = latest_change > subscription.watermark
        return f"instant-{latest_change}" if fresh and not _just_told(subscription, now) else None
    period = _period(subscription, local)
    # Never back: after a clock or a zone was changed, an earlier period would queue nothing and pass its news over.
    told = subscription.last_period
    return None if cadence_of(told) is subscription.cadence and period <= told else period


def cadence_of(period: str) -> Cadence:
    """Return which cadence a period is one of; a subscription's may have been changed since."""
    if period.startswith(Cadence.INSTANT):
        return Cadence.INSTANT
    return Cadence.WEEK if "W" in period else Cadence.DAY


def compose(  # noqa: PLR0917
    changes: Iterable[Change],
    subscription: Subscription,
    period: str,
    coverage: Coverage,
    now: datetime,
    deadlines: Iterable[Deadline] = (),
) -> Digest | None:
    """Compose what a subscription is told: the changes that are news and that it wants; None where there are none.

    A subscription that asked for it is told that there are none, too. `deadlines` are those that it wants: they come
    with news, and are none.
    """
    told = list(changes)
    targets = sorted((it for it in told if isinstance(it.finding, Target)), key=_rank)
    statements = _by_official(told)
    edits = tuple(it for it in told if isinstance(it.finding, PageEdit))
    nothing = not targets and not statements and not edits
    if nothing and not (subscription.when_empty and subscription.cadence is not Cadence.INSTANT):
        return None
    near = [it for it in deadlines if is_named(it, subscription.cadence)]
    told_as_news = {_mark(it.finding) for it in targets if isinstance(it.finding, Target)} if near else set()
    named = tuple(it for it in near if _mark(it.target) not in told_as_news)
    return Digest(subscription, period, now, tuple(targets), statements, coverage, edits, named)


def attributed(changes: Sequence[Change]) -> list[Change]:
    """Have each figure name the statement in whose words it stands, where it stands in one of these."""
    statements: dict[int, list[Statement]] = {}
    for it in changes:
        if isinstance(it.finding, Statement):
            statements.setdefault(it.origin.revision, []).append(it.finding)
    return [replace(it, said=_saying(it, statements.get(it.origin.revision, ()))) for it in changes]


def is_news(change: Change) -> bool:
    """Whether readers are told of a change at all.

    They are of new and changed figures, of new statements by officials, of those that were reworded in what counts, and
    of edits of pages; of repeats never.
    """
    return is_told(change) and (not isinstance(change.finding, Statement) or change.finding.official)


def is_wanted(change: Change, wanted: Filter) -> bool:
    """Whether readers who ask for what a filter wants are told of a change."""
    return wants(wanted, aspects(change)) and is_news(change)


def voice(statement: Statement) -> tuple[str, str]:
    """Return whose a statement is: the name of its official, else of its organisation; and the organisation."""
    organization = statement.organization or ""
    return statement.speaker or organization, organization


def _saying(change: Change, statements: Iterable[Statement]) -> Statement | None:
    if not isinstance(change.finding, Target):
        return None
    words = change.finding.evidence
    return next((it for it in statements if it.evidence.start <= words.start and words.end <= it.evidence.end), None)


def _mark(target: Target) -> tuple[str, str, float, str | None]:
    return target.object, target.scope, target.value, target.deadline


def _just_told(subscription: Subscription, now: datetime) -> bool:
    # A clock that was put back makes the last digest one of the future: nobody waits for that.
    return subscription.last_at is not None and timedelta(0) <= now - subscription.last_at < _BREATH


def _period(subscription: Subscription, local: datetime) -> str:
    # The hour that day begins belongs to it; wall-clock time, so that a clock put forward or back moves nothing.
    day = local.date() if local.hour >= subscription.hour else local.date() - timedelta(days=1)
    if subscription.cadence is Cadence.DAY:
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _rank(change: Change) -> tuple[int, int]:
    status = change.finding.status if isinstance(change.finding, Target) else None
    return _ORDER.get((change.kind, status), _LAST), change.number


def _by_official(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Bring each official's statements together, officials in the order of their first one."""
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        said = change.finding
        if isinstance(said, Statement):
            groups.setdefault(voice(said), []).append(change)
    return tuple(change for group in groups.values() for change in group)
