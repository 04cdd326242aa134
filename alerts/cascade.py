"""The goals that stand → the nation's, each with the provinces' shares of it as far as texts state them. Pure.

A province's share is its own goal for the same thing by the same time; or a place with a number in the sentence of the
nation's goal (其中示例省1000家). What is as large as the whole is no share of it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from alerts.extract.vocabulary import load
from alerts.figures import KnownTarget
from alerts.identity import NATION, RATES, Measure, identify, same_period
from alerts.model import Status

_Key = TypeVar("_Key", bound=Hashable)

PROVINCES = frozenset(row["name"] for row in load("places")["province"])


@dataclass(frozen=True, slots=True)
class Cascade:
    """A goal of the nation and the provinces' shares, the largest first, one for each province."""

    national: KnownTarget
    shares: tuple[KnownTarget, ...]

    @property
    def total(self) -> float:
        """The sum of the shares, in the unit of the national goal."""
        return sum(it.target.value for it in self.shares)


def cascades(known: Sequence[KnownTarget]) -> Iterator[Cascade]:
    """Give the national goals of which any share is known, in the order in which they come."""
    goals = [it for it in known if it.target.status is Status.TARGET and it.target.deadline and not it.replaced]
    provincial = [it for it in goals if it.target.scope in PROVINCES]
    of_one_thing, beside = _grouped(provincial, _counted), _grouped(provincial, _stated)
    for it in goals:
        if it.target.scope == NATION and it.target.unit not in RATES:
            named = (part for part in beside.get(_stated(it), ()) if _is_named_in_it(part, it))
            candidates = {part.id: part for part in (*of_one_thing.get(_counted(it), ()), *named)}
            if shares := _one_a_province(part for part in candidates.values() if _is_share(part, it)):
                yield Cascade(it, shares)


def _grouped(goals: Iterable[KnownTarget], key: Callable[[KnownTarget], _Key]) -> Mapping[_Key, list[KnownTarget]]:
    groups: dict[_Key, list[KnownTarget]] = {}
    for it in goals:
        groups.setdefault(key(it), []).append(it)
    return groups


def _counted(goal: KnownTarget) -> tuple[str, Measure, str]:
    identity = identify(goal.target)
    return identity.object, identity.measure, identity.unit


def _stated(goal: KnownTarget) -> tuple[int, str]:
    return goal.origin.revision, goal.target.sentence.text


def _is_share(part: KnownTarget, national: KnownTarget) -> bool:
    same_time = same_period(part.target.deadline or "", national.target.deadline or "")
    return same_time and part.target.value < national.target.value


def _is_named_in_it(part: KnownTarget, national: KnownTarget) -> bool:
    """Whether a figure of the sentence of the national one has a place for all that it counts."""
    counted = identify(part.target)
    same = part.target.sentence == national.target.sentence and counted.unit == identify(national.target).unit
    return same and part.target.scope.startswith(counted.object)


def _one_a_province(shares: Iterable[KnownTarget]) -> tuple[KnownTarget, ...]:
    """Keep what was read last of each province."""
    latest = {it.target.scope: it for it in sorted(shares, key=lambda it: it.origin.published)}
    return tuple(sorted(latest.values(), key=lambda it: -it.target.value))
