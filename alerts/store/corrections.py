"""The log of corrections in the database: added to, read back, never rewritten."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Subquery, exists, select, true

from alerts import corrections
from alerts.corrections import Action, Correction, Reference, Standing
from alerts.model import Finding, Target
from alerts.store import tables
from alerts.store.values import dump_finding, load_fields, load_finding
from crawler.archive.db import in_parts, insert_new


def add(connection: Connection, correction: Correction) -> Correction | None:
    """Add a correction; return it with its number, None where it undoes one that is undone already."""
    row = {
        "action": correction.action,
        "by": correction.by,
        "at": correction.at,
        "why": correction.why,
        "finding": correction.finding,
        "text": correction.about.text if correction.about else None,
        "read": dump_finding(correction.about.read) if correction.about else None,
        "fields": dict(correction.fields),
        "other": correction.other,
        "name": correction.name,
        "instead": correction.instead,
        "undoes": correction.undoes,
    }
    table = tables.corrections
    added = connection.execute(insert_new(connection, table).values(row).returning(table.c.number)).scalar()
    return replace(correction, number=added) if added is not None else None


def log(connection: Connection) -> list[Correction]:
    """Return all corrections, the first one first."""
    return [_correction(row) for row in connection.execute(select(tables.corrections).order_by("number"))]


def latest(connection: Connection, limit: int, before: int | None = None) -> list[tuple[Correction, bool]]:
    """Return up to `limit` corrections with a lower number than `before`, the last one first, each with its force."""
    number = tables.corrections.c.number
    here = number < before if before is not None else true()
    return [_forceful(row) for row in connection.execute(_READ.where(here).order_by(number.desc()).limit(limit))]


def history(connection: Connection, findings: Collection[int], names: Collection[str]) -> list[tuple[Correction, bool]]:
    """Return all that was ever said of some findings and some names, in order, each with whether it is in force.

    What was undone is there, and who undid it.
    """
    table = tables.corrections.c
    said = [_READ.where((table.name != "") & (table.name.in_(names) | table.instead.in_(names)))]
    said += [
        _READ.where(table.finding.in_(some) | table.other.in_(some)) for some in in_parts(sorted(findings))
    ]  # fmt: skip
    found = {row.number: row for query in said for row in connection.execute(query)}
    for some in in_parts(sorted(found)):
        found |= {row.number: row for row in connection.execute(_READ.where(table.undoes.in_(some)))}
    return [_forceful(found[number]) for number in sorted(found)]


def get(connection: Connection, number: int) -> Correction | None:
    """Return the correction with a number, None where there is none."""
    row = connection.execute(select(tables.corrections).where(tables.corrections.c.number == number)).first()
    return _correction(row) if row else None


def standing(connection: Connection, read: Iterable[tuple[str, Finding]]) -> Standing:
    """Return those in force that may bear on some findings, each read in the article with a content hash."""
    texts, said = set(), set()
    for text, finding in read:
        texts.add(text)
        said.add(_in_brief(finding))
    # A person's log grows with the years, and what is read at a time does not: all are glanced at, and few are loaded.
    table = tables.corrections
    value = table.c.read["value"].as_float().label("value")
    speaker, organization = (table.c.read[name].as_string().label(name) for name in ("speaker", "organization"))
    glanced = connection.execute(select(table.c.number, table.c.text, value, speaker, organization).where(_ABOUT_ONE))
    bearing = [
        it.number for it in glanced if it.text in texts or (it.value, it.speaker, it.organization) in said
    ]  # fmt: skip
    return corrections.standing([*_of_names(connection), *_of_numbers(connection, bearing)])


def names(connection: Connection) -> Standing:
    """Return those in force that call objects and persons by other names."""
    return corrections.standing(_of_names(connection))


def about(connection: Connection, findings: Collection[int]) -> list[Correction]:
    """Return those in force that were said of findings of these numbers, the first one first."""
    found: list[Correction] = []
    for some in in_parts(sorted(findings)):
        query = select(tables.corrections).where(_ABOUT_ONE, tables.corrections.c.finding.in_(some))
        found += map(_correction, connection.execute(query))
    return sorted(found, key=lambda it: it.number)


def findings_with(connection: Connection, actions: Collection[Action]) -> set[int]:
    """Return the numbers of the findings of which one of these things was said and not undone."""
    table = tables.corrections
    return set(connection.execute(select(table.c.finding).where(_ABOUT_ONE, table.c.action.in_(actions))).scalars())


def merges() -> Subquery:
    """Select the merges in force: `finding` is the same as `other`, by what was said under `number`."""
    table = tables.corrections
    query = select(table.c.number, table.c.finding, table.c.other)
    return query.where(_ABOUT_ONE, table.c.action == Action.MERGE).subquery()


_UNDOING = tables.corrections.alias("undoing")
_IN_FORCE = ~exists().where(_UNDOING.c.undoes == tables.corrections.c.number)
_ABOUT_ONE = _IN_FORCE & tables.corrections.c.finding.is_not(None)
_READ = select(tables.corrections, _IN_FORCE.label("in_force"))


def _of_names(connection: Connection) -> list[Correction]:
    table = tables.corrections
    query = select(table).where(_IN_FORCE, table.c.action.in_((Action.ALIAS, Action.JOIN)))
    return [_correction(row) for row in connection.execute(query.order_by(table.c.number))]


def _of_numbers(connection: Connection, numbers: Sequence[int]) -> list[Correction]:
    found: list[Correction] = []
    for some in in_parts(numbers):
        found += map(
            _correction, connection.execute(select(tables.corrections).where(tables.corrections.c.number.in_(some)))
        )
    return found


def _in_brief(finding: Finding) -> tuple[float | None, str | None, str | None]:
    """Return what two readings of the same words have in common at least, where they are the same."""
    if isinstance(finding, Target):
        return finding.value, None, None
    return None, finding.speaker, finding.organization


def _forceful(row: Row[Any]) -> tuple[Correction, bool]:
    return _correction(row), bool(row.in_force)


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        action=Action(row.action),
        by=row.by,
        at=row.at,
        why=row.why,
        number=row.number,
        finding=row.finding,
        about=Reference(row.text, load_finding(row.read)) if row.read else None,
        fields=load_fields(row.fields),
        other=row.other,
        name=row.name,
        instead=row.instead,
        undoes=row.undoes,
    )
