"""A person's word about findings is kept, and all that it bears on is put right at once.

With `keep` False nothing is kept: a word is tried, to know whether it can be said and what it comes to, before it is.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from alerts.corrections import LONGEST_WHY, Action, Correction, Reference, changed, with_force
from alerts.errors import CorrectionError, Fault
from alerts.identity import canonical, identify
from alerts.model import Finding, Target
from alerts.store import corrections, ledger, restating, sightings, tables
from alerts.store.restating import Restatement
from alerts.store.sightings import Sighting
from crawler.archive.db import Database, take_turns


def reject(database: Database, number: int, *, by: str, why: str, now: datetime, keep: bool = True) -> Correction:
    """Say that a finding is none. Raises CorrectionError where there is no such finding, or it is rejected already.

    That goes for all who read the same out of the same words.
    """
    with _turn(database, keep=keep) as connection:
        about = _standing(connection, number)
        said = Correction(Action.REJECT, by, now, why, finding=number, about=Reference(about.text, about.read))
        return _say(connection, said)


def correct(
    database: Database,
    number: int,
    given: Mapping[str, str | None],
    *,
    by: str,
    why: str,
    now: datetime,
    keep: bool = True,
) -> Correction:
    """Give fields of a finding other values, as `alerts.corrections.changed` reads them.

    Raises CorrectionError where there is no such finding, where it was rejected, where nothing would change, and for
    a name that is longer than the ledger keeps any.
    """
    with _turn(database, keep=keep) as connection:
        about = _standing(connection, number)
        assert about.stands is not None
        fields = changed(about.stands, given)
        _check_lengths(fields)
        said = Correction(
            Action.CORRECT, by, now, why,
            finding=number, about=Reference(about.text, about.read), fields=fields,
        )  # fmt: skip
        return _say(connection, said)


def merge(
    database: Database, number: int, other: int, *, by: str, why: str, now: datetime, keep: bool = True
) -> Correction:
    """Say that a finding is the same as another one, under which it is known from now on.

    Raises CorrectionError for findings that are none, of two kinds, or one already.
    """
    with _turn(database, keep=keep) as connection:
        about, into = _standing(connection, number), _standing(connection, other)
        if type(about.stands) is not type(into.stands):
            raise CorrectionError(
                Fault.TWO_KINDS, f"{number} and {other} cannot be merged: one is a figure, the other a statement"
            )
        if (units := _units(about.stands, into.stands)) and units[0] != units[1]:
            raise CorrectionError(
                Fault.TWO_UNITS, f"{number} and {other} cannot be merged: one counts {units[0]}, one {units[1]}"
            )
        if sightings.are_one(connection, number, other):
            raise CorrectionError(Fault.ONE_ALREADY, f"{number} and {other} are one already: there is nothing to merge")
        said = Correction(
            Action.MERGE, by, now, why, finding=number, about=Reference(about.text, about.read), other=other
        )  # fmt: skip
        return _say(connection, said)


def alias(
    database: Database, name: str, instead: str, *, by: str, why: str, now: datetime, keep: bool = True
) -> Correction:
    """Call an object by another name. Raises CorrectionError where the two are known as one already."""
    with _turn(database, keep=keep) as connection:
        known = corrections.names(connection).aliases
        known_as = known.get(canonical(name), canonical(name))
        if canonical(known_as) == canonical(instead):
            raise CorrectionError(
                Fault.UNCHANGED, f"{name} is known as {canonical(instead)} already: there is nothing to change"
            )
        if canonical(instead) in known:
            raise CorrectionError(
                Fault.KNOWN_OTHERWISE, f"{instead} is itself known as {known[canonical(instead)]}: say that name"
            )
        return _say(connection, Correction(Action.ALIAS, by, now, why, name=name, instead=instead))


def join(
    database: Database,
    name: str,
    instead: str,
    *,
    by: str,
    why: str,
    now: datetime,
    sure: bool = False,
    keep: bool = True,
) -> Correction:
    """Say that two names are one official's.

    Raises CorrectionError where nobody is known by the first, and, unless one is `sure`, where the two have never
    spoken for one body: they may be two persons.
    """
    with _turn(database, keep=keep) as connection:
        _check_lengths({"speaker": instead})
        known = corrections.names(connection).joined
        if name == instead or known.get(name) == instead:
            raise CorrectionError(Fault.UNCHANGED, f"{name} is known as {instead} already: there is nothing to change")
        if instead in known:
            raise CorrectionError(Fault.KNOWN_OTHERWISE, f"{instead} is known as {known[instead]}: say that name")
        bodies, others = (ledger.spoken_for(connection, it) for it in (name, instead))
        if bodies is None:
            raise CorrectionError(Fault.NOT_HEARD, f"no statement by {name} is known")
        if bodies and others and not bodies & others and not sure:
            raise CorrectionError(
                Fault.TWO_PERSONS,
                f"{name} speaks for {'、'.join(sorted(bodies))}, {instead} for {'、'.join(sorted(others))}: "
                "they may be two persons; --yes joins them all the same",
            )
        return _say(connection, Correction(Action.JOIN, by, now, why, name=name, instead=instead))


def undo(database: Database, number: int, *, by: str, why: str, now: datetime, keep: bool = True) -> Correction:
    """End a correction.

    Raises CorrectionError where there is none of that number, or it has ended already, and for too long a reason.
    """
    _check_length("why", why, LONGEST_WHY)
    with _turn(database, keep=keep) as connection:
        undone = corrections.get(connection, number)
        if undone is None or undone.action is Action.UNDO:
            raise CorrectionError(Fault.NO_CORRECTION, f"{number} is no correction")
        said = corrections.add(connection, Correction(Action.UNDO, by, now, why, undoes=number))
        if said is None:
            raise CorrectionError(
                Fault.UNDONE, f"the correction {number} has been undone already: there is nothing to undo"
            )
        _put_right(connection, undone)
        return said


@contextmanager
def _turn(database: Database, *, keep: bool) -> Iterator[Connection]:
    # What stands is looked up after the wait: two persons cannot say of the same finding what only one of them can.
    with database.write() as connection:
        take_turns(connection, "watch")
        yield connection
        if not keep:
            connection.rollback()


def dossier(database: Database, number: int) -> tuple[Sighting, list[Sighting], list[Correction]]:
    """Return a finding, its other sightings, and what persons have said of it; raises CorrectionError for none."""
    with database.read() as connection:
        found = sightings.of_numbers(connection, [number])
        if not found:
            raise CorrectionError(Fault.NO_FINDING, f"{number} is no finding")
        others = [it for it in sightings.of_entry(connection, number) if it.number != number]
        numbers = {number, *(it.number for it in others)}
        said = corrections.about(connection, numbers)
    return found[0], others, said


def log(database: Database) -> list[tuple[Correction, bool]]:
    """Return all corrections in order, each with whether it is in force."""
    with database.read() as connection:
        return with_force(corrections.log(connection))


def _check_lengths(fields: Mapping[str, Any]) -> None:
    # SQLite would take any length, and PostgreSQL refuse it in its own words.
    for name, value in fields.items():
        if isinstance(value, str) and name in tables.LONGEST:
            _check_length(name, value, tables.LONGEST[name])


def _check_length(name: str, value: str, most: int) -> None:
    if len(value) > most:
        raise CorrectionError(
            Fault.TOO_LONG, f"the {name} has {len(value)} characters, and {most} at most: give a shorter one", name
        )


def _units(*findings: Finding | None) -> list[str]:
    return [identify(it).unit for it in findings if isinstance(it, Target)]


def _say(connection: Connection, correction: Correction) -> Correction:
    if not correction.why.strip():
        raise CorrectionError(Fault.NO_REASON, "no reason is given: say why, others will read it")
    _check_length("why", correction.why, LONGEST_WHY)
    if correction.action in {Action.ALIAS, Action.JOIN} and not (
        correction.name.strip() and correction.instead.strip()
    ):
        raise CorrectionError(
            Fault.NO_NAME, "a name is empty: give the name that is met, and the one by which it is to be known"
        )
    said = corrections.add(connection, correction)
    assert said is not None
    _put_right(connection, said)
    return said


def _put_right(connection: Connection, said: Correction) -> None:
    """Restate every finding that a correction bears on as those in force would have it."""
    if said.action is Action.MERGE:
        assert said.finding is not None
        restating.part(connection, said.finding)
        restating.merge_anew(connection)
        return
    borne_on = sightings.of_numbers(connection, _borne_on(connection, said))
    standing = corrections.standing(connection, [(it.text, it.read) for it in borne_on])
    if said.action is Action.ALIAS:
        restating.name_facts(connection, _objects(said), standing.aliases)
    if said.action is Action.JOIN:
        restating.name_said(connection, {said.name, said.instead}, standing.joined)
    amended = [(it, standing.amend(it.read, it.text)) for it in borne_on]
    restating.restate(
        connection, [Restatement(it.number, it.read, anew) for it, anew in amended if anew.finding != it.stands]
    )
    restating.merge_anew(connection)


def _borne_on(connection: Connection, said: Correction) -> Collection[int]:
    if said.finding is not None:
        return sightings.near(connection, said.finding)
    if said.action is Action.JOIN:
        return sightings.of_speakers(connection, {said.name, said.instead})
    return sightings.of_objects(connection, _objects(said))


def _objects(said: Correction) -> Collection[str]:
    return {canonical(said.name), canonical(said.instead)}


def _standing(connection: Connection, number: int) -> Sighting:
    found = sightings.of_numbers(connection, [number])
    if not found:
        raise CorrectionError(Fault.NO_FINDING, f"{number} is no finding")
    if found[0].stands is None:
        raise CorrectionError(Fault.REJECTED, f"the finding {number} is rejected")
    return found[0]
