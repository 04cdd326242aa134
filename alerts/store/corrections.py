"""The log of corrections in the database: added to, read back, never rewritten."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from alerts import corrections
from alerts.corrections import Action, Correction, Reference, Standing
from alerts.store import tables
from alerts.store.values import dump_finding, load_fields, load_finding
from crawler.archive.db import insert_new


def add(connection: Connection, correction: Correction) -> Correction | None:
    """Add a correction; return it with its number, None where it undoes one that is undone already."""
    row = {
        "action": correction.action,
        "by": correction.by,
        "at": correction.at,
        "why": correction.why,
        "finding": correction.finding,
        "text": correction.about.text if correction.about else None,
        "read": dump_finding(correction.about.read) if correction.about else None,
        "fields": dict(correction.fields),
        "other": correction.other,
        "name": correction.name,
        "instead": correction.instead,
        "undoes": correction.undoes,
    }
    table = tables.corrections
    added = connection.execute(insert_new(connection, table).values(row).returning(table.c.number)).scalar()
    return replace(correction, number=added) if added is not None else None


def log(connection: Connection) -> list[Correction]:
    """Return all corrections, the first one first."""
    return [_correction(row) for row in connection.execute(select(tables.corrections).order_by("number"))]


def get(connection: Connection, number: int) -> Correction | None:
    """Return the correction with a number, None where there is none."""
    row = connection.execute(select(tables.corrections).where(tables.corrections.c.number == number)).first()
    return _correction(row) if row else None


def standing(connection: Connection) -> Standing:
    """Return the corrections that are in force."""
    given = log(connection)
    return corrections.standing(given) if given else corrections.NONE


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        action=Action(row.action),
        by=row.by,
        at=row.at,
        why=row.why,
        number=row.number,
        finding=row.finding,
        about=Reference(row.text, load_finding(row.read)) if row.read else None,
        fields=load_fields(row.fields),
        other=row.other,
        name=row.name,
        instead=row.instead,
        undoes=row.undoes,
    )
