"""Polls: what came of asking a source for news, and what the next poll may say to be told “nothing has changed”."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, insert, select

from crawler.archive import tables
from crawler.model import Poll, Validators


@dataclass(frozen=True, slots=True)
class Standing:
    """How many sources were polled, and the names of those whose last poll failed."""

    polled: int
    failing: tuple[str, ...]


def remember(connection: Connection, run: int, poll: Poll) -> None:
    """Store a poll that has ended."""
    row = {
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
    connection.execute(insert(tables.polls).values(row))


def validators(connection: Connection, source: str) -> Validators:
    """Return what the last successful poll of a source left for the next one."""
    table = tables.polls
    query = (
        select(table.c.etag, table.c.last_modified, table.c.body_hash)
        .where(table.c.source == source, table.c.reason.is_(None))
        .order_by(table.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Validators(*row) if row else Validators()


def standing(connection: Connection, since: datetime) -> Standing:
    """Return how the sources fared that were polled since a moment, by the last poll of each."""
    table = tables.polls
    last = select(func.max(table.c.id)).where(table.c.at >= since).group_by(table.c.source)
    query = select(table.c.source, table.c.reason).where(table.c.id.in_(last)).order_by(table.c.source)
    rows = connection.execute(query).all()
    return Standing(len(rows), tuple(row.source for row in rows if row.reason is not None))


def succeeded_before(connection: Connection, source: str) -> bool:
    """Return whether any poll of a source has succeeded: the first that does is the source's baseline."""
    table = tables.polls
    return bool(
        connection.execute(select(exists().where(table.c.source == source, table.c.reason.is_(None)))).scalar_one()
    )
