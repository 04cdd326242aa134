"""The statements of the ledger in pages, the last to be published first: narrowed and ordered by the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from alerts.identity import plain, searchable
from alerts.model import Origin, Statement
from alerts.store import tables
from alerts.store.ledger import known_as_said, numbered, stands
from alerts.store.paging import Ordering, Place
from alerts.store.values import load_origin

_TABLE = tables.ledger_statements
_ORDERING = Ordering(_TABLE.c.origin_date, _TABLE.c.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements are looked for; what is empty or None is not asked for.

    `words` must all stand in who says it, or in what is said. `speaker` is a name, `organization` a part of one, and
    `official` leaves out whoever speaks for no body of state or party. `since` and `until` bound when a statement was
    published first, the latter without itself.
    """

    words: str = ""
    speaker: str = ""
    organization: str = ""
    official: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """A statement of the ledger in a list, by its first sighting, and its place there.

    `number` is the finding's that it stands by, None for what the seed corpus alone states.
    """

    number: int | None
    statement: Statement
    origin: Origin
    place: Place


def statements(connection: Connection, wanted: Wanted, limit: int, after: Place | None = None) -> list[ListedStatement]:
    """Return up to `limit` statements, those after a place of the same list where one is given."""
    query = numbered(_TABLE).where(*_conditions(wanted))
    return [_listed(row) for row in connection.execute(_ORDERING.page(query, limit, after))]


def count(connection: Connection, wanted: Wanted) -> int:
    """Count the statements that are looked for."""
    query = select(func.count()).select_from(_TABLE).where(*_conditions(wanted))
    counted: int = connection.execute(query).scalar_one()
    return counted


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield stands(_TABLE)
    for word in wanted.words.split():
        said = _TABLE.c.search_text.contains(searchable([word]), autoescape=True)
        yield said | _TABLE.c.speaker.contains(plain(word), autoescape=True)
    if wanted.speaker:
        yield _TABLE.c.speaker == wanted.speaker
    if wanted.organization:
        yield _TABLE.c.organization.contains(wanted.organization, autoescape=True)
    if wanted.official:
        yield _TABLE.c.statement["official"].as_boolean()
    if wanted.since:
        yield _TABLE.c.origin_date >= wanted.since
    if wanted.until:
        yield _TABLE.c.origin_date < wanted.until


def _listed(row: Row[Any]) -> ListedStatement:
    return ListedStatement(row.number, known_as_said(row), load_origin(row.origin), Place(row.key, row.id))
