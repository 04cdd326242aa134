"""Who sees to a task that one process alone may see to. Every function takes an open connection.

A leader that has not beaten for STALE is taken for gone, and whoever asks next takes over; one that only slept learns
of it at its next beat.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from alerts.store import tables
from crawler.archive.db import insert_new

#: Without a beat for so long, a leader counts as gone.
STALE = timedelta(seconds=40)


def lead(connection: Connection, task: str, holder: str, now: datetime) -> bool:
    """Take the lead of a task or keep it; return whether `holder` (the name of one process) has it now."""
    table = tables.leaders
    values = {"holder": holder, "heartbeat": now}
    if connection.execute(insert_new(connection, table).values(task=task, **values)).rowcount:
        return True
    free = (table.c.holder == holder) | (table.c.heartbeat < now - STALE) | (table.c.heartbeat > now + STALE)
    return connection.execute(table.update().where(table.c.task == task, free).values(values)).rowcount > 0


def resign(connection: Connection, task: str, holder: str) -> None:
    """Give the lead of a task up, so that the next one need not wait."""
    table = tables.leaders
    connection.execute(table.delete().where(table.c.task == task, table.c.holder == holder))


def leader(connection: Connection, task: str, now: datetime) -> str | None:
    """Return who leads a task, None where nobody does."""
    row = connection.execute(tables.leaders.select().where(tables.leaders.c.task == task)).first()
    return row.holder if row and abs(now - row.heartbeat) <= STALE else None
