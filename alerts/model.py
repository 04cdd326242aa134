"""The values that a piece of news passes through on its way out: one small type per step.

`Revision` → `Finding` (`Target` or `Statement`) or `PageEdit` → `Change` → `Digest` → `Message` → `Delivery`.
Nothing here does anything but hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from alerts.audience import Subscription
from crawler.edits import SentenceEdit
from crawler.model import Level
from seeds.text import TEXT_VERSION


@dataclass(frozen=True, slots=True)
class Evidence:
    """The stretch of a document's text that a finding stands on.

    `start` and `end` count characters of `seeds.text.plain(body)`, and `text` is exactly what they cut out of it; they
    hold for the version of that function that stands beside them.
    """

    text: str
    start: int
    end: int
    version: int = TEXT_VERSION


class Comparator(StrEnum):
    """How a figure relates to the number that is written."""

    EXACTLY = "="
    ABOUT = "≈"
    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE = ">"
    LESS = "<"


class Status(StrEnum):
    """What a figure is: a goal, a reported result, or an estimate."""

    TARGET = "target"
    ACHIEVED = "achieved"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified policy target or result.

    `value` is a plain number in `unit` (十万家 is 100000 家, 1.2万亿元 is 1.2e12 元, 60% is 60 %). `deadline` is an ISO
    year or date; an achieved figure has none, its period stands in `as_of`. `scope` is the place it holds for (全国,
    a province, a city), `action` the verb that governs it (培育), `base` the number that a from–to starts from
    (由50%提至80%), None elsewhere. `evidence` is the clause that states it, `number` the figure in it with unit and
    comparator (3000家左右), `sentence` the whole sentence round it.
    """

    object: str
    value: float
    unit: str
    comparator: Comparator
    status: Status
    scope: str
    action: str
    evidence: Evidence
    number: Evidence
    sentence: Evidence
    deadline: str | None = None
    as_of: str | None = None
    base: float | None = None


class StatementKind(StrEnum):
    """How words are reported: in quotation marks, without, or partly."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person, an organisation or a meeting is reported to have said.

    `speaker` is a person's name, None where only an organisation speaks; `organization` the top body by its full
    name, `position` the office with its sub-unit (中小企业局局长); `official` is True for bodies of state and party and
    their people in that role. `evidence` is the words from the first to the last one attributed, without the final
    punctuation; a cue in the midst of them is inside.
    """

    speaker: str | None
    position: str | None
    organization: str | None
    official: bool
    kind: StatementKind
    cue: str
    evidence: Evidence


Finding = Target | Statement


@dataclass(frozen=True, slots=True)
class PageEdit:
    """What was edited on a page that had been published, as far as it counts: what touches numerals comes first.

    `more` counts the sentences that were edited too and are not among `sentences`.
    """

    sentences: tuple[SentenceEdit, ...]
    more: int = 0


class ChangeKind(StrEnum):
    """What a finding means against the ledger; EDITED is a page's, and has no place there.

    CONTRADICTED is a figure that a source of equal rank gives otherwise; IMPLAUSIBLE one that would change a known one
    by a step that nobody should believe unseen, or that is far beyond all that is known of its thing. REWORDED is a
    statement in other words than a known one.
    """

    NEW = "new"
    RAISED = "raised"
    LOWERED = "lowered"
    POSTPONED = "postponed"
    ADVANCED = "advanced"
    PROGRESS = "progress"
    ACHIEVED = "achieved"
    CONTRADICTED = "contradicted"
    IMPLAUSIBLE = "implausible"
    REPEATED = "repeated"
    REWORDED = "reworded"
    EDITED = "edited"


#: Figures that are larger or smaller than before, …
RESIZED = frozenset({ChangeKind.RAISED, ChangeKind.LOWERED})
#: … and goals that are others than before: what they change is no longer current.
REVISED = RESIZED | {ChangeKind.POSTPONED, ChangeKind.ADVANCED}
#: Figures that sources do not agree on, or that nobody should believe.
DISPUTED = frozenset({ChangeKind.CONTRADICTED, ChangeKind.IMPLAUSIBLE})


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A further publisher of a text, and its address there."""

    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The article a finding was read in: enough to name and to link it.

    `revision` is 0 for what the seed corpus states, which then has no `url` either. `topics` are those that the article
    is relevant to. `also` says who else published it, as far as that was asked (`alerts.provenance`). `issuer` is whose
    words the article is, its publisher's where it is "", and `level` that issuer's rank.
    """

    revision: int
    title: str
    url: str
    publisher: str
    published: datetime
    topics: tuple[str, ...] = ()
    also: tuple[Elsewhere, ...] = ()
    issuer: str = ""
    level: Level = Level.PORTAL

    @property
    def authority(self) -> str:
        """Who answers for what the article says."""
        return self.issuer or self.publisher


@dataclass(frozen=True, slots=True)
class Change:
    """A finding held against the ledger, or the edit of a page: what it means, and why in words.

    `before` is what it changes, contradicts, measures up to or rewords (None where there is none), and `against` where
    that was read. `number` grows with every change that is stored, 0 before that. `said` is the statement in whose
    words a figure stands, as far as that was asked (`alerts.digest.attributed`). `read` is the finding as the rules had
    read it, where a person has corrected it.
    """

    kind: ChangeKind
    finding: Finding | PageEdit
    origin: Origin
    reason: str
    before: Finding | None = None
    number: int = 0
    against: Origin | None = None
    said: Statement | None = None
    read: Finding | None = None


@dataclass(frozen=True, slots=True)
class FigureSighting:
    """A figure each time it was read: `kind` is what it meant then, `reason` why.

    `number` is the finding's, None for what the seed corpus states.
    """

    number: int | None
    kind: ChangeKind
    target: Target
    origin: Origin
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was watched in a digest's period, so that silence can be trusted.

    `polled` counts the sources that were asked; those named in `failing` did not answer, and those in `quiet` answered
    and brought less than is usual for them.
    """

    polled: int
    failing: tuple[str, ...]
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A goal of the ledger whose day is near: its number there, the day, and how many days are left until it.

    `origin` is where the goal was read first.
    """

    entry: int
    target: Target
    day: date
    left: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Digest:
    """What one subscription is told for one period.

    `period` names it (`2026-11-21`, `2026-W47`, `instant-812`) and is unique for a subscription. `targets`,
    `statements`, `edits` and `deadlines` stand in the order in which they are shown.
    """

    subscription: Subscription
    period: str
    composed_at: datetime
    targets: tuple[Change, ...]
    statements: tuple[Change, ...]
    coverage: Coverage
    edits: tuple[Change, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that is new."""
        return (*self.targets, *self.statements, *self.edits)


@dataclass(frozen=True, slots=True)
class Message:
    """A digest as a channel sends it.

    `message_id` is the same whenever the same digest of the same subscription is rendered, so that a reader can drop a
    second copy. `headers` are what a mail says of itself beside these (`List-Unsubscribe` …), by name.
    """

    recipient: str
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    headers: Mapping[str, str] = field(default_factory=dict)


class DeliveryState(StrEnum):
    """Where a message stands in the outbox; RETURNED is one that was sent, and came back from further on."""

    QUEUED = "queued"
    SENT = "sent"
    RETURNED = "returned"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message in the outbox, and how far it has come.

    `answer` is the last thing the server said, and `subscriber` the id of the one it is for, None for the operator.
    """

    id: int
    message: Message
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime
    answer: str = ""
    subscriber: int | None = None
