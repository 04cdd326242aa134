"""What the ledger makes of a finding: figures are judged in `alerts.figures`, statements in `alerts.sayings`."""

from dataclasses import dataclass

from alerts.model import ChangeKind, Finding, Origin


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a finding means, and why in words.

    `entry` is the id of what it repeats, changes, contradicts or measures up to; `before` what it changes,
    contradicts, measures up to or rewords, and `against` where that was read.
    """

    kind: ChangeKind
    reason: str
    entry: int | None = None
    before: Finding | None = None
    against: Origin | None = None
