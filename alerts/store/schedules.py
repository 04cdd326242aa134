"""What is remembered of schedules. Every function takes an open connection."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from alerts.store import tables
from crawler.archive.db import insert_new


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one schedule: set times (None: the declared ones), whether it runs, and its last run.

    `exit_code` is that of its command, None while it runs and before the first time; `words` the last it said.
    """

    times: str | None = None
    enabled: bool = True
    started: datetime | None = None
    ended: datetime | None = None
    exit_code: int | None = None
    words: str = ""


def everything(connection: Connection) -> dict[str, Memory]:
    """Return what is remembered, by the schedules' names."""
    return {
        row.name: Memory(row.times, row.enabled, row.started, row.ended, row.exit_code, row.words)
        for row in connection.execute(tables.schedules.select())
    }


def settle(connection: Connection, name: str, *, times: str | None, enabled: bool) -> None:
    """Set when a schedule runs, None for when it is declared to, and whether it does."""
    _write(connection, name, times=times, enabled=enabled)


def begin(connection: Connection, name: str, now: datetime) -> None:
    """Note that a schedule's command has been started."""
    _write(connection, name, started=now, ended=None, exit_code=None)


def end(connection: Connection, name: str, now: datetime, exit_code: int, words: str) -> None:
    """Note how a schedule's command ended, and the last it said."""
    _write(connection, name, ended=now, exit_code=exit_code, words=words)


def _write(connection: Connection, name: str, **values: Any) -> None:
    table = tables.schedules
    connection.execute(insert_new(connection, table).values(name=name))
    connection.execute(table.update().where(table.c.name == name).values(values))
