"""A finding and what the ledger knows of the same thing → what it means: new, repeated, raised …, with the reason.

The deciders are pure and see only entries of one identity (`alerts.identity`), or of one speaker. A false “raised”
costs more trust than a repeat that is told again: where the words leave room, a figure is NEW, and the reason says what
is near it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from alerts import wording
from alerts.identity import RATES, Measure, identify, last_day, same_period, standing
from alerts.model import ChangeKind, Comparator, Origin, Statement, Status, Target
from seeds import fingerprint

_MEMORY = timedelta(days=365)  # so long a figure that names no period is taken for the one already known
_ROUNDING = 0.05  # “近一万” and 9800 are one figure
_STEP = 3.0  # a target changed by more than this factor is more likely another target than a change
_NOTABLE = 0.2  # a result below this share of a target may well be that of a part of its scope
_SIMILAR = 0.8  # share of common shingles from which two wordings are one statement
_SHINGLE = 5  # characters
_ENOUGH = 4  # sampled shingles that a sketch must have to be compared at all
_NUMERAL = re.compile(r"[0-9.]+|[一二三四五六七八九十百千万亿两]{2,}")


@dataclass(frozen=True, slots=True)
class KnownTarget:
    """A figure in the ledger, by its first sighting; `replaced` where a later one took its place."""

    id: int
    target: Target
    origin: Origin
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """A statement in the ledger, by its first sighting.

    `words` are normalised; "" where only the sketch of the article that holds them is known.
    """

    id: int
    words: str
    sketch: frozenset[int]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a finding means, and why in words.

    `entry` is the id of what it repeats, changes or measures up to, `before` the target it changes or measures up to.
    """

    kind: ChangeKind
    reason: str
    entry: int | None = None
    before: Target | None = None


def compare_target(target: Target, origin: Origin, known: Sequence[KnownTarget]) -> Verdict:
    """Hold a figure against the entries of its identity."""
    if repeated := _latest(entry for entry in known if _repeats(target, origin, entry)):
        return Verdict(
            ChangeKind.REPEATED,
            f"{wording.reported(repeated.origin)}：{wording.summary(repeated.target)}",
            repeated.id,
        )
    # Within one article or one day two figures for the same thing are two readings of it, no change.
    past = [it for it in known if not it.replaced and it.origin.published.date() < origin.published.date()]
    judged = _measure_up(target, origin, past) if target.status is Status.ACHIEVED else _revise(target, origin, past)
    return judged or Verdict(ChangeKind.NEW, _nothing_like_it(target, known))


def compare_statement(statement: Statement, known: Sequence[KnownStatement]) -> Verdict:
    """Hold a statement against those of the same speaker, or of the same organisation."""
    words, sketch = normalise(statement.evidence.text), fingerprint.sketch(statement.evidence.text)
    for entry in known:
        if _same_words(words, entry.words) if entry.words else _within(sketch, entry.sketch):
            return Verdict(ChangeKind.REPEATED, f"{wording.reported(entry.origin)}", entry.id)
    if known:
        return Verdict(ChangeKind.NEW, "与台账中已有的表态都不同")
    return Verdict(ChangeKind.NEW, f"台账中还没有{statement.speaker or statement.organization or '这位发言者'}的表态")


def normalise(text: str) -> str:
    """Bring a statement's words to the form in which two reports of it agree: no marks, no spaces."""
    return re.sub(r"[\W_]+", "", fingerprint.normalise(text))


# Figures.


def _repeats(target: Target, origin: Origin, entry: KnownTarget) -> bool:
    if target.status is not entry.target.status or not _same_value(target, entry.target):
        return False
    here, there = _period(target), _period(entry.target)
    if here and there:
        return same_period(here, there)
    if there and target.status is not Status.ACHIEVED and _is_over(there, origin):
        return False  # what the entry spoke of is over: this must be about another time
    return abs(origin.published - entry.origin.published) <= _MEMORY


def _same_value(one: Target, other: Target) -> bool:
    if one.value == other.value:
        return True
    rounded = {one.comparator, other.comparator} & {Comparator.ABOUT, Comparator.MORE, Comparator.LESS}
    larger = max(abs(one.value), abs(other.value))
    return bool(rounded) and one.unit not in RATES and abs(one.value - other.value) <= _ROUNDING * larger


def _revise(target: Target, origin: Origin, past: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a goal or a forecast against earlier ones, which it may raise, lower, postpone or advance."""
    due = target.deadline
    if not due or _is_over(due, origin):  # a goal that is recalled after its time changes none
        return None
    rivals = [it for it in past if it.target.status is target.status and it.target.deadline]
    at_the_time = [it for it in rivals if same_period(it.target.deadline or "", due)]
    if len(at_the_time) == 1 and _is_step(target.value, at_the_time[0].target.value):
        before = at_the_time[0]
        raised = target.value > before.target.value
        kind = ChangeKind.RAISED if raised else ChangeKind.LOWERED
        words = f"{wording.reported(before.origin)}：{wording.summary(before.target)}"
        return Verdict(kind, words, before.id, before.target)
    as_much = [it for it in rivals if it.target.value == target.value and standing(it.target)]
    if not at_the_time and len(as_much) == 1 and standing(target):
        before = as_much[0]
        later = last_day(due) > last_day(before.target.deadline or "")
        kind = ChangeKind.POSTPONED if later else ChangeKind.ADVANCED
        words = f"{wording.reported(before.origin)}：{wording.summary(before.target)}"
        return Verdict(kind, words, before.id, before.target)
    return None


def _is_step(after: float, before: float) -> bool:
    return before > 0 and after > 0 and 1 / _STEP <= after / before <= _STEP


def _measure_up(target: Target, origin: Origin, past: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a result against the goal that it reaches or brings nearer."""
    goals = [it for it in past if it.target.status is Status.TARGET and _counts_towards(target, origin, it.target)]
    if not goals:
        return None
    goal = min(goals, key=lambda it: last_day(it.target.deadline or ""))
    share = target.value / goal.target.value
    reached = [it for it in past if it.target.status is Status.ACHIEVED and it.target.value >= goal.target.value]
    if reached or not _NOTABLE <= share <= _STEP:
        return None
    kind = ChangeKind.ACHIEVED if share >= 1 else ChangeKind.PROGRESS
    words = f"目标为{wording.summary(goal.target)}（{wording.source(goal.origin)}），已完成 {share:.0%}"
    return Verdict(kind, words, goal.id, goal.target)


def _counts_towards(result: Target, origin: Origin, goal: Target) -> bool:
    measure = identify(goal).measure
    if result.unit in RATES or goal.value <= 0 or not goal.deadline or goal.comparator is Comparator.AT_MOST:
        return False
    at = result.as_of or origin.published.date().isoformat()
    if measure is Measure.TOTAL and standing(goal):
        return last_day(at) <= last_day(goal.deadline)
    return bool(result.as_of) and same_period(at, goal.deadline[:4])  # so many within the year


def _nothing_like_it(target: Target, known: Sequence[KnownTarget]) -> str:
    near = _latest(it for it in known if not it.replaced and it.target.status is target.status)
    if near is None:
        return "台账中还没有这一项"
    return f"台账中最近的一项与此不同：{wording.summary(near.target)}（{wording.source(near.origin)}）"


def _is_over(period: str, origin: Origin) -> bool:
    return last_day(period) < origin.published.date().isoformat()


def _period(target: Target) -> str | None:
    return target.as_of if target.status is Status.ACHIEVED else target.deadline


def _latest(entries: Iterable[KnownTarget]) -> KnownTarget | None:
    return max(entries, key=lambda entry: entry.origin.published, default=None)


# Statements.


def _same_words(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 2 * _SHINGLE and shorter in longer:
        return True
    if len(shorter) < _SIMILAR * len(longer):
        return False
    if _NUMERAL.findall(one) != _NUMERAL.findall(other):
        return False
    mine, theirs = _shingles(one), _shingles(other)
    return bool(mine and theirs) and len(mine & theirs) >= _SIMILAR * len(mine | theirs)


def _shingles(words: str) -> set[str]:
    return {words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)}


def _within(sketch: frozenset[int], article: frozenset[int]) -> bool:
    return len(sketch) >= _ENOUGH and len(sketch & article) >= _SIMILAR * len(sketch)
