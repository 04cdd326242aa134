"""Targets and statements → the members that JSON and CSV have of them, wherever one is written."""

from collections.abc import Mapping
from typing import Any

from alerts.model import Statement, Target


def target_json(target: Target) -> Mapping[str, Any]:
    """Write a target as `analyse --json` does."""
    return {
        "object": target.object,
        "value": target.value,
        "unit": target.unit,
        "comparator": target.comparator,
        "deadline": target.deadline,
        "as_of": target.as_of,
        "base": target.base,
        "status": target.status,
        "scope": target.scope,
        "action": target.action,
        "evidence": target.evidence.text,
        "start": target.evidence.start,
        "end": target.evidence.end,
    }


def statement_json(statement: Statement) -> Mapping[str, Any]:
    """Write a statement as `analyse --json` does."""
    return {
        "speaker": statement.speaker,
        "position": statement.position,
        "organization": statement.organization,
        "official": statement.official,
        "kind": statement.kind,
        "cue": statement.cue,
        "text": statement.evidence.text,
        "start": statement.evidence.start,
        "end": statement.evidence.end,
    }
