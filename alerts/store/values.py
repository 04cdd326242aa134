"""Findings and origins ↔ the JSON that columns hold: their fields by name, moments in ISO 8601."""

from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from alerts.audience import Filter
from alerts.model import (
    Comparator,
    Evidence,
    Finding,
    Origin,
    PageEdit,
    Statement,
    StatementKind,
    Status,
    Target,
)
from crawler.edits import Piece, SentenceEdit
from crawler.model import Level
from crawler.touchstones import Touch

Json = dict[str, Any]

_WORDS: dict[str, type[StrEnum]] = {"comparator": Comparator, "status": Status, "kind": StatementKind}


def dump_finding(finding: Finding | PageEdit) -> Json:
    """Write a target, a statement or an edit."""
    return asdict(finding)


def load_told(row: Json) -> Finding | PageEdit:
    """Read a target, a statement or an edit: only an edit has sentences."""
    return load_page_edit(row) if "sentences" in row else load_finding(row)


def load_finding(row: Json) -> Finding:
    """Read a target or a statement: only a target has a value."""
    return load_target(row) if "value" in row else load_statement(row)


def load_fields(row: Json) -> Json:
    """Read some fields of a target or a statement."""
    return {name: _WORDS[name](value) if name in _WORDS else value for name, value in row.items()}


def load_target(row: Json) -> Target:
    """Read a target."""
    return Target(
        **row
        | {
            "comparator": Comparator(row["comparator"]),
            "status": Status(row["status"]),
            "evidence": Evidence(**row["evidence"]),
            "number": Evidence(**row["number"]),
            "sentence": Evidence(**row["sentence"]),
        }
    )


def load_statement(row: Json) -> Statement:
    """Read a statement."""
    return Statement(**row | {"kind": StatementKind(row["kind"]), "evidence": Evidence(**row["evidence"])})


def load_page_edit(row: Json) -> PageEdit:
    """Read an edit."""
    return PageEdit(tuple(_sentence(it) for it in row["sentences"]), row["more"])


def _sentence(row: Json) -> SentenceEdit:
    old, new = (tuple(Piece(**it) for it in row[side]) for side in ("old", "new"))
    return SentenceEdit(old, new, tuple(map(Touch, row["touches"])))


def dump_origin(origin: Origin) -> Json:
    """Write an origin; its moment keeps the offset of its publisher's zone. Who else published it is the archive's."""
    row = asdict(origin) | {"published": origin.published.isoformat(), "topics": list(origin.topics)}
    del row["also"]
    return row


def load_origin(row: Json) -> Origin:
    """Read an origin."""
    return Origin(
        **row
        | {
            "published": datetime.fromisoformat(row["published"]),
            "topics": tuple(row["topics"]),
            "level": Level(row.get("level", Level.PORTAL)),
        }
    )


def dump_filter(wanted: Filter) -> Json:
    """Write a filter, without the parts that ask for nothing."""
    return {name: values for name, values in asdict(wanted).items() if values}


def load_filter(row: Json) -> Filter:
    """Read a filter."""
    return Filter(**{name: tuple(values) for name, values in row.items()})
