"""How a database finds what it is asked for."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event

from crawler.archive.db import Database


def plans(database: Database, ask: Callable[[Connection], object]) -> str:
    """Return the plans of all queries that are asked; a server's are those for large tables."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, given: Any, *_: Any) -> None:
        asked.append((sql, given))

    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", note)
        ask(connection)
        event.remove(connection, "before_cursor_execute", note)
        on_a_server = connection.dialect.name == "postgresql"
        if on_a_server:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if on_a_server else "EXPLAIN QUERY PLAN"
        return str([connection.exec_driver_sql(f"{explain} {sql}", given).all() for sql, given in asked])
