"""Polls: what came of asking a source for news, and what the next poll may say to be told “nothing has changed”."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from crawler.archive import runs, tables
from crawler.model import Poll, Validators


@dataclass(frozen=True, slots=True)
class Standing:
    """How many sources were polled, and the names of those whose last poll failed."""

    polled: int
    failing: tuple[str, ...]


def remember(connection: Connection, run: int, ended: Iterable[Poll]) -> None:
    """Store polls that have ended."""
    rows = [
        {
            "run_id": run,
            "source": poll.source,
            "at": poll.at,
            "status": poll.status,
            "bytes": poll.bytes,
            "entries": poll.entries,
            "new": poll.new,
            "milliseconds": poll.milliseconds,
            "reason": poll.reason,
            "detail": poll.detail,
            "etag": poll.validators.etag,
            "last_modified": poll.validators.last_modified,
            "body_hash": poll.validators.body_hash,
        }
        for poll in ended
    ]
    if rows:
        connection.execute(insert(tables.polls), rows)


def baselines(connection: Connection, run: int) -> dict[str, Validators]:
    """Return what the last successful poll of each of a run's sources left for the next one, by the source's name.

    A source of which no poll has succeeded is not there: the first that does is its baseline. What another address has
    left, under which a source was known, says nothing of the one that it has now; and an answer that was read by other
    rules has to be read again.
    """
    table, before, leases = tables.polls, tables.polls.alias(), tables.leases
    # A look from the end of the index for each source: a source has thousands of polls, and most have succeeded.
    last = (
        select(before.c.id)
        .where(before.c.source == leases.c.source, before.c.reason.is_(None))
        .order_by(before.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(table.c.source, table.c.run_id, table.c.etag, table.c.last_modified, table.c.body_hash)
        .select_from(leases)
        .join(table, table.c.id == last)
        .where(leases.c.run_id == run)
    )
    rows = connection.execute(query).all()
    asked = runs.readings(connection, {run, *(row.run_id for row in rows)})
    return {
        source: Validators(*left) if asked[earlier].get(source) == asked[run].get(source) else Validators()
        for source, earlier, *left in rows
    }


def standing(connection: Connection, since: datetime) -> Standing:
    """Return how the sources fared that were polled since a moment, by the last poll of each."""
    table = tables.polls
    last = select(func.max(table.c.id)).where(table.c.at >= since).group_by(table.c.source)
    query = select(table.c.source, table.c.reason).where(table.c.id.in_(last)).order_by(table.c.source)
    rows = connection.execute(query).all()
    return Standing(len(rows), tuple(row.source for row in rows if row.reason is not None))
