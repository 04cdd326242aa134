"""A change or a deadline → what a mail says of it, in the reader's language: one small value for each kind. Pure.

Nothing in it depends on the reader but the language and the year. Words of others are brought to a length here; they
are escaped in the templates.
"""

from dataclasses import dataclass

from alerts import edit_lines, wording
from alerts.attribution import Source, one_line, source
from alerts.edit_lines import Line, ShownEdit
from alerts.language import Tongue, Wording
from alerts.model import (
    DISPUTED,
    REVISED,
    Change,
    ChangeKind,
    Deadline,
    PageEdit,
    Statement,
    Status,
    Target,
)
from alerts.sayings import difference

_NEAR = 100  # characters of a figure's sentence that a mail shows on either side of the number
_NUMBER = 60  # … of the number itself, …
_EXCERPT = 220  # … of a statement, …
_NAME = 60  # … of the name of a person, a place or what is counted, …
_OFFICE = 100  # … of an office, …
_REASON = 300  # … of a reason, …
_BRIEF = 40  # … and of a statement in a mail's preview

#: What stands beside figures that are disputed.
_BESIDE = {ChangeKind.CONTRADICTED: "另一来源", ChangeKind.IMPLAUSIBLE: "对照"}
#: Results that are measured up to a goal.
REACHING = {ChangeKind.PROGRESS, ChangeKind.ACHIEVED}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a mail shows it.

    `before` and `before_time` are what it replaces, "" where it replaces nothing; `share` is how much of its goal is
    reached, "" where it has none; `sentence` is what stands before the number, the number, and what follows; `beside`
    is what has to be read with it. What `is_new_goal` stands in a section of its own, whose title says so. `read_as` is
    how its sentence had been read before a person corrected that, "" where nobody did. `page` is the figure's own, ""
    where it is not linked.
    """

    tag: str
    kind: str
    name: str
    scope: str
    now: str
    time: str
    before: str
    before_time: str
    share: str
    sentence: tuple[str, str, str]
    by: str
    reason: str
    source: Source
    beside: "Beside | None"
    is_new_goal: bool
    read_as: str = ""
    page: str = ""

    @property
    def brief(self) -> str:
        """It in a few words."""
        return f"{self.scope} {self.name} {self.now}"


@dataclass(frozen=True, slots=True)
class Beside:
    """The figure that another one is held against, and its sentence; no `source` where it stood on the same page."""

    label: str
    figure: str
    sentence: tuple[str, str, str]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement as a mail shows it; of a reworded one in the place of `text` the `lines` that differ.

    `before` is where the earlier wording was read, None where there is none. One that `follows` another by the same
    official does not name them again.
    """

    name: str
    office: str
    text: str
    source: Source
    tag: str = ""
    lines: tuple[Line, ...] = ()
    before: Source | None = None
    follows: bool = False

    @property
    def brief(self) -> str:
        """It in a few words."""
        return f"{self.name}：{one_line(self.text, _BRIEF)}" if self.text else f"{self.name}：{self.tag}"


@dataclass(frozen=True, slots=True)
class Due:
    """A goal whose day is near, as a mail shows it."""

    name: str
    scope: str
    figure: str
    day: str
    left: int
    source: Source


def figure(change: Change, target: Target, tongue: Tongue, year: int) -> Figure:
    """Return a figure as a mail of a year shows it."""
    words = tongue.words
    known = change.before if isinstance(change.before, Target) else None
    before = known if change.kind in REVISED else None  # a goal that is measured up to still stands
    goal = known if change.kind in REACHING else None
    return Figure(
        tag=words.kind(change.kind, target),
        kind=change.kind,
        name=one_line(words.name(target), _NAME),
        scope=one_line(words.place(target), _NAME),
        now=words.figure(target),
        time=words.when(target),
        before=words.figure(before) if before else "",
        before_time=words.when(before) if before else "",
        share=wording.share(target.value, goal.value) if goal else "",
        sentence=_marked(target),
        by=_speaker(change.said) if change.said else "",
        reason=one_line(words.reason(change), _REASON),
        source=source(change.origin, tongue, year),
        beside=_beside(change, tongue, year),
        is_new_goal=change.kind is ChangeKind.NEW and target.status is Status.TARGET,
        read_as=read_as(change, words),
    )


def saying(change: Change, statement: Statement, tongue: Tongue, year: int) -> Saying:
    """Return a statement as a mail of a year shows it."""
    name = one_line(statement.speaker or statement.organization or "", _NAME)
    office = office_of(statement) if statement.speaker else ""
    read_in = source(change.origin, tongue, year)
    if (compared := difference(change)) and change.against:
        lines = edit_lines.lines(compared.sentences)
        tag = tongue.words.kind(change.kind, statement)
        return Saying(name, office, "", read_in, tag, lines, source(change.against, tongue, year))
    return Saying(name, office, _excerpt(statement), read_in)


def edit(change: Change, page: PageEdit, tongue: Tongue, year: int) -> ShownEdit:
    """Return a page's edit as a mail of a year shows it."""
    return edit_lines.shown(page, change.origin, tongue, year)


def due(deadline: Deadline, tongue: Tongue, year: int) -> Due:
    """Return a goal whose day is near as a mail of a year shows it."""
    target, words = deadline.target, tongue.words
    return Due(
        name=one_line(words.name(target), _NAME),
        scope=one_line(words.place(target), _NAME),
        figure=words.figure(target),
        day=words.day(deadline.day, year),
        left=deadline.left,
        source=source(deadline.origin, tongue, year),
    )


def office_of(statement: Statement) -> str:
    """Name the office of who speaks: “示例省工业和信息化厅厅长”."""
    return one_line(f"{statement.organization or ''}{statement.position or ''}", _OFFICE)


def read_as(change: Change, words: Wording) -> str:
    """Say how a figure had been read before a person corrected it, "" where nobody did or nothing of that is shown.

    As far as it differs: what it is, its place, its name, its number with the time.
    """
    read, stands = change.read, change.finding
    if not isinstance(read, Target) or not isinstance(stands, Target):
        return ""

    def as_new(target: Target) -> str:
        return words.kind(ChangeKind.NEW, target)  # most other kinds are called the same whatever the figure is

    pairs = ((how(read), how(stands)) for how in (as_new, words.place, words.name, words.summary))
    return one_line(" ".join(was for was, now in pairs if was != now), _REASON)


def _speaker(said: Statement) -> str:
    return one_line(f"{office_of(said) if said.speaker else said.organization or ''}{said.speaker or ''}", _OFFICE)


def _beside(change: Change, tongue: Tongue, year: int) -> Beside | None:
    """Return what a figure contradicts, is doubted for or took the place of on its page: both sentences are shown."""
    before, against = change.before, change.against
    if not isinstance(before, Target) or against is None:
        return None
    summary = tongue.words.summary(before)
    places = {change.origin.url, *(it.url for it in change.origin.also)}
    if against.url and against.url in places:
        return Beside(tongue.gettext("修改前"), summary, _marked(before), None)
    if change.kind not in DISPUTED:
        return None
    label = tongue.gettext(_BESIDE[change.kind])
    return Beside(label, summary, _marked(before), source(against, tongue, year))


def _marked(target: Target) -> tuple[str, str, str]:
    """Split a target's sentence round its number; of a long one the parts near the number are kept."""
    sentence, number = target.sentence, target.number
    # What the seed corpus states is told in words of our own, which end with the number and have no place in a text.
    at = number.start - sentence.start if number.end else sentence.text.rfind(number.text)
    before = " ".join(sentence.text[:at].split())
    after = " ".join(sentence.text[at + len(number.text) :].split())
    return (
        before if len(before) <= _NEAR else f"…{before[-_NEAR:]}",
        one_line(number.text, _NUMBER),
        after if len(after) <= _NEAR else f"{after[:_NEAR]}…",
    )


def _excerpt(statement: Statement) -> str:
    """Return a statement's words with their outer marks, a long one as far as a clause ends."""
    words = wording.quoted(statement)
    if len(words) <= _EXCERPT:
        return words
    end = max(words.rfind(mark, _EXCERPT // 2, _EXCERPT) for mark in "。！？；，")
    return f"{words[: end if end > 0 else _EXCERPT]}……"
