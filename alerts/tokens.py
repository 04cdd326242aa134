"""Bearer tokens for those who script: made, held against what was stored, revoked.

A token is shown once, when it is made; the database has the SHA-256 of it alone. That is enough for a secret of 256
random bits: there is nothing to guess, and no need for a slow hash.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.store import tokens
from alerts.store.tokens import Token
from crawler.archive.db import Database
from crawler.errors import ConfigurationError

_PREFIX = "smewatch_"  # so that scanners of repositories know one when they see it
_BYTES = 32
_LONGEST = 60  # characters of a name
_NOTED = timedelta(minutes=10)  # uses closer than this to the last are not written down


class Scope(StrEnum):
    """What a token allows beside what everybody may do.

    READ whole texts, CRAWL to start and cancel crawls, CORRECT findings, SOURCES to add and switch, ADMIN everything.
    """

    READ = "read"
    CRAWL = "crawl"
    CORRECT = "correct"
    SOURCES = "sources"
    ADMIN = "admin"


def add(database: Database, name: str, scopes: Collection[Scope], now: datetime, lasts: timedelta | None = None) -> str:
    """Make a token and return it: nobody can read it again.

    Raises ConfigurationError for a name that is taken, empty or longer than a line, and where no scope is named.
    """
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST:
        raise ConfigurationError(f"a token's name is a line of up to {_LONGEST} characters: {name!r} is none")
    if not scopes:
        raise ConfigurationError(f"a token allows something: name a scope of {', '.join(Scope)}")
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    with database.write() as connection:
        expires_at = now + lasts if lasts else None
        if not tokens.add(connection, name, _digest(secret), tuple(sorted(scopes)), now, expires_at):
            raise ConfigurationError(f"there is a token {name!r} already: `smewatch tokens revoke {name}` first")
    return secret


def find(database: Database, secret: str, now: datetime) -> Token | None:
    """Return the token of a secret, and note its use; None where there is no such token, or its time is up."""
    with database.read() as connection:
        found = tokens.find(connection, _digest(secret))
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    if found.used_at is None or now - found.used_at > _NOTED:
        with database.write() as connection:
            tokens.use(connection, found, now)
    return found


def allows(scopes: Collection[str], scope: Scope) -> bool:
    """Whether scopes allow what one is needed for."""
    return scope in scopes or Scope.ADMIN in scopes


def everything(database: Database) -> list[Token]:
    """Return what is stored of all tokens."""
    with database.read() as connection:
        return tokens.everything(connection)


def revoke(database: Database, name: str) -> None:
    """Forget a token: it allows nothing any more. Raises ConfigurationError where there is none of that name."""
    with database.write() as connection:
        if not tokens.revoke(connection, name):
            raise ConfigurationError(f"there is no token {name!r}: `smewatch tokens list` names them")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
