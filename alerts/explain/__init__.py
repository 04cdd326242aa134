"""Why a text was read as it was: the grammars run again step by step, and each answer comes with its grounds.

Nothing here decides anything: it asks the modules of `alerts.extract` and the relevance what they decide, also for a
text in which one thing is otherwise, and says what makes the difference. Only somebody who asks pays for it.
"""

from dataclasses import dataclass

TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Ground:
    """What fixed one field of a finding: the words that it rests on, and how."""

    field: str
    value: str
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a stretch of the text that could have made a finding, at `start:end` of the document's text.

    `rule` is TAKEN or the name of the rule that ruled it out, `words` are those of the text that the rule rests on, ""
    where it rests on none; a finding has its `grounds`, field by field.
    """

    written: str
    start: int
    end: int
    rule: str
    words: str
    reason: str
    grounds: tuple[Ground, ...] = ()
