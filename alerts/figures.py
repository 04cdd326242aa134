"""A figure and what the ledger knows of the same thing → what it means: new, repeated, raised …, with the reason.

The decider is pure and sees only entries of one identity (`alerts.identity`). A false “raised” costs more trust than a
repeat that is told again: where the words leave room, a figure is NEW, and the reason says what is near it. A step that
would be a raise and is not to be believed is IMPLAUSIBLE; what a source of equal rank says otherwise is CONTRADICTED,
and never chosen from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from alerts import rephrasing, wording
from alerts.edits import UNTOUCHED, Rewriting
from alerts.identity import NATION, RATES, Measure, identify, last_day, period_of, plain, same_period, standing
from alerts.ledger import Verdict
from alerts.model import ChangeKind, Comparator, Origin, Status, Target
from alerts.plausibility import compatible, doubt, slip
from crawler.model import OFFICIAL, Level

_MEMORY = timedelta(days=365)  # so long a figure that names no period is taken for the one already known
_ROUNDING = 0.05  # “近一万” and 9800 are one figure
_NOTABLE = 0.2  # a result below this share of a target may well be that of a part of its scope, …
_GROWTH = 10.0  # a goal beyond so many times all that is known of its thing, for whatever time, is not to be believed
_BEYOND = 3.0  # … and one that is so many times as much, of another thing


@dataclass(frozen=True, slots=True)
class KnownTarget:
    """A figure in the ledger, by its first sighting; `replaced` where a later one took its place.

    `number` is that sighting's, None where it was not asked for, and of what the seed corpus states.
    """

    id: int
    target: Target
    origin: Origin
    replaced: bool = False
    number: int | None = None


def compare_target(
    target: Target,
    origin: Origin,
    known: Sequence[KnownTarget],
    elsewhere: Sequence[KnownTarget] = (),
    page: Rewriting = UNTOUCHED,
) -> Verdict:
    """Hold a figure against the entries of its identity.

    `elsewhere` are entries with its object, unit and value in other places, `page` what an edit did to its page.
    """
    present = [it for it in known if not it.replaced]
    # Within one article two figures for the same thing are two readings of it, and so they are within one publisher's
    # day: no change, unless the words name the one as the other's base. Between two texts of one page they are an edit.
    past = [it for it in present if it.origin.published.date() < origin.published.date()]
    return (
        _repeated(target, origin, present)
        or _rewritten(target, present, page)
        or _repeated(target, origin, known)  # what was replaced is known as well, but where a page goes back to it
        or _revised(target, origin, present)
        or _moved(target, origin, past)
        or _contradicted(target, origin, present)
        or _measured_up(target, origin, past)
        or _misplaced(target, elsewhere)
        or _oversized(target, origin, present)
        or Verdict(ChangeKind.NEW, _nothing_like_it(target, known))
    )


# The same figure.


def _repeated(target: Target, origin: Origin, known: Iterable[KnownTarget]) -> Verdict | None:
    entry = _latest(it for it in known if _repeats(target, origin, it))
    return Verdict(ChangeKind.REPEATED, _already(entry), entry.id) if entry else None


def _repeats(target: Target, origin: Origin, entry: KnownTarget) -> bool:
    if target.status is not entry.target.status or not _same_value(target, entry.target):
        return False
    here, there = period_of(target), period_of(entry.target)
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


# Another figure for the same thing.


def _rewritten(target: Target, present: Sequence[KnownTarget], page: Rewriting) -> Verdict | None:
    """Hold a figure that an edit put on a page against the one that it took away there.

    That one may have been read elsewhere first: it is told as it stood on the page.
    """
    identity = identify(target)
    gone = [it for it in page.gone if it.status is target.status and identify(it) == identity]
    if page.before is None or len(gone) != 1 or plain(target.evidence.text) not in page.came:
        return None
    entry = _latest(it for it in present if _repeats(gone[0], page.before, it))
    if entry is None:
        return None
    stood = KnownTarget(entry.id, gone[0], page.before)
    reason = f"已发布的页面被修改，原为：{wording.summary(stood.target)}"
    here, there = period_of(target) or "", period_of(stood.target) or ""
    if here == there or (here and there and same_period(here, there)):
        return _step(target, stood, reason, slip(target, stood.target))
    if target.value == stood.target.value and here and there:
        return _move(target, stood, reason)
    return None


def _revised(target: Target, origin: Origin, present: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a goal or a forecast against earlier ones for its time, which it may raise or lower.

    It does where its words say so of one of them, or where the same source says so later.
    """
    if target.status is Status.ACHIEVED:
        return None
    rivals = [it for it in present if _at_its_time(target, origin, it) and _is_earlier(target, origin, it)]
    fits = {it.id: rephrasing.fits(target, it.target) for it in rivals}
    meant = [it for it in rivals if fits[it.id]]
    own = [
        it
        for it in rivals
        if fits[it.id] is None and it.origin.authority == origin.authority and _is_one_thing(target, origin, it)
    ]
    changed, why = (meant, slip) if meant else (own, doubt)
    likely = [it for it in changed if not why(target, it.target)]
    if not changed or len(likely) > 1:
        return None
    before = likely[0] if likely else max(changed, key=lambda it: it.origin.published)
    return _step(target, before, _already(before), why(target, before.target))


def _moved(target: Target, origin: Origin, past: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a goal against the one of its value that it puts off or brings forward."""
    if not target.deadline or _is_over(target.deadline, origin) or not standing(target):
        return None
    rivals = [it for it in past if it.target.status is target.status and it.target.deadline]
    as_much = [it for it in rivals if it.target.value == target.value and standing(it.target)]
    if len(as_much) != 1 or any(_at_its_time(target, origin, it) for it in rivals):
        return None
    return _move(target, as_much[0], _already(as_much[0]))


def _contradicted(target: Target, origin: Origin, present: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a figure against what another source of equal rank says of the same time: a likely step is no step there."""
    if target.status is Status.FORECAST:  # forecasts differ
        return None
    others = _latest(
        it
        for it in present
        if _at_its_time(target, origin, it)
        and it.origin.revision != origin.revision
        and it.origin.level is origin.level
        and it.origin.authority != origin.authority
        and _is_one_thing(target, origin, it)
        and not doubt(target, it.target)
        and not compatible(target, it.target)
    )
    if others is None:
        return None
    reason = f"说法不一：{wording.summary(others.target)}（{wording.source(others.origin)}）"
    return _against(ChangeKind.CONTRADICTED, others, reason)


def _misplaced(target: Target, elsewhere: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a goal against one of the same value in another place, which it may only restate: one of them the nation."""
    twin = _latest(
        it
        for it in elsewhere
        if it.target.status is target.status is Status.TARGET
        and NATION in {target.scope, it.target.scope}
        and target.deadline
        and target.deadline == it.target.deadline
        and standing(target)
    )
    if twin is None:
        return None
    reason = f"与{twin.target.scope}的目标数值相同，可能只是转述：{wording.summary(twin.target)}"
    return _against(ChangeKind.IMPLAUSIBLE, twin, reason)


def _oversized(target: Target, origin: Origin, present: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a goal that only a portal states against the largest that is known of its thing: nobody grows like that.

    For the same time the rule is that for a step; till another time much may happen.
    """
    if origin.level is not Level.PORTAL or target.status is not Status.TARGET or not standing(target):
        return None
    others = [it for it in present if it.origin.revision != origin.revision and standing(it.target)]
    largest = max(others, key=lambda it: it.target.value, default=None)
    if largest is None or target.value <= largest.target.value:
        return None
    same_time = _at_its_time(target, origin, largest)
    why = slip(target, largest.target)
    if not why or not (same_time or target.value > _GROWTH * largest.target.value):
        return None
    return _against(ChangeKind.IMPLAUSIBLE, largest, f"{why}；{_already(largest)}")


def _is_earlier(target: Target, origin: Origin, entry: KnownTarget) -> bool:
    """Whether an entry stood before a figure: by the day, or, read on the same one, by the figure's own words."""
    day, that_day = origin.published.date(), entry.origin.published.date()
    return that_day < day or (that_day == day and rephrasing.starts_from(target, entry.target))


def _at_its_time(target: Target, origin: Origin, entry: KnownTarget) -> bool:
    """Whether an entry speaks of the same time; a goal that is recalled after its time changes none."""
    here, there = period_of(target), period_of(entry.target)
    if not (here and there) or entry.target.status is not target.status:
        return False
    if target.status is Status.ACHIEVED:  # what was reached “in 2025” may be as of any month
        return here == there and len(here) > len("2025")
    return same_period(here, there) and not _is_over(here, origin)


def _is_one_thing(target: Target, origin: Origin, entry: KnownTarget) -> bool:
    """Whether two figures without a word between them can be one: the press tells of many banks' and cities' sums."""
    return origin.level in OFFICIAL or (standing(target) and standing(entry.target))


def _step(target: Target, before: KnownTarget, reason: str, why_not: str) -> Verdict:
    if why_not:
        return _against(ChangeKind.IMPLAUSIBLE, before, f"{why_not}；{reason}")
    raised = target.value > before.target.value
    return _against(ChangeKind.RAISED if raised else ChangeKind.LOWERED, before, reason)


def _move(target: Target, before: KnownTarget, reason: str) -> Verdict:
    later = last_day(period_of(target) or "") > last_day(period_of(before.target) or "")
    return _against(ChangeKind.POSTPONED if later else ChangeKind.ADVANCED, before, reason)


def _against(kind: ChangeKind, entry: KnownTarget, reason: str) -> Verdict:
    return Verdict(kind, reason, entry.id, entry.target, entry.origin)


def _already(entry: KnownTarget) -> str:
    return f"{wording.reported(entry.origin)}：{wording.summary(entry.target)}"


# A result and its goal.


def _measured_up(target: Target, origin: Origin, past: Sequence[KnownTarget]) -> Verdict | None:
    """Hold a result against the goal that it reaches or brings nearer."""
    if target.status is not Status.ACHIEVED:
        return None
    goals = [it for it in past if it.target.status is Status.TARGET and _counts_towards(target, origin, it.target)]
    if not goals:
        return None
    goal = min(goals, key=lambda it: last_day(it.target.deadline or ""))
    share = target.value / goal.target.value
    reached = [it for it in past if it.target.status is Status.ACHIEVED and it.target.value >= goal.target.value]
    if reached or not _NOTABLE <= share <= _BEYOND:
        return None
    reached_share = wording.share(target.value, goal.target.value)
    kind = ChangeKind.ACHIEVED if share >= 1 else ChangeKind.PROGRESS
    words = f"目标为{wording.summary(goal.target)}（{wording.source(goal.origin)}），已完成 {reached_share}"
    return _against(kind, goal, words)


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


def _latest(entries: Iterable[KnownTarget]) -> KnownTarget | None:
    return max(entries, key=lambda entry: entry.origin.published, default=None)
