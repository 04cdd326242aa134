"""Polls as they are looked back on: the last ones of many sources, and those of one source or one run in pages."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from crawler.archive import tables
from crawler.model import Reason

_TABLE = tables.polls
_COLUMNS = (
    _TABLE.c.id,
    _TABLE.c.run_id,
    _TABLE.c.source,
    _TABLE.c.at,
    _TABLE.c.status,
    _TABLE.c.bytes,
    _TABLE.c.entries,
    _TABLE.c.new,
    _TABLE.c.milliseconds,
    _TABLE.c.reason,
    _TABLE.c.detail,
)


@dataclass(frozen=True, slots=True)
class PastPoll:
    """A poll that has ended: `number` says in which order polls did, and `run` which run it was of.

    Its other fields are those of `crawler.model.Poll`.
    """

    number: int
    run: int
    source: str
    at: datetime
    status: int | None
    bytes: int
    entries: int
    new: int
    milliseconds: int
    reason: Reason | None
    detail: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a poll went, in short: the entries that were new, and whether it failed."""

    new: int
    failed: bool


def last(connection: Connection, sources: Collection[str], most: int) -> Mapping[str, list[Outcome]]:
    """Return how the last polls of each source went, so many at most, oldest first; one never polled is not there."""
    states, before = tables.source_states, _TABLE.alias()
    # Where a source's last polls begin is looked up in the index: a source has thousands.
    first = (
        select(before.c.id)
        .where(before.c.source == states.c.source)
        .order_by(before.c.id.desc())
        .offset(most - 1)
        .limit(1)
        .correlate(states)
        .scalar_subquery()
    )
    query: Select[Any] = (
        select(_TABLE.c.source, _TABLE.c.new, _TABLE.c.reason)
        .select_from(states)
        .join(_TABLE, (_TABLE.c.source == states.c.source) & (_TABLE.c.id >= func.coalesce(first, 0)))
        .where(states.c.source.in_(list(sources)))
        .order_by(_TABLE.c.id)
    )
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    for source, new, reason in connection.execute(query):
        found[source].append(Outcome(new, reason is not None))
    return found


def of_source(connection: Connection, source: str, limit: int, before: int | None = None) -> list[PastPoll]:
    """Return polls of a source, the newest first: those before a number where one is given."""
    return _newest(connection, _TABLE.c.source == source, limit, before)


def of_run(connection: Connection, run: int, limit: int, before: int | None = None) -> list[PastPoll]:
    """Return polls of a run, the newest first: those before a number where one is given."""
    return _newest(connection, _TABLE.c.run_id == run, limit, before)


def _newest(connection: Connection, condition: ColumnElement[bool], limit: int, before: int | None) -> list[PastPoll]:
    query: Select[Any] = select(*_COLUMNS).where(condition).order_by(_TABLE.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_TABLE.c.id < before)
    return [_poll(row) for row in connection.execute(query)]


def _poll(row: Row[Any]) -> PastPoll:
    return PastPoll(
        number=row.id,
        run=row.run_id,
        source=row.source,
        at=row.at,
        status=row.status,
        bytes=row.bytes,
        entries=row.entries,
        new=row.new,
        milliseconds=row.milliseconds,
        reason=Reason(row.reason) if row.reason else None,
        detail=row.detail,
    )
