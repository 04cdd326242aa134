"""What the ledger has seen of its figures, read back: histories, and the goals that cascades are made of."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from alerts.cascade import PROVINCES, Cascade, cascades
from alerts.figures import KnownTarget
from alerts.identity import NATION, Identity, Measure, answers_to
from alerts.model import Change, ChangeKind, FigureSighting, Status, Target
from alerts.store import changes, ledger, tables
from alerts.store.values import load_origin, load_target

_PAGE = 500  # rows that are fetched at once where all are looked through


@dataclass(frozen=True, slots=True)
class FigureHistory:
    """A figure of the ledger, and what became of its thing.

    `sightings` are those of all figures of its identity, the oldest first; of what the seed corpus states the `number`
    is 0. `repeats` counts how often these were said again, and not all of that is among them. `now` is the figure that
    has taken its place in the end, None where it is current itself.
    """

    known: KnownTarget
    sightings: tuple[Change, ...]
    repeats: int
    now: KnownTarget | None


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


def of_finding(connection: Connection, number: int, most: int) -> FigureHistory | None:
    """Return the figure that a finding is a sighting of, and its thing's history; None where there is no such figure.

    Of the sightings that repeat a known figure the last ones are there, `most` at most.
    """
    entries, found = tables.ledger_targets, tables.changes
    seen_in = select(found.c.target_id).where(found.c.number == number, found.c.withdrawn.is_(None)).scalar_subquery()
    known_as = select(func.coalesce(entries.c.merged_into, entries.c.id)).where(entries.c.id == seen_in)
    query = ledger.numbered(entries).where(entries.c.id == known_as.scalar_subquery(), ~entries.c.withdrawn)
    row = connection.execute(query).first()
    if row is None:
        return None
    identity = _identity(row)
    now = _successor(connection, row.id) if row.replaced_by else None
    seen = tuple(_changes(connection, identity, most))
    return FigureHistory(ledger.known_target(row, row.number), seen, _count_repeats(connection, identity), now)


def share_of(connection: Connection, known: KnownTarget) -> Cascade | None:
    """Return a national goal with the provinces' shares of it, None where it is none or no share is known."""
    if known.target.scope != NATION:
        return None
    entries, found = tables.ledger_targets, tables.changes
    same = entries.alias()
    beside = select(found.c.target_id).where(found.c.revision == known.origin.revision, found.c.target_id.is_not(None))
    of_one_thing = (
        select(entries.c.id)
        .join(same, (same.c.object == entries.c.object) & (same.c.unit == entries.c.unit))
        .where(same.c.id == known.id, same.c.measure == entries.c.measure)
    )
    named = _goals(PROVINCES).where(entries.c.id.in_(beside) | entries.c.id.in_(of_one_thing))
    parts = [ledger.known_target(row, row.number) for row in connection.execute(named)]
    return next(cascades([known, *parts]), None)


def shared(connection: Connection, words: str, limit: int) -> list[Cascade]:
    """Return the national goals that answer to the words with the provinces' shares, the last to be read first."""
    table = tables.ledger_targets
    rows = connection.execute(_goals({NATION, *PROVINCES}).order_by(table.c.origin_date.desc(), table.c.id.desc()))
    goals = [ledger.known_target(row, row.number) for row in rows]
    return list(islice((it for it in cascades(goals) if answers_to(it.national.target, words)), limit))


def _goals(scopes: Collection[str]) -> Select[Any]:
    table = tables.ledger_targets
    return ledger.numbered(table).where(
        table.c.status == Status.TARGET, table.c.scope.in_(scopes), ledger.current(table)
    )


def _successor(connection: Connection, entry: int) -> KnownTarget | None:
    """Return the current figure at the end of those that have taken each other's place."""
    table = tables.ledger_targets
    chain = select(table.c.id, table.c.replaced_by).where(table.c.id == entry).cte("chain", recursive=True)
    chain = chain.union(select(table.c.id, table.c.replaced_by).where(table.c.id == chain.c.replaced_by))
    last = select(chain.c.id).where(chain.c.replaced_by.is_(None)).scalar_subquery()
    row = connection.execute(ledger.numbered(table).where(table.c.id == last, ~table.c.withdrawn)).first()
    return ledger.known_target(row, row.number) if row else None


def _sightings(connection: Connection, identity: Identity) -> list[FigureSighting]:
    return [
        FigureSighting(it.number or None, it.kind, it.finding, it.origin, it.reason)
        for it in _changes(connection, identity)
        if isinstance(it.finding, Target)
    ]


def _changes(connection: Connection, identity: Identity, repeats: int | None = None) -> list[Change]:
    """Return the sightings of an identity's figures, the oldest first; of repeats so many, the last, or all."""
    entries, found = tables.ledger_targets, tables.changes
    stated = connection.execute(select(entries.c.target, entries.c.origin).where(_of(identity))).all()
    last = select(found.c.number).where(_repeats(identity)).order_by(found.c.number.desc()).limit(repeats)
    told = _seen(identity) & (~_IS_REPEAT | found.c.number.in_(last))
    seen = connection.execute(select(found).where(told).order_by(found.c.number))
    seeds = [
        Change(ChangeKind.NEW, load_target(row.target), origin, "")
        for row in stated
        if (origin := load_origin(row.origin)).revision == 0  # its facts are no changes
    ]
    return sorted([*seeds, *map(changes.load, seen)], key=lambda it: it.origin.published)


def _count_repeats(connection: Connection, identity: Identity) -> int:
    query = select(func.count()).select_from(tables.changes).where(_repeats(identity))
    counted: int = connection.execute(query).scalar_one()
    return counted


_IS_REPEAT = tables.changes.c.kind == ChangeKind.REPEATED


def _repeats(identity: Identity) -> ColumnElement[bool]:
    return _seen(identity) & _IS_REPEAT


def _seen(identity: Identity) -> ColumnElement[bool]:
    """Of the changes, those that stand and are sightings of an identity's figures."""
    entries, found = tables.ledger_targets, tables.changes
    return found.c.target_id.in_(select(entries.c.id).where(_of(identity))) & found.c.withdrawn.is_(None)


def _of(identity: Identity) -> ColumnElement[bool]:
    """Of the figures, those of an identity, and what was merged with them."""
    entries = tables.ledger_targets
    known = select(entries.c.id).where(
        entries.c.object == identity.object,
        entries.c.unit == identity.unit,
        entries.c.scope == identity.scope,
        entries.c.measure == identity.measure,
        entries.c.merged_into.is_(None),
    )
    return entries.c.id.in_(known) | entries.c.merged_into.in_(known)


def _identity(row: Any) -> Identity:
    return Identity(row.object, row.unit, row.scope, Measure(row.measure))
