"""What the ledger has seen of its figures, read back: histories, and the goals that cascades are made of."""

from itertools import islice

from sqlalchemy import Connection, and_, select

from alerts.cascade import PROVINCES, Cascade, cascades
from alerts.figures import KnownTarget
from alerts.identity import NATION, Identity, answers_to, identify
from alerts.model import ChangeKind, FigureSighting, Status
from alerts.store import tables
from alerts.store.values import load_origin, load_target

_PAGE = 500  # rows that are fetched at once where all are looked through


def histories(connection: Connection, words: str, limit: int) -> dict[Identity, list[FigureSighting]]:
    """Return all sightings of the figures that answer to the words, by what they are figures of, the oldest first.

    The figures that were read last come first. What the seed corpus states stands there as the first sighting.
    """
    table = tables.ledger_targets
    standing = select(table.c.target).where(~table.c.withdrawn).order_by(table.c.origin_date.desc())
    rows = connection.execute(standing).yield_per(_PAGE)
    answering = (identify(it) for it in (load_target(row.target) for row in rows) if answers_to(it, words))
    wanted = list(islice(dict.fromkeys(answering), limit))
    return {it: _sightings(connection, it) for it in wanted}


def shared(connection: Connection, words: str, limit: int) -> list[Cascade]:
    """Return the national goals that answer to the words with the provinces' shares, the last to be read first."""
    table = tables.ledger_targets
    query = select(table).where(
        table.c.status == Status.TARGET,
        table.c.replaced_by.is_(None),
        table.c.merged_into.is_(None),
        ~table.c.withdrawn,
        table.c.scope.in_({NATION, *PROVINCES}),
    )
    rows = connection.execute(query.order_by(table.c.origin_date.desc(), table.c.id.desc()))
    goals = [KnownTarget(row.id, load_target(row.target), load_origin(row.origin)) for row in rows]
    return list(islice((it for it in cascades(goals) if answers_to(it.national.target, words)), limit))


def _sightings(connection: Connection, identity: Identity) -> list[FigureSighting]:
    entries, changes = tables.ledger_targets, tables.changes
    same = and_(
        entries.c.object == identity.object,
        entries.c.unit == identity.unit,
        entries.c.scope == identity.scope,
        entries.c.measure == identity.measure,
    )
    stated = connection.execute(select(entries.c.id, entries.c.target, entries.c.origin).where(same)).all()
    seen = connection.execute(
        select(changes.c.target_id, changes.c.kind, changes.c.finding, changes.c.origin, changes.c.reason)
        .join(entries, entries.c.id == changes.c.target_id)
        .where(same, changes.c.withdrawn.is_(None))
        .order_by(changes.c.number)
    )
    found = [
        FigureSighting(row.id, ChangeKind.NEW, load_target(row.target), origin, "")
        for row in stated
        if (origin := load_origin(row.origin)).revision == 0  # its facts are no changes
    ]
    found += [
        FigureSighting(
            row.target_id, ChangeKind(row.kind), load_target(row.finding), load_origin(row.origin), row.reason
        )
        for row in seen
    ]
    return sorted(found, key=lambda it: it.origin.published)
