"""A digest → the JSON that a webhook gets. Pure."""

import json
from typing import Any

from alerts.model import Change, Digest
from alerts.store.values import dump_finding, dump_origin


def body(digest: Digest, subject: str) -> str:
    """Write what a digest tells, whole, in ASCII: one object, with a list of changes in the order of the digest."""
    told = (*digest.targets, *digest.statements, *digest.edits)
    written = {
        "subject": subject,
        "period": digest.period,
        "subscription": digest.subscription.id,
        "composed_at": digest.composed_at.isoformat(),
        "changes": [_change(it) for it in told],
    }
    return json.dumps(written)


def _change(change: Change) -> dict[str, Any]:
    return {
        "number": change.number,
        "kind": change.kind,
        "reason": change.reason,
        "finding": dump_finding(change.finding),
        "before": dump_finding(change.before) if change.before else None,
        "origin": dump_origin(change.origin),
        "against": dump_origin(change.against) if change.against else None,
    }
