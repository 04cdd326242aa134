"""Findings and origins ↔ the JSON that columns hold: their fields by name, moments in ISO 8601."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from alerts.model import (
    Comparator,
    Evidence,
    Filter,
    Finding,
    Origin,
    Statement,
    StatementKind,
    Status,
    Target,
)

Json = dict[str, Any]


def dump_finding(finding: Finding) -> Json:
    """Write a target or a statement."""
    return asdict(finding)


def load_finding(row: Json) -> Finding:
    """Read a target or a statement: only a target has a value."""
    return load_target(row) if "value" in row else load_statement(row)


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


def dump_origin(origin: Origin) -> Json:
    """Write an origin; its moment keeps the offset of its publisher's zone. Who else published it is the archive's."""
    row = asdict(origin) | {"published": origin.published.isoformat(), "topics": list(origin.topics)}
    del row["also"]
    return row


def load_origin(row: Json) -> Origin:
    """Read an origin."""
    return Origin(**row | {"published": datetime.fromisoformat(row["published"]), "topics": tuple(row["topics"])})


def dump_filter(wanted: Filter) -> Json:
    """Write a filter."""
    return asdict(wanted)


def load_filter(row: Json) -> Filter:
    """Read a filter."""
    return Filter(**{name: tuple(values) for name, values in row.items()})
