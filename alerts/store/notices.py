"""What the operator has been told of sources, in the database. Every function takes an open connection."""

from datetime import datetime

from sqlalchemy import Connection, select

from alerts.store import tables
from crawler.health import State


def told(connection: Connection) -> dict[str, State]:
    """Return the sources that the operator believes to be in trouble, each with the state that was told last."""
    table = tables.notices
    return {row.source: State(row.state) for row in connection.execute(select(table.c.source, table.c.state))}


def remember(connection: Connection, source: str, state: State, now: datetime) -> None:
    """Note that the operator is told of a source's state: a trouble stays noted until its end is told."""
    table = tables.notices
    connection.execute(table.delete().where(table.c.source == source))
    if state.troubled:
        connection.execute(table.insert().values(source=source, state=state, told_at=now))
