"""Figures in the ledger → their identities by the present rules: a new alias joins what was two things before."""

from sqlalchemy import Connection, select

from alerts.identity import identify
from alerts.store import tables
from alerts.store.values import load_target

_PAGE = 500  # rows that are fetched at once where all are looked through


def renew(connection: Connection) -> int:
    """Identify every figure by the present rules; return how many are known by another identity than before."""
    table = tables.ledger_targets
    names = ("object", "unit", "scope", "measure")
    renewed = []
    query = select(table.c.id, table.c.target, *(table.c[name] for name in names))
    for row in connection.execute(query).yield_per(_PAGE):
        identity = identify(load_target(row.target))
        if any(getattr(row, name) != getattr(identity, name) for name in names):
            renewed.append((row.id, {name: getattr(identity, name) for name in names}))
    for number, values in renewed:
        connection.execute(table.update().where(table.c.id == number).values(values))
    return len(renewed)
