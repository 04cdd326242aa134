"""What the ledger has seen of its figures, read back: histories, and the goals that cascades are made of."""

from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select

from alerts.cascade import PROVINCES, Cascade, cascades
from alerts.identity import NATION, Identity, Measure, answers_to
from alerts.model import ChangeKind, FigureSighting, Status
from alerts.store import ledger, tables
from alerts.store.values import load_origin, load_target

_PAGE = 500  # rows that are fetched at once where all are looked through


def histories(connection: Connection, words: str, limit: int) -> dict[Identity, list[FigureSighting]]:
    """Return all sightings of the figures that answer to the words, by what they are known as, the oldest first.

    What was read last comes first. What the seed corpus states stands there as the first sighting; what a person has
    merged with another figure, among that one's.
    """
    entries, main = tables.ledger_targets, tables.ledger_targets.alias()
    known_as = (main.c.object, main.c.unit, main.c.scope, main.c.measure)
    standing = (
        select(entries.c.target, *known_as)
        .join(main, main.c.id == func.coalesce(entries.c.merged_into, entries.c.id))
        .where(~entries.c.withdrawn)
        .order_by(entries.c.origin_date.desc())
    )
    rows = connection.execute(standing).yield_per(_PAGE)
    answering = (_identity(row) for row in rows if answers_to(load_target(row.target), words))
    wanted = list(islice(dict.fromkeys(answering), limit))
    return {it: _sightings(connection, it) for it in wanted}


def shared(connection: Connection, words: str, limit: int) -> list[Cascade]:
    """Return the national goals that answer to the words with the provinces' shares, the last to be read first."""
    table = tables.ledger_targets
    query = ledger.numbered(table).where(
        table.c.status == Status.TARGET,
        table.c.replaced_by.is_(None),
        table.c.merged_into.is_(None),
        ~table.c.withdrawn,
        table.c.scope.in_({NATION, *PROVINCES}),
    )
    rows = connection.execute(query.order_by(table.c.origin_date.desc(), table.c.id.desc()))
    goals = [ledger.known_target(row, row.number) for row in rows]
    return list(islice((it for it in cascades(goals) if answers_to(it.national.target, words)), limit))


def _sightings(connection: Connection, identity: Identity) -> list[FigureSighting]:
    entries, changes = tables.ledger_targets, tables.changes
    known = select(entries.c.id).where(
        entries.c.object == identity.object,
        entries.c.unit == identity.unit,
        entries.c.scope == identity.scope,
        entries.c.measure == identity.measure,
        entries.c.merged_into.is_(None),
    )
    here = entries.c.id.in_(known) | entries.c.merged_into.in_(known)
    stated = connection.execute(select(entries.c.target, entries.c.origin).where(here)).all()
    seen = connection.execute(
        select(changes.c.number, changes.c.kind, changes.c.finding, changes.c.origin, changes.c.reason)
        .where(changes.c.target_id.in_(select(entries.c.id).where(here)), changes.c.withdrawn.is_(None))
        .order_by(changes.c.number)
    )
    found = [
        FigureSighting(None, ChangeKind.NEW, load_target(row.target), origin, "")
        for row in stated
        if (origin := load_origin(row.origin)).revision == 0  # its facts are no changes
    ]
    for row in seen:
        kind, target, origin = ChangeKind(row.kind), load_target(row.finding), load_origin(row.origin)
        found.append(FigureSighting(row.number, kind, target, origin, row.reason))
    return sorted(found, key=lambda it: it.origin.published)


def _identity(row: Any) -> Identity:
    return Identity(row.object, row.unit, row.scope, Measure(row.measure))
