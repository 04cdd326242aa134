"""What was read once, and where: the changes of findings as sightings, for those who look at them again."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, func, select

from alerts.identity import has_words
from alerts.model import ChangeKind, Finding, Origin, Target
from alerts.store import tables
from alerts.store.values import load_finding, load_origin
from crawler.archive.db import in_parts
from crawler.archive.tables import revisions
from seeds import fingerprint

_PAGE = 500  # rows that are fetched at once where all are looked through


class Withdrawn(StrEnum):
    """Why a change stands no more."""

    REJECTED = "rejected"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding that was read once.

    `number` is that of its change, `text` the content hash of its article; `read` is what the rules had read, `stands`
    what is left of it after the corrections of persons, None where they have rejected it.
    """

    number: int
    text: str
    read: Finding
    stands: Finding | None
    kind: ChangeKind
    reason: str
    origin: Origin

    @property
    def finding(self) -> Finding:
        """What there is to show of it."""
        return self.stands or self.read


def of_numbers(connection: Connection, numbers: Collection[int]) -> list[Sighting]:
    """Return the sightings of these numbers, in order; what was lost to other rules is none."""
    found: list[Sighting] = []
    for some in in_parts(sorted(numbers)):
        query = _read().where(tables.changes.c.number.in_(some)).order_by(tables.changes.c.number)
        found += map(_sighting, connection.execute(query))
    return found


def of_revisions(connection: Connection, numbers: Collection[int]) -> dict[int, list[Sighting]]:
    """Return what was read in revisions, by their numbers."""
    found: dict[int, list[Sighting]] = {}
    for some in in_parts(sorted(numbers)):
        query = _read().where(tables.changes.c.revision.in_(some)).order_by(tables.changes.c.number)
        for row in connection.execute(query):
            found.setdefault(row.revision, []).append(_sighting(row))
    return found


def counts(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """Count what was read in revisions and stands, by their numbers; those in which there is nothing are left out."""
    table = tables.changes
    stands = table.c.withdrawn.is_(None) & (table.c.kind != ChangeKind.EDITED)
    counted: dict[int, int] = {}
    for some in in_parts(sorted(numbers)):
        query = select(table.c.revision, func.count().label("found")).where(table.c.revision.in_(some), stands)
        counted |= {row.revision: row.found for row in connection.execute(query.group_by(table.c.revision))}
    return counted


def of_entry(connection: Connection, number: int, most: int | None = None) -> list[Sighting]:
    """Return the sightings of what a change is a sighting of, those of entries that are merged with it included.

    Where `most` is given, only so many are returned, the latest.
    """
    table, entry = entry_of(connection, number)
    if entry is None:  # it was rejected as it came
        return of_numbers(connection, [number])
    column = _reference(table)
    into = select(func.coalesce(table.c.merged_into, table.c.id)).where(table.c.id == entry).scalar_subquery()
    entries = select(table.c.id).where((table.c.id == into) | (table.c.merged_into == into))
    query = _read().where((column == entry) | column.in_(entries)).order_by(tables.changes.c.number.desc())
    return [_sighting(row) for row in connection.execute(query.limit(most))][::-1]


def latest(connection: Connection, words: str, limit: int) -> list[Sighting]:
    """Return sightings, the latest first: those in which all the words stand, however they are set."""
    rows = connection.execute(_read().order_by(tables.changes.c.number.desc())).yield_per(_PAGE)
    # Read one after the other: what the words are compared with is normalised, which no database does.
    return list(islice((it for it in map(_sighting, rows) if has_words(_said(it), words)), limit))


def near(connection: Connection, number: int) -> list[int]:
    """Return the changes that a word about one may bear on: those of its article and of its entry.

    Those that were rejected as they came have no entry: a word about the finding that they repeat may bear on any.
    """
    table, entry = entry_of(connection, number)
    revision = select(tables.changes.c.revision).where(tables.changes.c.number == number).scalar_subquery()
    here = (tables.changes.c.revision == revision) | _REJECTED_AT_ONCE
    if entry is not None:
        here |= _reference(table) == entry
    return list(connection.execute(select(tables.changes.c.number).where(here)).scalars())


def of_objects(connection: Connection, objects: Collection[str]) -> list[int]:
    """Return the changes of figures whose object the ledger knows by one of these names."""
    return _of_entries(connection, tables.ledger_targets.c.object, objects)


def of_speakers(connection: Connection, speakers: Collection[str]) -> list[int]:
    """Return the changes of statements that one of these persons has made."""
    return _of_entries(connection, tables.ledger_statements.c.speaker, speakers)


def are_one(connection: Connection, number: int, other: int) -> bool:
    """Whether two changes are sightings of one entry, or of two that are merged."""
    entries = [entry_of(connection, it) for it in (number, other)]
    queries = [select(func.coalesce(table.c.merged_into, table.c.id)).where(table.c.id == it) for table, it in entries]
    one, another = (connection.execute(it).scalar() for it in queries)
    return bool(one == another)


def entry_of(connection: Connection, number: int) -> tuple[Table, int | None]:
    """Return where a change has its entry, and that one's id, None where it has none."""
    table = tables.changes.c
    row = connection.execute(select(table.target_id, table.statement_id).where(table.number == number)).one()
    if row.statement_id is not None:
        return tables.ledger_statements, row.statement_id
    return tables.ledger_targets, row.target_id


_REJECTED_AT_ONCE = and_(
    tables.changes.c.withdrawn == Withdrawn.REJECTED,
    tables.changes.c.target_id.is_(None),
    tables.changes.c.statement_id.is_(None),
)


def _reference(table: Table) -> Any:
    return tables.changes.c.target_id if table is tables.ledger_targets else tables.changes.c.statement_id


def _of_entries(connection: Connection, column: Any, names: Collection[str]) -> list[int]:
    entry = column.table.c.id
    query = select(tables.changes.c.number).join(column.table, entry == _reference(column.table))
    return list(connection.execute(query.where(column.in_(list(names)))).scalars())


def _read() -> Select[Any]:
    table = tables.changes
    query = select(table, revisions.c.content_hash).join(revisions, revisions.c.number == table.c.revision)
    return query.where(table.c.withdrawn.is_distinct_from(Withdrawn.LOST), table.c.kind != ChangeKind.EDITED)


def _sighting(row: Row[Any]) -> Sighting:
    finding = load_finding(row.finding)
    return Sighting(
        number=row.number,
        text=fingerprint.original(row.content_hash),
        read=load_finding(row.read) if row.read else finding,
        stands=None if row.withdrawn else finding,
        kind=ChangeKind(row.kind),
        reason=row.reason,
        origin=load_origin(row.origin),
    )


def _said(it: Sighting) -> tuple[str | None, ...]:
    finding = it.finding
    named = (
        (finding.object, finding.scope)
        if isinstance(finding, Target)
        else (finding.speaker, finding.position, finding.organization)
    )
    return (*named, finding.evidence.text, it.origin.title)
