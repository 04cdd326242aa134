"""How each source stands after its last poll: its history for `crawler.health`, and when it is polled next.

One row a source, rewritten with every poll that ends; the polls themselves stay in `polls`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from crawler import health, polling
from crawler.archive import tables
from crawler.health import History
from crawler.model import Poll, Reason
from crawler.polling import Pace


@dataclass(frozen=True, slots=True)
class Watch:
    """How many sources were polled since a moment, how many of them failed last, and when the last poll was.

    `began` is when the first poll of all that are remembered was read, None where none ever was.
    """

    polled: int
    failing: int
    last: datetime | None
    began: datetime | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source's history, and when its next poll is due."""

    history: History
    next_poll: datetime


def advance(connection: Connection, polls: Sequence[Poll], pace: Pace, chance: Callable[[], float]) -> None:
    """Fold polls that have ended into their sources' rows; `chance` (0 to 1) spreads the next polls of many sources."""
    if not polls:
        return
    names = {poll.source for poll in polls}
    known = everything(connection, names)
    for poll in polls:
        known[poll.source] = _after(known.get(poll.source), poll, pace, chance())
    table = tables.source_states
    connection.execute(delete(table).where(table.c.source.in_(names)))
    connection.execute(insert(table), [_row(source, state) for source, state in known.items()])


def everything(connection: Connection, sources: Iterable[str] | None = None) -> dict[str, SourceState]:
    """Return the states of sources by name, of all that were ever polled where none are named."""
    table = tables.source_states
    query = select(table)
    if sources is not None:
        query = query.where(table.c.source.in_(list(sources)))
    return {row.source: _state(row) for row in connection.execute(query)}


def polled(connection: Connection) -> dict[str, datetime]:
    """Return when each source that was ever polled was polled last."""
    table = tables.source_states
    return {row.source: row.polled_at for row in connection.execute(select(table.c.source, table.c.polled_at))}


def watch(connection: Connection, since: datetime) -> Watch:
    """Return how the sources were watched since a moment."""
    table = tables.source_states
    lately = table.c.polled_at >= since
    query = select(
        func.count().filter(lately).label("polled"),
        func.count().filter(lately, table.c.failures > 0).label("failing"),
        func.max(table.c.polled_at).filter(lately).label("last"),
        func.min(table.c.first_at).label("began"),
    )
    row = connection.execute(query).one()
    return Watch(row.polled, row.failing, row.last, row.began)


def _after(known: SourceState | None, poll: Poll, pace: Pace, chance: float) -> SourceState:
    before = known.history if known else None
    history = health.advance(before, poll)
    if history.failures:
        pause = polling.after_failure(history.failures, poll.asked, pace, chance)
    else:
        pause = polling.after_success(health.output(before, history, poll), poll.asked, pace, chance)
    return SourceState(history, poll.at + pause)


def _row(source: str, state: SourceState) -> Mapping[str, Any]:
    history = state.history
    return {
        "source": source,
        "next_poll_at": state.next_poll,
        "polled_at": history.polled,
        "status": history.status,
        "first_at": history.first,
        "answered_at": history.answered,
        "last_new_at": history.last_new,
        "failures": history.failures,
        "recovered_from": history.recovered_from,
        "reason": history.reason,
        "detail": history.detail,
        "volumes": {day.isoformat(): count for day, count in history.volumes.items()},
    }


def _state(row: Row[Any]) -> SourceState:
    history = History(
        polled=row.polled_at,
        status=row.status,
        first=row.first_at,
        answered=row.answered_at,
        last_new=row.last_new_at,
        failures=row.failures,
        recovered_from=row.recovered_from,
        reason=Reason(row.reason) if row.reason else None,
        detail=row.detail,
        volumes={date.fromisoformat(day): count for day, count in row.volumes.items()},
    )
    return SourceState(history, row.next_poll_at)
