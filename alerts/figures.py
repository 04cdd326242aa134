"""A figure and what the ledger knows of the same thing → what it means: new, repeated, raised …, with the reason.

The decider is pure and sees only entries of one identity (`alerts.identity`). A false “raised” costs more trust than a
repeat that is told again: where the words leave room, a figure is NEW, and the reason says what is near it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from alerts import wording
from alerts.identity import RATES, Measure, identify, last_day, same_period, standing
from alerts.ledger import Verdict
from alerts.model import ChangeKind, Comparator, Origin, Status, Target

_MEMORY = timedelta(days=365)  # so long a figure that names no period is taken for the one already known
_ROUNDING = 0.05  # “近一万” and 9800 are one figure
_STEP = 3.0  # a target changed by more than this factor is more likely another target than a change
_NOTABLE = 0.2  # a result below this share of a target may well be that of a part of its scope


@dataclass(frozen=True, slots=True)
class KnownTarget:
    """A figure in the ledger, by its first sighting; `replaced` where a later one took its place."""

    id: int
    target: Target
    origin: Origin
    replaced: bool = False


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
