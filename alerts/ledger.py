"""What the ledger makes of a finding: figures are judged in `alerts.figures`, statements in `alerts.sayings`."""

from dataclasses import dataclass

from alerts.model import ChangeKind, Target


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a finding means, and why in words.

    `entry` is the id of what it repeats, changes or measures up to, `before` the target it changes or measures up to.
    """

    kind: ChangeKind
    reason: str
    entry: int | None = None
    before: Target | None = None
