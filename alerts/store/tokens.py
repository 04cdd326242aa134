"""Tokens in the database, by the digests of their secrets. Every function takes an open connection."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from alerts.store import tables
from crawler.archive.db import insert_new


@dataclass(frozen=True, slots=True)
class Token:
    """What is stored of a token: never its secret. `expires_at` is None for one that does not end."""

    id: int
    name: str
    scopes: tuple[str, ...]
    added_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


def add(  # noqa: PLR0917
    connection: Connection,
    name: str,
    digest: str,
    scopes: tuple[str, ...],
    now: datetime,
    expires_at: datetime | None,
) -> bool:
    """Store a token; return False, and store nothing, where there is one of that name."""
    table = tables.tokens
    row = {"name": name, "digest": digest, "scopes": list(scopes), "added_at": now, "expires_at": expires_at}
    return connection.execute(insert_new(connection, table).values(row).returning(table.c.id)).first() is not None


def find(connection: Connection, digest: str) -> Token | None:
    """Return the token whose secret has a digest."""
    row = connection.execute(tables.tokens.select().where(tables.tokens.c.digest == digest)).first()
    return _token(row) if row else None


def everything(connection: Connection) -> list[Token]:
    """Return all tokens in the order in which they were made."""
    return [_token(row) for row in connection.execute(tables.tokens.select().order_by(tables.tokens.c.id))]


def use(connection: Connection, token: Token, now: datetime) -> None:
    """Note when a token was used."""
    table = tables.tokens
    connection.execute(table.update().where(table.c.id == token.id).values(used_at=now))


def revoke(connection: Connection, name: str) -> bool:
    """Forget a token; return whether it was there."""
    table = tables.tokens
    return connection.execute(table.delete().where(table.c.name == name).returning(table.c.id)).first() is not None


def _token(row: Row[Any]) -> Token:
    return Token(row.id, row.name, tuple(row.scopes), row.added_at, row.expires_at, row.used_at)
