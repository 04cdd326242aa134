"""Changes in the database: added as the next, read back by their numbers. What one means is decided elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from alerts.model import Change, ChangeKind, Finding, Statement, Target
from alerts.store import tables
from alerts.store.values import dump_finding, dump_origin, load_finding, load_origin, load_told
from crawler.archive.db import in_parts

_PAGE = 50  # rows that are fetched at once where perhaps not all are looked at


@dataclass(frozen=True, slots=True)
class Noticed:
    """A change, when it was noticed, whether readers are told of it, and why it is withdrawn, None where it stands."""

    change: Change
    at: datetime
    announced: bool
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """How far all has come, in numbers that only grow: what was made of changes is as it was while this is the same.

    They are those of the last change, of the last restatement of one, and of the last word that a person has said.
    """

    latest: int
    restated: int
    corrected: int


def add(
    connection: Connection,
    change: Change,
    entry: int | None,
    *,
    announced: bool,
    now: datetime,
    read: Finding | None = None,
    withdrawn: str | None = None,
) -> Change:
    """Store a change as the next; `read` and `withdrawn` are as the table has them."""
    row = meaning(change, entry, read) | {
        "revision": change.origin.revision,
        "announced": announced,
        "noticed_at": now,
        "origin": dump_origin(change.origin),
        "withdrawn": withdrawn,
    }
    number: int = connection.execute(
        tables.changes.insert().values(row).returning(tables.changes.c.number)
    ).scalar_one()
    return replace(change, number=number)


def meaning(change: Change, entry: int | None, read: Finding | None) -> dict[str, Any]:
    """Return the columns that say what a change means; another reading of the same words gives them other values."""
    return {
        "kind": change.kind,
        "target_id": entry if isinstance(change.finding, Target) else None,
        "statement_id": entry if isinstance(change.finding, Statement) else None,
        "finding": dump_finding(change.finding),
        "before": dump_finding(change.before) if change.before else None,
        "against": dump_origin(change.against) if change.against else None,
        "reason": change.reason,
        "read": dump_finding(read) if read else None,
    }


def note_edit(connection: Connection, change: Change, *, announced: bool, now: datetime) -> Change:
    """Store the edit of a page: it is no fact, and has no entry in the ledger."""
    return add(connection, change, None, announced=announced, now=now)


def news(connection: Connection, after: int, upto: int) -> list[Change]:
    """Return the announced changes that are no repeats, of the numbers above `after` up to `upto`, lowest first."""
    table = tables.changes
    numbered = _told().where(table.c.number > after, table.c.number <= upto).order_by(table.c.number)
    return [load(row) for row in connection.execute(numbered)]


def news_since(connection: Connection, moment: datetime) -> list[tuple[datetime, Change]]:
    """Return what `news` does for all that was noticed since a moment, each with when that was, lowest number first."""
    table = tables.changes
    rows = connection.execute(_told().where(table.c.noticed_at >= moment).order_by(table.c.number))
    return [(row.noticed_at, load(row)) for row in rows]


def news_between(connection: Connection, start: datetime, end: datetime, most: int) -> list[Change]:
    """Return what `news` does for what was noticed from a moment until before another: the last so many of it."""
    table = tables.changes
    query = _told().where(table.c.noticed_at >= start, table.c.noticed_at < end)
    # In the order of the index: by their numbers alone all of the day would be read and sorted.
    rows = connection.execute(query.order_by(table.c.noticed_at.desc(), table.c.number.desc()).limit(most)).all()
    return [load(row) for row in reversed(rows)]


def of_revision(connection: Connection, revision: int) -> list[Noticed]:
    """Return what was noticed in a text, repeats and withdrawn changes included, lowest number first."""
    table = tables.changes
    rows = connection.execute(select(table).where(table.c.revision == revision).order_by(table.c.number))
    return [Noticed(load(row), row.noticed_at, row.announced, row.withdrawn) for row in rows]


def latest_news(connection: Connection, most: int) -> Iterator[tuple[Change, datetime]]:
    """Go through announced changes that are no repeats and when each was noticed, the latest first, at most so many.

    They are read as far as they are asked for.
    """
    query = _told().order_by(tables.changes.c.number.desc()).limit(most)
    for row in connection.execute(query.execution_options(yield_per=_PAGE)):
        yield load(row), row.noticed_at


def numbered(connection: Connection, numbers: Sequence[int]) -> list[Change]:
    """Return the changes of some numbers, lowest first, without those that were withdrawn."""
    table = tables.changes
    rows = (
        row
        for part in in_parts(sorted(numbers))
        for row in connection.execute(select(table).where(table.c.number.in_(part), table.c.withdrawn.is_(None)))
    )
    return sorted(map(load, rows), key=lambda it: it.number)


def latest(connection: Connection) -> int:
    """Return the number of the last change, 0 where there is none."""
    highest: int = connection.execute(select(func.coalesce(func.max(tables.changes.c.number), 0))).scalar_one()
    return highest


def mark(connection: Connection) -> Mark:
    """Return how far all has come."""
    columns = (tables.changes.c.number, tables.changes.c.restated, tables.corrections.c.number)
    highest = (select(func.coalesce(func.max(it), 0)).where(it.is_not(None)).scalar_subquery() for it in columns)
    return Mark(*connection.execute(select(*highest)).one())


def latest_before(connection: Connection, moment: datetime) -> int:
    """Return the number of the last change that was noticed before a moment, 0 where there is none."""
    query = select(func.coalesce(func.max(tables.changes.c.number), 0)).where(tables.changes.c.noticed_at < moment)
    highest: int = connection.execute(query).scalar_one()
    return highest


def _told() -> Select[Any]:
    table = tables.changes
    return select(table).where(table.c.announced, table.c.withdrawn.is_(None), table.c.kind != ChangeKind.REPEATED)


def load(row: Row[Any]) -> Change:
    """Read a change from its row."""
    return Change(
        kind=ChangeKind(row.kind),
        finding=load_told(row.finding),
        origin=load_origin(row.origin),
        reason=row.reason,
        before=load_finding(row.before) if row.before else None,
        number=row.number,
        against=load_origin(row.against) if row.against else None,
        read=load_finding(row.read) if row.read else None,
    )
