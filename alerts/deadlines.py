"""Goals of the ledger → those whose day is near, and which of them a digest names. Pure.

“By 2026” is due on the last day of 2026.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from alerts.audience import Cadence
from alerts.figures import KnownTarget
from alerts.model import Deadline

_HORIZON = 35  # days ahead that are looked at

# How many days ahead a digest names a goal: one of a day does on few days, so that it does not repeat itself daily.
_AHEAD: Mapping[Cadence, Collection[int]] = {
    Cadence.WEEK: range(_HORIZON + 1),
    Cadence.DAY: (30, 7, 1),
    Cadence.INSTANT: (),
}


def last_date(period: str) -> date | None:
    """Return the last day of an ISO period (2026, 2026-12, 2026-12-31), None where no calendar has it."""
    try:
        year, month, day = map(int, f"{period}-0-0".split("-")[:3])
        return date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:  # the 31st of June, in somebody's text
        return None


def is_period(text: str) -> bool:
    """Return whether a text is an ISO period that a calendar has: written in full, as everything is compared."""
    return len(text) in {4, 7, 10} and last_date(text) is not None


def ends(today: date) -> dict[str, date]:
    """Return the ISO periods (2026, 2026-12, 2026-12-31) that end soon, today or later, each with its last day."""
    found: dict[str, date] = {}
    for day in (today + timedelta(days=ahead) for ahead in range(_HORIZON + 1)):
        found[day.isoformat()] = day
        tomorrow = day + timedelta(days=1)
        if tomorrow.month != day.month:
            found[f"{day:%Y-%m}"] = day
        if tomorrow.year != day.year:
            found[f"{day:%Y}"] = day
    return found


def coming(goals: Iterable[KnownTarget], today: date) -> list[Deadline]:
    """Return the goals whose deadline is near, the soonest first."""
    days = ends(today)
    near = [
        Deadline(it.id, it.target, days[due], (days[due] - today).days, it.origin)
        for it in goals
        if (due := it.target.deadline or "") in days
    ]
    return sorted(near, key=lambda it: (it.day, it.entry))


def is_named(deadline: Deadline, cadence: Cadence) -> bool:
    """Whether a digest of a cadence names a goal on that day."""
    return deadline.left in _AHEAD[cadence]
