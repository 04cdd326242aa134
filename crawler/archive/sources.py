"""The sources that users added to the declared ones."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from crawler.archive import tables
from crawler.archive.db import insert_new
from crawler.model import Kind, Source


def added(connection: Connection) -> list[Source]:
    """Return the sources that users added and that are not switched off, by name."""
    table = tables.sources
    query = select(table).where(table.c.enabled).order_by(table.c.name)
    return [
        Source(row.name, row.publisher, row.url, Kind(row.kind), tuple(row.categories))
        for row in connection.execute(query)
    ]


def add(connection: Connection, source: Source, now: datetime) -> bool:
    """Add a source; return False where its name or its address is there already."""
    row = {
        "name": source.name,
        "publisher": source.publisher,
        "url": source.url,
        "kind": source.kind,
        "categories": list(source.categories),
        "added_at": now,
    }
    insert = insert_new(connection, tables.sources).values(row).returning(tables.sources.c.name)
    return connection.execute(insert).first() is not None


def remove(connection: Connection, name: str) -> bool:
    """Remove a source; what came from it stays. Return False where there is no such source."""
    return connection.execute(delete(tables.sources).where(tables.sources.c.name == name)).rowcount > 0
