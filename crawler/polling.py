"""When to ask a source again: what it publishes, what its answers ask for and how often it failed → the next poll.

Pure: the moment and the random number are arguments. Nobody is given up: a source that fails is asked ever more rarely.

The ways of others that this grew from: miniflux takes the interval from the entries of a week, Media Cloud's fetcher
from the share of a feed that is new, so that nothing scrolls out of it unseen; both mind what servers ask for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

from crawler.address import host
from crawler.model import OFFICIAL, Asked, Source

DAY = timedelta(days=1)

#: Rates are taken from this long a past.
MEMORY = timedelta(days=7)

#: How old a page is when it is looked at again: most edits come soon, and a page that has stood for a month stands.
VISITS = tuple(timedelta(days=days) for days in (1, 3, 7, 14, 30))
#: Whose pages are looked at again.
REVISITED = OFFICIAL
#: Pages of a source that are looked at again in one poll.
MOST_VISITS = 20

_POLLS_PER_ENTRY = 4  # so that an entry is found after an eighth of the usual time between two, on average
_FIRST_GUESS = timedelta(hours=4)  # between two entries of a source that nothing is known of
_PATIENCE = 30  # failures in a row before the ceiling itself is raised
_RAISED = 7  # times the ceiling: a week, where the ceiling is a day
_DOUBLINGS = 20  # lead from any floor past any ceiling
_SPREAD = 0.5  # of a back-off: what failed together, because a line was down, does not come back together
_JITTER = 0.1  # of an interval, so that what was polled together does not stay together
_SLACK = timedelta(minutes=1)  # a timer that fires on the minute meets a poll that is due in the course of it

_PERIODS = {
    b"hourly": timedelta(hours=1),
    b"daily": DAY,
    b"weekly": timedelta(weeks=1),
    b"monthly": timedelta(days=30),
    b"yearly": timedelta(days=365),
}
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_UNCACHED = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*([a-z]+)\s*</", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,4})\s*</", re.IGNORECASE)
_FIRST_ITEM = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Pace:
    """The shortest and the longest time between two polls of a source that answers."""

    floor: timedelta = timedelta(minutes=10)
    ceiling: timedelta = DAY


DEFAULT_PACE = Pace()


@dataclass(frozen=True, slots=True)
class Output:
    """What a source has put out: `entries` in the time `over`, as far back as it has been watched, a week at most.

    `turnover` is the time in which all that its list holds would be replaced, as the last poll saw it; None where that
    saw nothing new.
    """

    entries: int
    over: timedelta
    turnover: timedelta | None = None


def after_success(output: Output, asked: Asked, pace: Pace, chance: float) -> timedelta:
    """Return how long after a poll that succeeded the next one comes; `chance` lies between 0 and 1.

    The usual time between two entries decides. A server that says how long its answer stays fresh is not asked sooner,
    but a list that would have scrolled by half until then is.
    """
    usual = (output.over + _FIRST_GUESS) / (output.entries + 1)
    wanted = max(usual / _POLLS_PER_ENTRY, asked.fresh_for)
    if output.turnover is not None:
        wanted = min(wanted, output.turnover / 2)
    wanted *= 1 - _JITTER * chance
    return max(_within(wanted, pace.floor, pace.ceiling), _not_before(asked))


def after_failure(failures: int, asked: Asked, pace: Pace, chance: float) -> timedelta:
    """Return how long after the last of so many failures in a row the next poll comes; `chance` lies between 0 and 1.

    The time doubles with each failure up to the ceiling, and after thirty of them up to a week of ceilings.
    """
    doubled, limit = pace.floor * 2 ** min(failures - 1, _DOUBLINGS), pace.ceiling
    if failures >= _PATIENCE:
        doubled, limit = pace.ceiling * 2 ** min(failures - _PATIENCE, _DOUBLINGS), pace.ceiling * _RAISED
    wanted = min(doubled, limit) * (1 - _SPREAD * chance)
    return max(_within(wanted, pace.floor, limit), _not_before(asked))


def asked_by(headers: Mapping[str, str], body: bytes, now: datetime) -> Asked:
    """Read what an answer asks of the next poll out of its headers (in any case) and, for a feed, its first lines."""
    lowered = {name.lower(): value for name, value in headers.items()}
    fresh_for = max(_fresh_for(lowered, now), _declared_period(body))
    return Asked(retry_after(headers, now), fresh_for)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Read `Retry-After`: seconds, or a date (RFC 9110, 10.2.3), a day at most; anything else asks for nothing."""
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), "").strip()
    if value.isascii() and value.isdigit():
        return min(timedelta(seconds=int(value[:9])), DAY)
    return max(timedelta(), min(_until(value, now), DAY))


def is_due(next_poll: datetime | None, now: datetime) -> bool:
    """Return whether a source's time has come; None is that of one which was never polled."""
    return next_poll is None or next_poll <= now + _SLACK


def next_visit(first_seen: datetime, now: datetime) -> datetime | None:
    """Return when a page is looked at again that is known since a moment, None where it has been often enough.

    A visit that comes late stands for those that were missed before it.
    """
    return next((at for age in VISITS if (at := first_seen + age) > now), None)


def batches(due: Iterable[tuple[Source, datetime | None]], size: int) -> list[tuple[Source, ...]]:
    """Divide sources, each with the time of its next poll, into batches that are spread over as many hosts as can be.

    The longest overdue come first; hosts take turns, one source each.
    """
    by_host: defaultdict[str, list[Source]] = defaultdict(list)
    for source, _ in sorted(due, key=_longest_overdue):
        by_host[host(source.url)].append(source)
    order = list(_in_turns(list(by_host.values())))
    return [tuple(order[start : start + size]) for start in range(0, len(order), size)]


def _longest_overdue(item: tuple[Source, datetime | None]) -> tuple[bool, float]:
    next_poll = item[1]
    return (False, 0.0) if next_poll is None else (True, next_poll.timestamp())


def _in_turns(queues: Sequence[Sequence[_T]]) -> Iterator[_T]:
    for turn in range(max(map(len, queues), default=0)):
        yield from (queue[turn] for queue in queues if turn < len(queue))


def _within(wanted: timedelta, floor: timedelta, ceiling: timedelta) -> timedelta:
    return max(floor, min(wanted, ceiling))


def _not_before(asked: Asked) -> timedelta:
    return min(asked.retry_after, DAY)  # nobody is let to silence a source for longer


def _fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Return how long an answer stays fresh: `max-age` less its age, else `Expires` (RFC 9111, 4.2.1)."""
    control = headers.get("cache-control", "")
    if _UNCACHED.search(control):
        return timedelta()
    if found := _MAX_AGE.search(control):
        age = headers.get("age", "")
        spent = int(age[:9]) if age.isascii() and age.isdigit() else 0
        return timedelta(seconds=max(0, int(found[1]) - spent))
    since = _moment(headers.get("date", "")) or now
    return max(timedelta(), _until(headers.get("expires", ""), since))


def _declared_period(body: bytes) -> timedelta:
    """Return how often a feed says that it changes: `ttl` of RSS 2.0 (minutes), or the syndication module's period."""
    first = _FIRST_ITEM.search(body, 0, 100_000)
    head = body[: first.start() if first else 10_000]
    if found := _TTL.search(head):
        return timedelta(minutes=int(found[1]))
    period = _PERIOD.search(head)
    if period is None:
        return timedelta()
    times = _FREQUENCY.search(head)
    return _PERIODS.get(period[1].lower(), timedelta()) / max(1, int(times[1]) if times else 1)


def _until(date: str, now: datetime) -> timedelta:
    moment = _moment(date)
    return moment - now if moment else timedelta()


def _moment(date: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(date)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return read if read.tzinfo else None  # “-0000” leaves the zone open
