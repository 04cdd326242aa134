"""Sessions in the database, by the digests of their secrets. Every function takes an open connection."""

from datetime import datetime

from sqlalchemy import Connection, select

from alerts.store import tables


def add(connection: Connection, digest: str, ends_at: datetime) -> None:
    """Store a session."""
    connection.execute(tables.sessions.insert().values(digest=digest, ends_at=ends_at))


def lasts(connection: Connection, digest: str, now: datetime) -> bool:
    """Whether there is a session, and its time is not up."""
    table = tables.sessions.c
    found = select(table.digest).where(table.digest == digest, table.ends_at > now)
    return connection.execute(found).first() is not None


def end(connection: Connection, digest: str) -> None:
    """Forget a session."""
    connection.execute(tables.sessions.delete().where(tables.sessions.c.digest == digest))


def clear(connection: Connection, now: datetime) -> None:
    """Forget the sessions whose time is up."""
    connection.execute(tables.sessions.delete().where(tables.sessions.c.ends_at <= now))
