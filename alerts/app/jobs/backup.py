"""The database file is copied while it is in use, and old copies are removed."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alerts.app.bootstrap import App
from crawler.archive.db import make_private
from crawler.errors import ConfigurationError, UnusableDatabaseError

_PATTERN, _UNFINISHED = "smewatch-*.db", "smewatch-*.part"
_AT_ONCE = -1  # pages: a copy in steps begins anew whenever somebody writes, and beside a write-ahead log nobody waits


@dataclass(frozen=True, slots=True)
class BackupReport:
    """The copy that was made, its size in bytes, and how many old ones were removed."""

    path: Path
    size: int
    removed: int


def back_up(app: App, now: datetime, folder: Path | None = None, keep: int = 7) -> BackupReport:
    """Copy an SQLite database into a folder, the data directory's `backups` if none is named, and keep the last copies.

    A copy is whole: it is written beside its place and then moved there. Raises ConfigurationError for a database on a
    server, UnusableDatabaseError where the disk is full or the folder cannot be written.
    """
    if not app.database.is_file:
        raise ConfigurationError(f"the database {app.database.place} is on a server: back it up there, with pg_dump")
    source = app.database.engine.url.database
    assert source
    place = folder or app.settings.data_dir / "backups"
    path = place / f"smewatch-{now:%Y%m%dT%H%M%SZ}.db"
    part = path.with_suffix(".part")
    try:
        place.mkdir(parents=True, exist_ok=True)
        make_private(part)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
            live.backup(copy, pages=_AT_ONCE)
        part.replace(path)
        old = sorted(place.glob(_PATTERN))[:-keep]
        for it in (*old, *place.glob(_UNFINISHED)):  # a copy that was killed is nobody's
            it.unlink()
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            part.unlink()
        raise UnusableDatabaseError(f"the database cannot be copied to {path}: {error}") from error
    return BackupReport(path, path.stat().st_size, len(old))
