"""The sources that users added to the declared ones, and those that they switched off."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from crawler.archive import tables
from crawler.archive.db import insert_new
from crawler.model import RULES, Kind, Source


def added(connection: Connection) -> list[Source]:
    """Return the sources that users added and that are not switched off, by name."""
    return _sources(connection, enabled=True)


def switched_off(connection: Connection) -> list[Source]:
    """Return the sources that are switched off, by name; of a declared one the declaration counts, not what is here."""
    return _sources(connection, enabled=False)


def add(connection: Connection, source: Source, now: datetime) -> bool:
    """Add a source; return False where its name or its address is there already."""
    return _insert(connection, source, now, enabled=True)


def disable(connection: Connection, source: Source, now: datetime) -> bool:
    """Switch a source off; a declared one gets a row for that alone. Return False where another has its address."""
    table = tables.sources
    switched = connection.execute(update(table).where(table.c.name == source.name).values(enabled=False))
    return switched.rowcount > 0 or _insert(connection, source, now, enabled=False)


def enable(connection: Connection, source: Source, *, declared: bool) -> None:
    """Switch a source on again; what a declared one is stands in its declaration alone."""
    if declared:
        remove(connection, source.name)
    else:
        table = tables.sources
        connection.execute(update(table).where(table.c.name == source.name).values(enabled=True))


def move(connection: Connection, source: Source) -> bool:
    """Have an added source polled as it is given from now on, under its name; False where another has its address."""
    table = tables.sources
    taken = select(table.c.name).where(table.c.url == source.url, table.c.name != source.name)
    if connection.execute(taken).first():
        return False
    values = asdict(source) | {"enabled": True}
    return connection.execute(update(table).where(table.c.name == source.name).values(values)).rowcount > 0


def remove(connection: Connection, name: str) -> bool:
    """Remove a source; what came from it stays. Return False where there is no such source."""
    return connection.execute(delete(tables.sources).where(tables.sources.c.name == name)).rowcount > 0


def restored(stored: Mapping[str, Any]) -> Source:
    """Return the source of which `dataclasses.asdict` made what is stored: a row here, or a part of a run's."""
    kind, rules = Kind(stored["kind"]), stored["rules"]
    held = {
        "kind": kind,
        "categories": tuple(stored["categories"]),
        "rules": RULES[kind](**rules) if rules is not None else None,
    }
    return Source(**{**stored, **held})


def _sources(connection: Connection, *, enabled: bool) -> list[Source]:
    table = tables.sources
    columns = (table.c[field.name] for field in fields(Source))
    query = select(*columns).where(table.c.enabled == enabled).order_by(table.c.name)
    return [restored(dict(row)) for row in connection.execute(query).mappings()]


def _insert(connection: Connection, source: Source, now: datetime, *, enabled: bool) -> bool:
    row = asdict(source) | {"enabled": enabled, "added_at": now}
    insert = insert_new(connection, tables.sources).values(row).returning(tables.sources.c.name)
    return connection.execute(insert).first() is not None
