"""The ledger in the database: looked up, added to, read back.

Every function takes an open connection, so that the caller says what belongs into one transaction. What a finding
means is decided in `alerts.figures` and `alerts.sayings`; nothing is judged here.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, func, or_, select

from alerts.edits import UNTOUCHED, Rewriting
from alerts.figures import KnownTarget, compare_target
from alerts.identity import identify, period_of, searchable
from alerts.ledger import Verdict
from alerts.model import REVISED, Change, ChangeKind, Finding, Origin, Statement, Status, Target
from alerts.sayings import KnownStatement, compare_statement, normalise
from alerts.store import changes, tables
from alerts.store.values import (
    dump_finding,
    dump_origin,
    load_origin,
    load_statement,
    load_target,
)
from crawler.archive.db import in_parts, insert_new
from seeds import fingerprint

Entry = TypeVar("Entry", KnownTarget, KnownStatement)

_WATCH = "watch"
# Entries that a finding is held against at most, beside its equals: a search must not grow with the ledger.
_LATEST = 200


def cursor(connection: Connection) -> int:
    """Return the number of the last revision that has been compared, 0 before the first."""
    row = connection.execute(select(tables.cursors.c.revision).where(tables.cursors.c.name == _WATCH)).first()
    return row.revision if row else 0


def move_cursor(connection: Connection, revision: int) -> None:
    """Remember that all revisions up to this one have been compared."""
    connection.execute(insert_new(connection, tables.cursors).values(name=_WATCH, revision=0))
    connection.execute(tables.cursors.update().where(tables.cursors.c.name == _WATCH).values(revision=revision))


def goals_due(connection: Connection, periods: Collection[str]) -> list[KnownTarget]:
    """Return the goals by exactly these ISO periods that no later one has replaced."""
    table = tables.ledger_targets
    query = numbered(table).where(table.c.status == Status.TARGET, table.c.period.in_(periods), current(table))
    return [known_target(row, row.number) for row in connection.execute(query.order_by(table.c.id))]


def numbered_targets(connection: Connection, entries: Sequence[int]) -> list[KnownTarget]:
    """Return the figures of some numbers in the ledger, whether or not a later one has replaced them."""
    table = tables.ledger_targets
    rows = (
        row
        for part in in_parts(entries)
        for row in connection.execute(numbered(table).where(table.c.id.in_(part), stands(table)))
    )
    return [known_target(row, row.number) for row in rows]


def numbered(table: Table) -> Select[Any]:
    """Select entries, each with the `number` of the finding that it stands by: its first sighting that stands."""
    here = tables.changes.c.target_id if table is tables.ledger_targets else tables.changes.c.statement_id
    first = select(func.min(tables.changes.c.number)).where(here == table.c.id, tables.changes.c.withdrawn.is_(None))
    return select(table, first.scalar_subquery().label("number"))


def stands(table: Table) -> ColumnElement[bool]:
    """Of the entries, those that are shown: nobody has merged them with others, nor are all their sightings gone."""
    return table.c.merged_into.is_(None) & ~table.c.withdrawn


def current(table: Table) -> ColumnElement[bool]:
    """Of the figures, those that are shown and that no later one has replaced."""
    return table.c.replaced_by.is_(None) & stands(table)


def known_target(row: Row[Any], number: int | None = None) -> KnownTarget:
    """Read a figure's entry; `number` is that of the finding that it stands by, where that was asked for."""
    replaced = row.replaced_by is not None or row.merged_into is not None
    return KnownTarget(row.id, load_target(row.target), load_origin(row.origin), replaced, number)


def known_as_said(row: Row[Any]) -> Statement:
    """Read a statement's entry: its speaker goes by the name that persons have joined his others to."""
    return replace(load_statement(row.statement), speaker=row.speaker)


def spoken_for(connection: Connection, speaker: str) -> frozenset[str] | None:
    """Return the bodies that a person has spoken for, None where no statement of that person stands."""
    table = tables.ledger_statements
    query = select(table.c.organization).where(table.c.speaker == speaker, ~table.c.withdrawn).distinct()
    bodies = connection.execute(query).scalars().all()
    return frozenset(filter(None, bodies)) if bodies else None


def count_targets(connection: Connection) -> int:
    """Count the figures that no later one has replaced."""
    table = tables.ledger_targets
    query = select(func.count()).select_from(table).where(current(table))
    counted: int = connection.execute(query).scalar_one()
    return counted


def count_statements(connection: Connection) -> int:
    """Count the statements that are known."""
    query = select(func.count()).select_from(tables.ledger_statements).where(stands(tables.ledger_statements))
    counted: int = connection.execute(query).scalar_one()
    return counted


def known_targets(connection: Connection, target: Target) -> list[KnownTarget]:
    """Return the entries that a figure is held against, first sightings first.

    They are those of its identity that have its value, and of the others the latest.
    """
    table, identity = tables.ledger_targets, identify(target)
    same = and_(
        ~table.c.withdrawn,
        table.c.object == identity.object,
        table.c.unit == identity.unit,
        table.c.scope == identity.scope,
        table.c.measure == identity.measure,
    )
    latest = select(table.c.id).where(same).order_by(table.c.origin_date.desc(), table.c.id.desc()).limit(_LATEST)
    query = select(table).where(same, (table.c.value == target.value) | table.c.id.in_(latest))
    return [known_target(row) for row in connection.execute(query.order_by(table.c.id))]


def same_elsewhere(connection: Connection, target: Target) -> list[KnownTarget]:
    """Return the current entries of a figure's object, unit, period and value in other places, the latest."""
    table, identity = tables.ledger_targets, identify(target)
    query = select(table).where(
        table.c.object == identity.object,
        table.c.unit == identity.unit,
        table.c.scope != identity.scope,
        table.c.value == target.value,
        table.c.period == period_of(target),
        current(table),
    )
    return [known_target(row) for row in connection.execute(query.order_by(table.c.id.desc()).limit(_LATEST))]


def known_statements(connection: Connection, statement: Statement) -> list[KnownStatement]:
    """Return the entries that a statement is held against, first sightings first.

    They are those of its speaker or organisation that have its words, and of the others the latest.
    """
    table = tables.ledger_statements
    who = [
        column == name
        for column, name in ((table.c.speaker, statement.speaker), (table.c.organization, statement.organization))
        if name
    ]
    same = ~table.c.withdrawn & (or_(*who) if who else table.c.speaker.is_(None) & table.c.organization.is_(None))
    latest = select(table.c.id).where(same).order_by(table.c.origin_date.desc(), table.c.id.desc()).limit(_LATEST)
    words = normalise(statement.evidence.text)
    query = select(table).where(same, (table.c.words_hash == _hash(words)) | table.c.id.in_(latest))
    return [
        KnownStatement(row.id, known_as_said(row), row.words, frozenset(row.sketch), load_origin(row.origin))
        for row in connection.execute(query.order_by(table.c.id))
    ]


def enter(
    connection: Connection,
    finding: Finding,
    origin: Origin,
    *,
    announced: bool,
    now: datetime,
    page: Rewriting = UNTOUCHED,
    read: Finding | None = None,
) -> Change:
    """Hold a finding against the ledger, add it where it is not a repeat, and store what it meant.

    `page` is what an edit did to the page that it was read in; `read` is the finding as the rules had read it, where a
    person has corrected that.
    """
    verdict = judge(connection, finding, origin, page)
    entry = place(connection, finding, origin, verdict)
    change = Change(verdict.kind, finding, origin, verdict.reason, verdict.before, against=verdict.against)
    return changes.add(connection, change, entry, announced=announced, now=now, read=read)


def judge(connection: Connection, finding: Finding, origin: Origin, page: Rewriting = UNTOUCHED) -> Verdict:
    """Hold a finding against the ledger."""
    if isinstance(finding, Target):
        known, elsewhere = known_targets(connection, finding), same_elsewhere(connection, finding)
        return compare_target(finding, origin, known, elsewhere, page)
    return compare_statement(finding, known_statements(connection, finding))


def judge_as_then(connection: Connection, finding: Finding, origin: Origin) -> Verdict:
    """Hold a finding of former days against the ledger: a repeat of anything, else against what was known by then."""
    verdict = judge(connection, finding, origin)
    if verdict.kind is ChangeKind.REPEATED:
        return verdict
    if isinstance(finding, Target):
        known, elsewhere = known_targets(connection, finding), same_elsewhere(connection, finding)
        return compare_target(finding, origin, _by_then(known, origin), _by_then(elsewhere, origin))
    return compare_statement(finding, _by_then(known_statements(connection, finding), origin))


def place(connection: Connection, finding: Finding, origin: Origin, verdict: Verdict) -> int:
    """Return the id of a finding's entry: that which it repeats, or else a new one."""
    if verdict.kind is ChangeKind.REPEATED and verdict.entry is not None:
        return verdict.entry
    if isinstance(finding, Target):
        return add_target(connection, finding, origin, verdict.entry if verdict.kind in REVISED else None)
    return add_statement(connection, finding, origin)


def add_target(connection: Connection, target: Target, origin: Origin, replaces: int | None = None) -> int:
    """Add a figure by its first sighting, in the place of another where it changes that; return its id."""
    table = tables.ledger_targets
    row = target_entry(target, origin)
    added: int = connection.execute(table.insert().values(row).returning(table.c.id)).scalar_one()
    replace_target(connection, replaces, added)
    return added


def replace_target(connection: Connection, entry: int | None, by: int) -> None:
    """Let a figure's entry be current no more, because another one has taken its place; None is none."""
    table = tables.ledger_targets
    if entry is not None:
        connection.execute(table.update().where(table.c.id == entry).values(replaced_by=by))


def add_statement(
    connection: Connection, statement: Statement, origin: Origin, within: frozenset[int] | None = None
) -> int:
    """Add a statement by its first sighting; return its id.

    Where not its words are known but only the sketch of the article that holds them, that is given in `within`.
    """
    table = tables.ledger_statements
    row = statement_entry(statement, origin, within)
    added: int = connection.execute(table.insert().values(row).returning(table.c.id)).scalar_one()
    return added


def target_entry(target: Target, origin: Origin) -> dict[str, Any]:
    """Return the columns of a figure's entry that its first sighting fills."""
    return {
        **target_names(target),
        "status": target.status,
        "value": target.value,
        "period": period_of(target),
        "target": dump_finding(target),
        "origin": dump_origin(origin),
        "origin_date": origin.published,
    }


def statement_entry(statement: Statement, origin: Origin, within: frozenset[int] | None = None) -> dict[str, Any]:
    """Return the columns of a statement's entry that its first sighting fills; `within` is as for `add_statement`."""
    words = normalise(statement.evidence.text) if within is None else ""
    return {
        "speaker": statement.speaker,
        "organization": statement.organization,
        "words": words,
        "words_hash": _hash(words),
        "sketch": sorted(fingerprint.sketch(statement.evidence.text) if within is None else within),
        "statement": dump_finding(statement),
        "origin": dump_origin(origin),
        "origin_date": origin.published,
        **statement_names(statement),
    }


def target_names(target: Target) -> dict[str, str]:
    """Return the columns by which a figure is found: its identity, and what words are looked for in beside that."""
    said = searchable((target.object, target.scope, target.evidence.text))
    return {**asdict(identify(target)), "search_text": said}


def statement_names(statement: Statement) -> dict[str, str]:
    """Return the columns by which a statement is found, beside those of who said it."""
    said = (statement.speaker, statement.organization, statement.position, statement.evidence.text)
    return {"search_text": searchable(said)}


def holds_statement(connection: Connection, statement: Statement, origin: Origin) -> bool:
    """Whether the ledger has exactly this statement from exactly this article."""
    table = tables.ledger_statements
    query = select(table).where(table.c.origin_date == origin.published)
    row = dump_finding(statement)
    return any(it.statement == row and load_origin(it.origin) == origin for it in connection.execute(query))


def _by_then(known: Sequence[Entry], origin: Origin) -> list[Entry]:
    return [it for it in known if it.origin.published <= origin.published]


def _hash(words: str) -> str:
    return blake2b(words.encode(errors="replace"), digest_size=16).hexdigest()
