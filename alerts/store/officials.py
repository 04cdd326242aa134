"""The terms of office that texts have told of, in the database. What they mean is decided in `alerts.officials`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from alerts.extract.register import Office
from alerts.model import ChangeKind
from alerts.officials import Term
from alerts.store import sightings, tables
from alerts.store.sightings import Sighting
from crawler.archive.db import in_parts

_LONGEST = 200  # characters of a name or an office; a longer one is none


def terms(connection: Connection) -> list[Term]:
    """Return all terms of office, the last seen first."""
    return [_term(row) for row in connection.execute(_terms())]


def terms_of(connection: Connection, names: Collection[str]) -> list[Term]:
    """Return the terms of office of persons of these names, the last seen first."""
    found: list[Term] = []
    for some in in_parts(sorted(names)):
        found += map(_term, connection.execute(_terms().where(tables.terms.c.name.in_(some))))
    return found


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


def count_statements(connection: Connection) -> dict[tuple[str, str], int]:
    """Count the statements that the ledger shows, by speaker and organisation."""
    table = tables.ledger_statements
    query = select(table.c.speaker, table.c.organization, func.count().label("said"))
    shown = table.c.speaker.is_not(None) & table.c.merged_into.is_(None) & ~table.c.withdrawn
    query = query.where(shown).group_by(table.c.speaker, table.c.organization)
    return {(row.speaker, row.organization or ""): row.said for row in connection.execute(query)}


def said_by(connection: Connection, names: Collection[str], limit: int) -> list[Sighting]:
    """Return what persons of these names have said, the latest to come in first; repetitions are left out."""
    table, entries = tables.changes, tables.ledger_statements
    query = select(table.c.number).join(entries, entries.c.id == table.c.statement_id)
    told = entries.c.speaker.in_(list(names)) & (table.c.kind != ChangeKind.REPEATED) & table.c.withdrawn.is_(None)
    numbers = connection.execute(query.where(told).order_by(table.c.number.desc()).limit(limit)).scalars().all()
    return sightings.of_numbers(connection, numbers)[::-1]


def _terms() -> Select[Any]:
    table = tables.terms
    return select(table).order_by(table.c.last_seen.desc(), table.c.name, table.c.position)


def _term(row: Row[Any]) -> Term:
    return Term(row.name, Office(row.position, row.organization), row.first_seen, row.last_seen, row.sightings)
