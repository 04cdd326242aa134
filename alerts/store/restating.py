"""Findings that are read, or stand, otherwise than before: their changes and entries in the database put right.

A change keeps its number and whether people were told of it; what it means is judged anew. An entry lives on by the
sightings that still stand, the first of them in the place of the first that was; one that has none left is withdrawn:
a figure that it had taken the place of is current again, and what was merged with it stands by itself.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select

from alerts.corrections import Amended
from alerts.edits import UNTOUCHED, Rewriting
from alerts.identity import canonical, identify
from alerts.ledger import Verdict
from alerts.model import REVISED, Change, ChangeKind, Finding, Origin, Target
from alerts.store import changes, corrections, ledger, tables
from alerts.store.sightings import Withdrawn, entry_of
from alerts.store.values import dump_finding, load_finding, load_origin, load_statement, load_target

_REJECTED = "由人工剔除"


@dataclass(frozen=True, slots=True)
class Restatement:
    """A change that is to be put right: what is read there now, and that as persons have it; None where it is lost."""

    number: int
    read: Finding
    amended: Amended | None


def enter(
    connection: Connection,
    read: Finding,
    amended: Amended,
    origin: Origin,
    *,
    announced: bool,
    now: datetime,
    page: Rewriting = UNTOUCHED,
) -> Change | None:
    """Enter a finding as persons would have it; one that they have rejected is remembered, and means nothing."""
    if amended.finding is None:
        change = Change(ChangeKind.NEW, read, origin, _REJECTED)
        changes.add(connection, change, None, announced=False, now=now, withdrawn=Withdrawn.REJECTED)
        return None
    corrected = read if amended.finding != read else None
    change = ledger.enter(
        connection, amended.finding, origin, announced=announced, now=now, page=page, read=corrected
    )  # fmt: skip
    if amended.same_as is not None:
        merge(connection, change.number, amended.same_as)
    return change


def restate(connection: Connection, anew: Collection[Restatement]) -> None:
    """Put changes right whose words are read otherwise, or not at all, or of which a person has said something else.

    They are all withdrawn, and with them the entries that were known by them; then they and what had repeated them are
    placed in their order: that no change is held against itself, and each is judged once, however many say the same.
    """
    rows = {it.number: _row(connection, it.number) for it in anew}
    replacing = {_replacing(connection, row) for row in rows.values()}
    for it in anew:
        _withdraw(connection, it)
    vacated: dict[tuple[Table, int], int] = {}
    for number in sorted(rows, reverse=True):
        if (entry := _entry(rows[number])) is not None:
            vacated[entry] = number
    again = [it for entry, first in vacated.items() for it in _vacate(connection, *entry, first)]
    standing = {it.number: it for it in (*anew, *map(_as_it_stands, again)) if it.amended and it.amended.finding}
    rows |= {row.number: row for row in again}
    for number in sorted(standing):
        _place(connection, rows[number], standing[number])
    _part_with_the_withdrawn(connection, vacated)
    for changed in sorted(filter(None, replacing)):
        _rejudge(connection, changed)


def assign(connection: Connection, number: int, topics: Sequence[str]) -> None:
    """Let a change belong to these topics, and its entry where that stands by it."""
    row = _row(connection, number)
    _update(connection, number, {"origin": row.origin | {"topics": list(topics)}})
    table, entry = entry_of(connection, number)
    origin = connection.execute(select(table.c.origin).where(table.c.id == entry)).scalar()
    if origin and load_origin(origin).revision == row.revision:
        values = {"origin": origin | {"topics": list(topics)}}
        connection.execute(table.update().where(table.c.id == entry).values(values))


def merge(connection: Connection, number: int, other: int) -> None:
    """Let the entry of a change be that of another one, if that one stands and the two are not one already."""
    table, entry = entry_of(connection, number)
    into_table, into = entry_of(connection, other)
    if into is None or entry is None or table is not into_table:
        return
    target = connection.execute(select(table.c.merged_into, table.c.withdrawn).where(table.c.id == into)).one()
    into = target.merged_into or into
    if entry != into and not target.withdrawn:
        here = (table.c.id == entry) | (table.c.merged_into == entry)
        connection.execute(table.update().where(here).values(merged_into=into))


def merge_anew(connection: Connection) -> None:
    """Merge what persons have said is one, where it is not: an entry may have come back, or been put somewhere else."""
    for table in (tables.ledger_targets, tables.ledger_statements):
        # What was said last of an entry counts.
        said = {row.entry: row for row in connection.execute(_merges(table))}
        for it in said.values():
            if it.root != it.into:
                merge(connection, it.finding, it.other)


def part(connection: Connection, number: int) -> None:
    """Let the entry of a change, and all that are merged with it, stand by themselves again."""
    table, entry = entry_of(connection, number)
    into = connection.execute(select(func.coalesce(table.c.merged_into, table.c.id)).where(table.c.id == entry))
    merged = table.c.merged_into == into.scalar_one()
    connection.execute(table.update().where(merged).values(merged_into=None))


def name_facts(connection: Connection, objects: Collection[str], aliases: Mapping[str, str]) -> None:
    """Know the seed corpus's figures of some objects by their aliases: no change is their first sighting."""
    table = tables.ledger_targets
    figures = select(table.c.id, table.c.target, table.c.origin).where(table.c.object.in_(list(objects)))
    for row in connection.execute(figures).all():
        if load_origin(row.origin).revision != 0:
            continue
        own = identify(load_target(row.target)).object
        named = canonical(aliases.get(own, own))
        connection.execute(table.update().where(table.c.id == row.id).values(object=named))


def name_said(connection: Connection, names: Collection[str], joined: Mapping[str, str]) -> None:
    """Know what the seed corpus says that some persons said by their joined names: no change is its first sighting."""
    table = tables.ledger_statements
    said = select(table.c.id, table.c.statement, table.c.origin).where(table.c.speaker.in_(list(names)))
    for row in connection.execute(said).all():
        own = load_statement(row.statement).speaker
        if own and load_origin(row.origin).revision == 0:
            named = joined.get(own, own)
            connection.execute(table.update().where(table.c.id == row.id).values(speaker=named))


def _place(connection: Connection, row: Row[Any], it: Restatement) -> None:
    assert it.amended
    assert it.amended.finding
    finding, origin = it.amended.finding, load_origin(row.origin)
    verdict = ledger.judge_as_then(connection, finding, origin)
    entry = _placed(connection, row, finding, origin, verdict)
    change = Change(verdict.kind, finding, origin, verdict.reason, verdict.before, against=verdict.against)
    values = changes.meaning(change, entry, it.read if finding != it.read else None)
    _update(connection, row.number, values | {"withdrawn": None})
    if it.amended.same_as is not None:
        merge(connection, it.number, it.amended.same_as)


def _placed(connection: Connection, row: Row[Any], finding: Finding, origin: Origin, verdict: Verdict) -> int:
    """Return the id of a finding's entry: its old one where nothing else stands there, which keeps its number."""
    table, old = entry_of(connection, row.number)
    empty = old is not None and connection.execute(select(table.c.withdrawn).where(table.c.id == old)).scalar_one()
    if old is None or not empty or (verdict.kind is ChangeKind.REPEATED and verdict.entry is not None):
        return ledger.place(connection, finding, origin, verdict)
    _fill(connection, table, old, finding, origin)
    if table is tables.ledger_targets:
        connection.execute(table.update().where(table.c.id == old).values(replaced_by=None))
    if verdict.kind in REVISED:
        ledger.replace_target(connection, verdict.entry, old)
    return old


def _fill(connection: Connection, table: Table, entry: int, finding: Finding, origin: Origin) -> None:
    values = (
        ledger.target_entry(finding, origin) if isinstance(finding, Target) else ledger.statement_entry(finding, origin)
    )
    connection.execute(table.update().where(table.c.id == entry).values(values | {"withdrawn": False}))


def _withdraw(connection: Connection, it: Restatement) -> None:
    if it.amended and it.amended.finding is None:
        values = {"withdrawn": Withdrawn.REJECTED, "finding": dump_finding(it.read), "read": None}
        _update(connection, it.number, values)
    else:
        _update(connection, it.number, {"withdrawn": Withdrawn.LOST})


def _vacate(connection: Connection, table: Table, entry: int, first: int) -> list[Row[Any]]:
    """Withdraw an entry of whose sightings some are withdrawn, if it is known by none before the `first` of these.

    Returns the sightings that still stand: they are to be placed again.
    """
    origin = load_origin(connection.execute(select(table.c.origin).where(table.c.id == entry)).scalar_one())
    others = _sightings(connection, table, entry)
    known_by = next((it.number for it in others if it.revision == origin.revision), first)
    if origin.revision == 0 or known_by < first:
        return []  # it stands as it is: by a fact of the seed corpus, or by an earlier sighting
    connection.execute(table.update().where(table.c.id == entry).values(withdrawn=True))
    if table is tables.ledger_targets:
        connection.execute(table.update().where(table.c.replaced_by == entry).values(replaced_by=None))
    return others


def _part_with_the_withdrawn(connection: Connection, entries: Collection[tuple[Table, int]]) -> None:
    """Let what was merged with entries of which nothing stands any more stand by itself."""
    for table, entry in entries:
        gone = select(table.c.id).where(table.c.id == entry, table.c.withdrawn).scalar_subquery()
        connection.execute(table.update().where(table.c.merged_into == gone).values(merged_into=None))


def _replacing(connection: Connection, row: Row[Any]) -> int | None:
    """Return the entry that has taken the place of a change's own, None where none has."""
    table = tables.ledger_targets
    replacing: int | None = connection.execute(
        select(table.c.replaced_by).where(table.c.id == row.target_id)
    ).scalar()  # fmt: skip
    return replacing


def _rejudge(connection: Connection, entry: int) -> None:
    """Judge anew what an entry means whose first sighting had changed a figure that is another one now, or none."""
    if sightings := _sightings(connection, tables.ledger_targets, entry):
        restate(connection, [_as_it_stands(sightings[0])])


def _as_it_stands(row: Row[Any]) -> Restatement:
    stands = load_finding(row.finding)
    return Restatement(row.number, load_finding(row.read) if row.read else stands, Amended(stands))


def _entry(row: Row[Any]) -> tuple[Table, int] | None:
    if row.statement_id is not None:
        return tables.ledger_statements, row.statement_id
    return None if row.target_id is None else (tables.ledger_targets, row.target_id)


def _sightings(connection: Connection, entries: Table, entry: int) -> list[Row[Any]]:
    table = tables.changes
    column = table.c.target_id if entries is tables.ledger_targets else table.c.statement_id
    query = select(table).where(column == entry, table.c.withdrawn.is_(None)).order_by(table.c.number)
    return list(connection.execute(query))


def _merges(table: Table) -> Select[Any]:
    """Select the merges in force: `finding` and `other`, the entry of the one, and what each is known under."""
    said, finding, other = corrections.merges(), tables.changes.alias(), tables.changes.alias()
    entry, into = table.alias(), table.alias()
    here = "target_id" if table is tables.ledger_targets else "statement_id"
    return (
        select(
            said.c.finding,
            said.c.other,
            entry.c.id.label("entry"),
            func.coalesce(entry.c.merged_into, entry.c.id).label("root"),
            func.coalesce(into.c.merged_into, into.c.id).label("into"),
        )
        .join(finding, finding.c.number == said.c.finding)
        .join(other, other.c.number == said.c.other)
        .join(entry, entry.c.id == finding.c[here])
        .join(into, into.c.id == other.c[here])
        .where(~into.c.withdrawn)
        .order_by(said.c.number)
    )


def _row(connection: Connection, number: int) -> Row[Any]:
    return connection.execute(select(tables.changes).where(tables.changes.c.number == number)).one()


def _update(connection: Connection, number: int, values: dict[str, Any]) -> None:
    changed = tables.changes.update().where(tables.changes.c.number == number)
    connection.execute(changed.values(values | {"restated": _NEXT}))


_RESTATED = tables.changes.alias().c.restated
_NEXT = select(func.coalesce(func.max(_RESTATED), 0) + 1).scalar_subquery()
