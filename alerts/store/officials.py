"""The terms of office that texts have told of, in the database. What they mean is decided in `alerts.officials`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Exists, Row, Select, Subquery, Table, case, func, select

from alerts.extract.register import SHIPPED, Office
from alerts.identity import plain
from alerts.model import ChangeKind
from alerts.officials import Term
from alerts.store import corrections, sightings, tables
from alerts.store.ledger import stands
from alerts.store.paging import Ordering, Place
from alerts.store.sightings import Sighting
from crawler.archive.db import in_parts

_LONGEST = 200  # characters of a name or an office; a longer one is none


@dataclass(frozen=True, slots=True)
class Official:
    """A person in the present office, how many different statements the ledger has, and the place in the list."""

    term: Term
    statements: int
    place: Place


def terms(connection: Connection) -> list[Term]:
    """Return all terms of office, the last seen first."""
    return [_term(row) for row in connection.execute(_terms())]


def joined_terms(connection: Connection) -> list[Term]:
    """Return what `terms` does, each person by the name that others have been joined to."""
    joined = corrections.names(connection).joined
    return [replace(it, name=joined[it.name]) if it.name in joined else it for it in terms(connection)]


def officials(connection: Connection, words: str, limit: int, after: Place | None = None) -> list[Official]:
    """Return up to `limit` persons whom the words mean, the last seen first: those after a place where one is given."""
    known = _present(connection)
    ordering = Ordering(known.c.last_seen, known.c.person)
    page = ordering.page(select(known).where(*_meant(known, words)), limit, after)
    rows = connection.execute(page).all()
    said = _statements(connection, {row.name for row in rows})
    return [Official(_term(row), said.get((row.name, row.organization), 0), Place(row.key, row.person)) for row in rows]


def count(connection: Connection, words: str) -> int:
    """Count the persons whom the words mean."""
    known = _present(connection)
    counted: int = connection.execute(select(func.count()).select_from(known).where(*_meant(known, words))).scalar_one()
    return counted


def terms_of(connection: Connection, names: Collection[str]) -> list[Term]:
    """Return the terms of office of persons of these names, the last seen first."""
    found: list[Term] = []
    for some in in_parts(sorted(names)):
        found += map(_term, connection.execute(_terms().where(tables.terms.c.name.in_(some))))
    return found


def career(connection: Connection, name: str) -> list[Term]:
    """Return the terms of office of whom a name may mean, the first one first; those by names joined to it as well."""
    joined = corrections.names(connection).joined
    names = {it for it, instead in joined.items() if instead == name} | {name}
    return sorted(terms_of(connection, names), key=lambda it: (it.first_seen, it.last_seen))


def see(connection: Connection, name: str, office: Office, seen: datetime) -> None:
    """Remember that a text gave a person an office."""
    if max(map(len, (name, office.position, office.organization))) > _LONGEST:
        return
    table = tables.terms
    same = (
        (table.c.name == name) & (table.c.organization == office.organization) & (table.c.position == office.position)
    )
    known = connection.execute(select(table).where(same)).first()
    if known is None:
        row = {"name": name, "organization": office.organization, "position": office.position}
        connection.execute(table.insert().values(**row, first_seen=seen, last_seen=seen, sightings=1))
        return
    first, last = min(known.first_seen, seen), max(known.last_seen, seen)
    changed = table.update().where(same)
    connection.execute(changed.values(first_seen=first, last_seen=last, sightings=known.sightings + 1))


def said_by(connection: Connection, names: Collection[str], limit: int) -> list[Sighting]:
    """Return what persons of these names have said, the latest to come in first; repetitions are left out."""
    table, entries = tables.changes, tables.ledger_statements
    query = select(table.c.number).join(entries, entries.c.id == table.c.statement_id)
    told = entries.c.speaker.in_(list(names)) & (table.c.kind != ChangeKind.REPEATED) & table.c.withdrawn.is_(None)
    numbers = connection.execute(query.where(told).order_by(table.c.number.desc()).limit(limit)).scalars().all()
    return sightings.of_numbers(connection, numbers)[::-1]


def _present(connection: Connection) -> Subquery:
    """Select the last office of each person, by the name that others have been joined to.

    A person is a name in one organisation; one of the shipped register is followed from one to another. An
    organisation of which another text told more of the name (示例省财政厅, and not 省财政厅) is the same.
    """
    table, joined = tables.terms, corrections.names(connection).joined
    name = case(joined, value=table.c.name, else_=table.c.name) if joined else table.c.name
    body = case((name.in_(list(SHIPPED)), ""), else_=table.c.organization)
    last_first = (table.c.last_seen.desc(), table.c.first_seen.desc())
    held = (
        select(
            name.label("name"),
            (name + "\n" + body).label("person"),
            *(it for it in table.c if it is not table.c.name),
            func.row_number().over(partition_by=(name, body), order_by=last_first).label("rank"),
        )
        .where(~_told_in_full(table))
        .subquery()
    )
    return select(held).where(held.c.rank == 1).subquery()


def _told_in_full(table: Table) -> Exists:
    other = tables.terms.alias()
    same, longer = other.c.name == table.c.name, other.c.organization.endswith(table.c.organization)
    return select(other.c.name).where(same, longer, other.c.organization != table.c.organization).exists()


def _meant(known: Subquery, words: str) -> Iterator[ColumnElement[bool]]:
    said = known.c.name + "\n" + known.c.organization + known.c.position
    for word in words.split():
        yield said.icontains(word, autoescape=True) | said.icontains(plain(word), autoescape=True)


def _statements(connection: Connection, names: Collection[str]) -> dict[tuple[str, str], int]:
    """Count the statements that the ledger shows, by speaker and organisation."""
    table = tables.ledger_statements
    query = select(table.c.speaker, table.c.organization, func.count().label("said"))
    shown = table.c.speaker.in_(list(names)) & stands(table)
    query = query.where(shown).group_by(table.c.speaker, table.c.organization)
    return {(row.speaker, row.organization or ""): row.said for row in connection.execute(query)}


def _terms() -> Select[Any]:
    table = tables.terms
    return select(table).order_by(table.c.last_seen.desc(), table.c.name, table.c.position)


def _term(row: Row[Any]) -> Term:
    return Term(row.name, Office(row.position, row.organization), row.first_seen, row.last_seen, row.sightings)
