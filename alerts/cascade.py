"""The goals that stand → the nation's, each with the provinces' shares of it as far as texts state them. Pure.

A province's share is its own goal for the same thing by the same time; or a place with a number in the sentence of the
nation's goal (其中示例省1000家). What is as large as the whole is no share of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alerts.extract.vocabulary import load
from alerts.figures import KnownTarget
from alerts.identity import NATION, RATES, identify, same_period
from alerts.model import Status

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


def cascades(known: Sequence[KnownTarget]) -> list[Cascade]:
    """Return the national goals of which any share is known, in the order in which they come."""
    goals = [it for it in known if it.target.status is Status.TARGET and it.target.deadline and not it.replaced]
    national = [it for it in goals if it.target.scope == NATION and it.target.unit not in RATES]
    provincial = [it for it in goals if it.target.scope in PROVINCES]
    found = (Cascade(it, _one_a_province(_shares(it, provincial))) for it in national)
    return [it for it in found if it.shares]


def _shares(national: KnownTarget, provincial: Iterable[KnownTarget]) -> Iterator[KnownTarget]:
    whole = identify(national.target)
    for it in provincial:
        part = identify(it.target)
        same = (part.object, part.measure) == (whole.object, whole.measure) or _is_named_in_it(it, national)
        same_time = same_period(it.target.deadline or "", national.target.deadline or "")
        if same and same_time and part.unit == whole.unit and it.target.value < national.target.value:
            yield it


def _is_named_in_it(part: KnownTarget, national: KnownTarget) -> bool:
    """Whether a figure stands in the sentence of the national one, with a place for all that it counts."""
    return (
        part.origin.revision == national.origin.revision
        and part.target.sentence == national.target.sentence
        and part.target.scope.startswith(identify(part.target).object)
    )


def _one_a_province(shares: Iterable[KnownTarget]) -> tuple[KnownTarget, ...]:
    """Keep what was read last of each province."""
    latest = {it.target.scope: it for it in sorted(shares, key=lambda it: it.origin.published)}
    return tuple(sorted(latest.values(), key=lambda it: -it.target.value))
