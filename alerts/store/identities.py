"""What the ledger finds its entries by → by the present rules: a new alias joins what was two things before."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from alerts.store import tables
from alerts.store.ledger import statement_names, target_names
from alerts.store.values import Json, load_statement, load_target

_PAGE = 500  # rows that are fetched at once where all are looked through


def renew(connection: Connection) -> int:
    """Name every entry by the present rules; return how many are known by other names than before."""
    figures, said = tables.ledger_targets, tables.ledger_statements
    return sum(
        (
            _renew(connection, figures, figures.c.target, lambda it: target_names(load_target(it))),
            _renew(connection, said, said.c.statement, lambda it: statement_names(load_statement(it))),
        )
    )


def _renew(connection: Connection, table: Table, finding: Any, names: Callable[[Json], Mapping[str, str]]) -> int:
    renewed = []
    for row in connection.execute(select(table, finding.label("found"))).yield_per(_PAGE).mappings():
        anew = names(row["found"])
        if any(row[name] != value for name, value in anew.items()):
            renewed.append((row["id"], anew))
    for number, values in renewed:
        connection.execute(table.update().where(table.c.id == number).values(values))
    return len(renewed)
