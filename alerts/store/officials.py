"""The terms of office that texts have told of, in the database. What they mean is decided in `alerts.officials`."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from alerts.extract.register import Office
from alerts.officials import Term
from alerts.store import tables

_LONGEST = 200  # characters of a name or an office; a longer one is none


def terms(connection: Connection) -> list[Term]:
    """Return all terms of office, the last seen first."""
    table = tables.terms
    rows = connection.execute(select(table).order_by(table.c.last_seen.desc(), table.c.name, table.c.position))
    return [
        Term(row.name, Office(row.position, row.organization), row.first_seen, row.last_seen, row.sightings)
        for row in rows
    ]


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


def statements_of(connection: Connection) -> dict[tuple[str, str], int]:
    """Count the statements in the ledger by speaker and organisation."""
    table = tables.ledger_statements
    query = select(table.c.speaker, table.c.organization, func.count().label("said"))
    query = query.where(table.c.speaker.is_not(None)).group_by(table.c.speaker, table.c.organization)
    return {(row.speaker, row.organization or ""): row.said for row in connection.execute(query)}
