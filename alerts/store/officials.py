"""The terms of office that texts have told of, in the database. What they mean is decided in `alerts.officials`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery, case, func, select

from alerts.extract.register import Office
from alerts.identity import plain
from alerts.model import ChangeKind
from alerts.officials import Term, present
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
    return _joined(terms(connection), corrections.names(connection).joined)


def officials(connection: Connection, words: str, limit: int, after: Place | None = None) -> list[Official]:
    """Return up to `limit` persons whom the words mean, the last seen first: those after a place where one is given."""
    joined = corrections.names(connection).joined
    found = list(islice(_present(connection, joined, words, limit, after), limit))
    said = _statements(connection, {term.name for term, _ in found})
    return [Official(it, said.get((it.name, it.office.organization), 0), place) for it, place in found]


def terms_of(connection: Connection, names: Collection[str]) -> list[Term]:
    """Return the terms of office of persons of these names, the last seen first."""
    found: list[Term] = []
    for some in in_parts(sorted(names)):
        found += map(_term, connection.execute(_terms().where(tables.terms.c.name.in_(some))))
    return found


def career(connection: Connection, name: str) -> list[Term]:
    """Return the terms of office of whom a name may mean, the first one first; those by names joined to it as well."""
    known = _known_as(connection, {name}, corrections.names(connection).joined)
    return sorted(known, key=lambda it: (it.first_seen, it.last_seen))


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


def _present(
    connection: Connection, joined: Mapping[str, str], words: str, batch: int, after: Place | None
) -> Iterator[tuple[Term, Place]]:
    """Give persons in their last offices, by the names that others have been joined to, and their places.

    Terms are gone through from the last seen on, and those passed over after which a person has had another: so few of
    them are looked at, however many there are.
    """
    table = tables.terms
    name = case(joined, value=table.c.name, else_=table.c.name) if joined else table.c.name
    row_id = name + "\n" + table.c.organization + "\n" + table.c.position
    held = select(table, name.label("known_as"), row_id.label("id")).subquery()
    query, ordering = select(held).where(*_meant(held, words)), Ordering(held.c.last_seen, held.c.id)
    while rows := connection.execute(ordering.page(query, batch, after)).all():
        last = set(present(_known_as(connection, {row.known_as for row in rows}, joined)))
        seen = ((replace(_term(row), name=row.known_as), Place(row.key, row.id)) for row in rows)
        yield from ((term, place) for term, place in seen if term in last)
        after = Place(rows[-1].key, rows[-1].id)


def _known_as(connection: Connection, names: Collection[str], joined: Mapping[str, str]) -> list[Term]:
    """Return the terms of office of persons by these names, and of those whose names are joined to one of them."""
    meant = {*names, *(it for it, instead in joined.items() if instead in names)}
    return _joined(terms_of(connection, meant), joined)


def _joined(held: Iterable[Term], joined: Mapping[str, str]) -> list[Term]:
    return [replace(it, name=joined[it.name]) if it.name in joined else it for it in held]


def _meant(known: Subquery, words: str) -> Iterator[ColumnElement[bool]]:
    said = known.c.known_as + "\n" + known.c.organization + known.c.position
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
