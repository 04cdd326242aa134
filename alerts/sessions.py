"""Sessions of the administrator: begun with the password, ended by signing out, after some hours, by a new password.

The secret of a session is the browser's alone; the database has a digest, which the password that is set goes into:
with another one no session of before lasts.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.store import sessions
from crawler.archive.db import Database

#: How long one may stay signed in.
LASTS = timedelta(hours=12)

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A session by its secret, which is shown to nobody but its browser."""

    secret: str

    @property
    def form_token(self) -> str:
        """What a form of this session holds, so that no other site can have it posted."""
        return hashlib.sha256(f"form {self.secret}".encode()).hexdigest()


def begin(database: Database, password: str, now: datetime) -> Session:
    """Begin a session; `password` is as it is set."""
    session = Session(secrets.token_urlsafe(_BYTES))
    with database.write() as connection:
        sessions.clear(connection, now)
        sessions.add(connection, _digest(session.secret, password), now + LASTS)
    return session


def find(database: Database, secret: str, password: str, now: datetime) -> Session | None:
    """Return the session of a secret, None where there is none, or it lasts no more."""
    with database.read() as connection:
        return Session(secret) if sessions.lasts(connection, _digest(secret, password), now) else None


def end(database: Database, session: Session, password: str) -> None:
    """End a session."""
    with database.write() as connection:
        sessions.end(connection, _digest(session.secret, password))


def _digest(secret: str, password: str) -> str:
    return hashlib.sha256(f"{secret}\n{password}".encode("utf-8", "replace")).hexdigest()
