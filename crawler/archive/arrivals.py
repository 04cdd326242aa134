"""Texts by when they came in: the last ones of a source, and those that a run brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from crawler.archive import tables
from crawler.model import Verdict

_TABLE = tables.revisions
_SELECTED = select(
    _TABLE.c.number,
    _TABLE.c.title,
    _TABLE.c.publisher,
    _TABLE.c.source,
    _TABLE.c.published,
    _TABLE.c.fetched_at,
    _TABLE.c.topics,
    _TABLE.c.verdict,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A text that came in: its number, headline, publisher (by name) and source; what it is about, and as what it came.

    `topics` are names, none of a text that is about nothing that is watched.
    """

    number: int
    title: str
    publisher: str
    source: str
    published: datetime
    fetched_at: datetime
    topics: tuple[str, ...]
    verdict: Verdict


def of_source(connection: Connection, source: str, limit: int) -> list[Arrival]:
    """Return the texts that a source brought last, the newest first."""
    return _newest(connection, _SELECTED.where(_TABLE.c.source == source), limit)


def of_run(connection: Connection, run: int, limit: int) -> list[Arrival]:
    """Return the texts that a run brought, the newest first: what came from the sources that it polled while it ran."""
    runs, polls = tables.runs, tables.polls
    row = connection.execute(select(runs.c.started, runs.c.ended).where(runs.c.id == run)).first()
    if row is None:
        return []
    polled = select(polls.c.source).where(polls.c.run_id == run)
    query = _SELECTED.where(_TABLE.c.source.in_(polled), _TABLE.c.fetched_at >= row.started)
    return _newest(connection, query.where(_TABLE.c.fetched_at <= row.ended) if row.ended else query, limit)


def _newest(connection: Connection, query: Select[Any], limit: int) -> list[Arrival]:
    ordered = query.order_by(_TABLE.c.fetched_at.desc(), _TABLE.c.number.desc()).limit(limit)
    return list(_arrivals(connection.execute(ordered)))


def _arrivals(rows: Iterable[Row[Any]]) -> Iterable[Arrival]:
    for row in rows:
        held = dict(row._mapping)
        yield Arrival(**held | {"topics": tuple(row.topics), "verdict": Verdict(row.verdict)})
