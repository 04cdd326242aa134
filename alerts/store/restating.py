"""Findings that are read, or stand, otherwise than before: their changes and entries in the database put right.

A change keeps its number and whether people were told of it; what it means is judged anew. An entry lives on by the
sightings that still stand, the first of them in the place of the first that was; one that has none left is withdrawn:
a figure that it had taken the place of is current again, and what was merged with it stands by itself.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from alerts.corrections import Amended
from alerts.edits import UNTOUCHED, Rewriting
from alerts.identity import canonical, identify
from alerts.ledger import Verdict
from alerts.model import Change, ChangeKind, Finding, Origin, Target
from alerts.store import changes, ledger, tables
from alerts.store.sightings import Withdrawn, entry_of
from alerts.store.values import dump_finding, load_finding, load_origin, load_statement, load_target

_REJECTED = "由人工剔除"


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


def restate(connection: Connection, number: int, read: Finding, amended: Amended) -> None:
    """Put a change right whose words are read otherwise, or of which a person has said something else."""
    row = _row(connection, number)
    replacing = _replacing(connection, row)
    if amended.finding is None:
        _withdraw(connection, row, Withdrawn.REJECTED)
        _update(connection, number, {"finding": dump_finding(read), "read": None})
    else:
        _withdraw(connection, row, Withdrawn.LOST)  # it must not be held against itself
        _place(connection, row, read, amended.finding)
        if amended.same_as is not None:
            merge(connection, number, amended.same_as)
    _rejudge(connection, replacing)


def lose(connection: Connection, number: int) -> None:
    """Withdraw a change whose words are read as no finding any more."""
    row = _row(connection, number)
    replacing = _replacing(connection, row)
    _withdraw(connection, row, Withdrawn.LOST)
    _rejudge(connection, replacing)


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


def _place(connection: Connection, row: Row[Any], read: Finding, finding: Finding) -> None:
    origin = load_origin(row.origin)
    verdict = ledger.judge_as_then(connection, finding, origin)
    entry = _placed(connection, row, finding, origin, verdict)
    change = Change(verdict.kind, finding, origin, verdict.reason, verdict.before, against=verdict.against)
    values = changes.meaning(change, entry, read if finding != read else None)
    _update(connection, row.number, values | {"withdrawn": None})


def _placed(connection: Connection, row: Row[Any], finding: Finding, origin: Origin, verdict: Verdict) -> int:
    """Return the id of a finding's entry: its old one where nothing else stands there, which keeps its number."""
    table, old = entry_of(connection, row.number)
    empty = old is not None and connection.execute(select(table.c.withdrawn).where(table.c.id == old)).scalar_one()
    if old is None or not empty or (verdict.kind is ChangeKind.REPEATED and verdict.entry is not None):
        return ledger.place(connection, finding, origin, verdict)
    _fill(connection, table, old, finding, origin)
    if table is tables.ledger_targets:
        connection.execute(table.update().where(table.c.id == old).values(replaced_by=None))
    if verdict.kind in ledger.REPLACING:
        ledger.replace_target(connection, verdict.entry, old)
    return old


def _fill(connection: Connection, table: Table, entry: int, finding: Finding, origin: Origin) -> None:
    values = (
        ledger.target_entry(finding, origin) if isinstance(finding, Target) else ledger.statement_entry(finding, origin)
    )
    connection.execute(table.update().where(table.c.id == entry).values(values | {"withdrawn": False}))


def _withdraw(connection: Connection, row: Row[Any], why: Withdrawn) -> None:
    """Withdraw a change, and let its entry live by the sightings that stand; without any it is withdrawn as well."""
    _update(connection, row.number, {"withdrawn": why})
    table, entry = entry_of(connection, row.number)
    if entry is None:
        return
    origin = connection.execute(select(table.c.origin).where(table.c.id == entry)).scalar_one()
    if load_origin(origin).revision == 0:
        return  # a fact of the seed corpus, which stands without any sighting
    first = _first(connection, table, entry)
    if first is not None:
        _fill(connection, table, entry, load_finding(first.finding), load_origin(first.origin))
        return
    connection.execute(table.update().where(table.c.id == entry).values(withdrawn=True))
    connection.execute(table.update().where(table.c.merged_into == entry).values(merged_into=None))
    if table is tables.ledger_targets:
        connection.execute(table.update().where(table.c.replaced_by == entry).values(replaced_by=None))


def _replacing(connection: Connection, row: Row[Any]) -> int | None:
    """Return the entry that has taken the place of a change's own, None where none has."""
    table = tables.ledger_targets
    replacing: int | None = connection.execute(
        select(table.c.replaced_by).where(table.c.id == row.target_id)
    ).scalar()  # fmt: skip
    return replacing


def _rejudge(connection: Connection, entry: int | None) -> None:
    """Judge anew what an entry means whose first sighting had changed a figure that is another one now, or none."""
    first = _first(connection, tables.ledger_targets, entry) if entry is not None else None
    if first is not None:
        stands = load_finding(first.finding)
        restate(connection, first.number, load_finding(first.read) if first.read else stands, Amended(stands))


def _first(connection: Connection, entries: Table, entry: int) -> Row[Any] | None:
    table = tables.changes
    column = table.c.target_id if entries is tables.ledger_targets else table.c.statement_id
    query = select(table).where(column == entry, table.c.withdrawn.is_(None)).order_by(table.c.number).limit(1)
    return connection.execute(query).first()


def _row(connection: Connection, number: int) -> Row[Any]:
    return connection.execute(select(tables.changes).where(tables.changes.c.number == number)).one()


def _update(connection: Connection, number: int, values: dict[str, Any]) -> None:
    connection.execute(tables.changes.update().where(tables.changes.c.number == number).values(values))
