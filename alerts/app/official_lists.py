"""Officials, their offices and statements → what `smewatch officials` prints, and the rows of its JSON and CSV."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from alerts import wording
from alerts.app.console import gist, print_table
from alerts.app.figure_lists import origin_row
from alerts.model import Statement
from alerts.officials import Term
from alerts.store.officials import Official
from alerts.store.sightings import Sighting
from crawler.times import BEIJING


def print_officials(officials: Sequence[Official]) -> None:
    """Print who is known, in which office, since when."""
    rows = [
        (
            it.term.name,
            it.term.office.organization,
            it.term.office.position,
            _day(it.term.first_seen),
            _day(it.term.last_seen),
            str(it.statements),
        )
        for it in officials
    ]
    print_table("Officials", ("Name", "Organisation", "Position", "Since", "Last seen", "Statements"), rows)


def print_careers(terms: Sequence[Term]) -> None:
    """Print the offices in which persons were seen, a table for each person."""
    for name, held in groupby(terms, key=lambda it: it.name):
        rows = [(_day(it.first_seen), _day(it.last_seen), it.office.organization, it.office.position) for it in held]
        print_table(name, ("From", "To", "Organisation", "Position"), rows)


def print_said(sightings: Sequence[Sighting]) -> None:
    """Print what was said, the latest first; what only says an earlier statement in other words is marked so."""
    rows = [
        (str(it.number), f"{it.origin.published:%Y-%m-%d}", wording.kind(it.kind, it.finding), _who(it), _gist(it))
        for it in sightings
    ]
    print_table("Statements", ("No.", "Date", "", "Who", "What"), rows)


def official_row(official: Official) -> Mapping[str, Any]:
    """Write a person for JSON and CSV."""
    return {**term_row(official.term), "statements": official.statements}


def term_row(term: Term) -> Mapping[str, Any]:
    """Write a term of office for JSON and CSV."""
    return {
        "name": term.name,
        "organization": term.office.organization,
        "position": term.office.position,
        "first_seen": term.first_seen.isoformat(),
        "last_seen": term.last_seen.isoformat(),
        "sightings": term.sightings,
    }


def said_row(sighting: Sighting) -> Mapping[str, Any]:
    """Write a statement of a person for JSON and CSV."""
    finding = sighting.finding
    return {
        "id": sighting.number,
        "kind": sighting.kind,
        "speaker": finding.speaker if isinstance(finding, Statement) else None,
        "text": finding.evidence.text,
        "reason": sighting.reason,
        **origin_row(sighting.origin),
    }


def _who(it: Sighting) -> str:
    return (it.finding.speaker or "") if isinstance(it.finding, Statement) else ""


def _gist(it: Sighting) -> str:
    return gist(wording.quoted(it.finding))


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}"
