"""The figures of the ledger in pages: narrowed and ordered by the database, so that only what is shown is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from alerts.figures import KnownTarget
from alerts.identity import canonical, canonical_unit, last_day, plain, searchable
from alerts.model import ChangeKind, Status
from alerts.store import tables
from alerts.store.ledger import current, known_target, numbered, stands
from alerts.store.paging import Ordering, Place

_TABLE = tables.ledger_targets
_NEVER = "9999-12-31"  # where figures stand that name no period, among those that are ordered by it


class Order(StrEnum):
    """What comes first: the last to change, the last to be read first, names as they sort, the largest, the soonest."""

    CHANGED = "changed"
    PUBLISHED = "published"
    OBJECT = "object"
    VALUE = "value"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are looked for; what is empty or None is not asked for.

    `words` must all stand in the object, the scope or the evidence, or name the object. `object` and `scope` are parts
    of the name by which the ledger knows the object, and of the place. `due_from` and `due_until` are ISO periods that
    the figure's own must not end before the first day, or after the last day, of. `since` and `until` bound when the
    last change was noticed, the latter without itself. `current` leaves out what a later figure has replaced. `change`
    is what the last change meant, `topic` one that the article is relevant to in which the figure was read first.
    """

    words: str = ""
    object: str = ""
    scope: str = ""
    unit: str = ""
    status: Status | None = None
    due_from: str = ""
    due_until: str = ""
    since: datetime | None = None
    until: datetime | None = None
    current: bool = True
    change: ChangeKind | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last that became of a figure, repeats left out: the finding's number, what it meant, when it was noticed."""

    number: int
    kind: ChangeKind
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class ListedTarget:
    """A figure of the ledger in a list, and its place there; `last` is None for what the seed corpus alone states."""

    known: KnownTarget
    last: LastChange | None
    place: Place


def targets(
    connection: Connection, wanted: Wanted, limit: int, after: Place | None = None, order: Order = Order.CHANGED
) -> list[ListedTarget]:
    """Return up to `limit` figures, those after a place of the same list where one is given."""
    return _listed_by(connection, _ORDERINGS[order], limit, after, _conditions(wanted))


def _listed_by(
    connection: Connection,
    ordering: Ordering,
    limit: int,
    after: Place | None,
    conditions: Iterable[ColumnElement[bool]],
) -> list[ListedTarget]:
    last = tables.changes.alias("last_change")
    page = ordering.page(select(_TABLE.c.id).where(*conditions), limit, after).subquery("page")
    query = (
        numbered(_TABLE)
        .add_columns(last.c.number.label("last"), last.c.kind, last.c.noticed_at)
        .join(page, page.c.id == _TABLE.c.id)
        .outerjoin(last, last.c.number == _LAST)
    )
    # What the page is joined with promises nothing about its order.
    in_order = Ordering(page.c.key, _TABLE.c.id, ordering.falling).page(query, limit, None)
    return [_listed(row) for row in connection.execute(in_order)]


def of_entry(connection: Connection, entry: int) -> ListedTarget | None:
    """Return a figure by its entry in the ledger, whether or not a later one has replaced it."""
    found = _listed_by(connection, _ORDERINGS[Order.CHANGED], 1, None, [stands(_TABLE), _TABLE.c.id == entry])
    return next(iter(found), None)


def count(connection: Connection, wanted: Wanted) -> int:
    """Count the figures that are looked for."""
    query = select(func.count()).select_from(_TABLE).where(*_conditions(wanted))
    counted: int = connection.execute(query).scalar_one()
    return counted


def count_by_year(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """Count the figures that are looked for by the years in which their periods end, the first one first."""
    year = func.substr(_TABLE.c.period, 1, 4)
    query = select(year.label("year"), func.count().label("figures")).where(*_conditions(wanted), year.is_not(None))
    return {row.year: row.figures for row in connection.execute(query.group_by(year).order_by(year))}


_LAST: ColumnElement[int] = (
    select(func.max(tables.changes.c.number))
    .where(
        tables.changes.c.target_id == _TABLE.c.id,
        tables.changes.c.withdrawn.is_(None),
        tables.changes.c.kind != ChangeKind.REPEATED,
    )
    .correlate(_TABLE)
    .scalar_subquery()
)
# `alerts.identity.last_day` in SQL.
_LAST_DAY = _TABLE.c.period + func.substr("-12-31", func.length(_TABLE.c.period) - 3)
_ORDERINGS: Mapping[Order, Ordering] = {
    Order.CHANGED: Ordering(func.coalesce(_LAST, 0), _TABLE.c.id),
    Order.PUBLISHED: Ordering(_TABLE.c.origin_date, _TABLE.c.id),
    Order.OBJECT: Ordering(_TABLE.c.object, _TABLE.c.id, falling=False),
    Order.VALUE: Ordering(_TABLE.c.value, _TABLE.c.id),
    Order.DEADLINE: Ordering(func.coalesce(_LAST_DAY, _NEVER), _TABLE.c.id, falling=False),
}


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield current(_TABLE) if wanted.current else stands(_TABLE)
    for word in wanted.words.split():
        said = _TABLE.c.search_text.contains(searchable([word]), autoescape=True)
        named = _TABLE.c.object.icontains(plain(word), autoescape=True)
        yield (_TABLE.c.object == canonical(word)) | named | said  # the dearest last: for it alone the row is read
    yield from _of_a_kind(wanted)
    yield from _in_time(wanted)


def _of_a_kind(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.object:
        name = plain(wanted.object)
        yield _TABLE.c.object.icontains(name, autoescape=True) | (_TABLE.c.object == canonical(name))
    if wanted.scope:
        yield _TABLE.c.scope.contains(wanted.scope, autoescape=True)
    if wanted.unit:
        yield _TABLE.c.unit == canonical_unit(wanted.unit)
    if wanted.status:
        yield _TABLE.c.status == wanted.status
    if wanted.topic:
        # A list's names stand in quotation marks in JSON, and none of a topic holds one.
        yield _TABLE.c.origin["topics"].as_string().contains(f'"{wanted.topic}"', autoescape=True)


def _in_time(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.due_from:
        yield wanted.due_from <= _LAST_DAY
    if wanted.due_until:
        yield last_day(wanted.due_until) >= _LAST_DAY
    kind, noticed = (
        select(column).where(tables.changes.c.number == _LAST).scalar_subquery()
        for column in (tables.changes.c.kind, tables.changes.c.noticed_at)
    )
    if wanted.change:
        yield kind == wanted.change
    if wanted.since:
        yield noticed >= wanted.since
    if wanted.until:
        yield noticed < wanted.until


def _listed(row: Row[Any]) -> ListedTarget:
    last = None if row.last is None else LastChange(row.last, ChangeKind(row.kind), row.noticed_at)
    return ListedTarget(known_target(row, row.number), last, Place(row.key, row.id))
