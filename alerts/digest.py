"""Changes and a subscriber → the digest that is due, or none: when, what of it, and in which order.

Pure: `now` is an argument, and what a subscriber has had already is the watermark that it carries.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.model import Cadence, Change, ChangeKind, Coverage, Digest, PageEdit, Statement, Status, Subscriber, Target
from alerts.sayings import is_told
from alerts.subscribe import wants

SENDING_HOUR = time(7)
"""When daily and weekly digests are due, in the service's zone."""

# Goals first, by what happened to them; then what sources say otherwise and what is hard to believe; then what was
# reached, then estimates and plain figures.
_ORDER: dict[tuple[ChangeKind, Status | None], int] = {
    (ChangeKind.NEW, Status.TARGET): 0,
    (ChangeKind.RAISED, Status.TARGET): 1,
    (ChangeKind.LOWERED, Status.TARGET): 1,
    (ChangeKind.POSTPONED, Status.TARGET): 1,
    (ChangeKind.ADVANCED, Status.TARGET): 1,
    **{(kind, status): 2 for kind in (ChangeKind.CONTRADICTED, ChangeKind.IMPLAUSIBLE) for status in Status},
    (ChangeKind.ACHIEVED, Status.ACHIEVED): 3,
    (ChangeKind.PROGRESS, Status.ACHIEVED): 4,
}
_LAST = 5


def due(subscriber: Subscriber, now: datetime, zone: ZoneInfo, latest_change: int) -> str | None:
    """Return the period for which a subscriber is to be dealt with now, None where there is none.

    A day (`2026-11-21`) and an ISO week (`2026-W47`) begin at the sending hour, a week on Monday; an instant digest
    is due with any change that has not been dealt with, and is named by it (`instant-812`).
    """
    if not subscriber.confirmed:
        return None
    if subscriber.cadence is Cadence.INSTANT:
        return f"instant-{latest_change}" if latest_change > subscriber.watermark else None
    period = _period(subscriber.cadence, now.astimezone(zone))
    # Never back: after a clock or a zone was changed, an earlier period would queue nothing and pass its news over.
    return period if period > subscriber.last_period else None


def compose(
    changes: Iterable[Change], subscriber: Subscriber, period: str, coverage: Coverage, now: datetime
) -> Digest | None:
    """Compose what a subscriber is told of changes, None where that is nothing.

    Told are new and changed figures, new statements by officials, those that were reworded in what counts, and edits of
    pages; repeats never.
    """
    told = [it for it in changes if is_told(it) and wants(subscriber.filter, it)]
    targets = sorted((it for it in told if isinstance(it.finding, Target)), key=_rank)
    statements = _by_official(it for it in told if isinstance(it.finding, Statement) and it.finding.official)
    edits = tuple(it for it in told if isinstance(it.finding, PageEdit))
    if not targets and not statements and not edits:
        return None
    return Digest(subscriber, period, now, tuple(targets), statements, coverage, edits)


def voice(statement: Statement) -> tuple[str, str]:
    """Return whose a statement is: the name of its official, else of its organisation; and the organisation."""
    organization = statement.organization or ""
    return statement.speaker or organization, organization


def _period(cadence: Cadence, local: datetime) -> str:
    # The hour that day begins belongs to it; wall-clock time, so that a clock put forward or back moves nothing.
    day = local.date() if local.time() >= SENDING_HOUR else local.date() - timedelta(days=1)
    if cadence is Cadence.DAY:
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
