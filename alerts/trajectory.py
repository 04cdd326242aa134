"""The sightings of figures of one thing → their course over time, as a plot shows it. Pure.

A goal runs from the day on which it was announced, through its changes, to the day on which it is due.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.deadlines import last_date
from alerts.model import DISPUTED, REVISED, Change, ChangeKind, Status, Target


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day, in the unit that all values of a trajectory have."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal and what it was changed to, the first announcement first; `due` is None where it names no time."""

    points: tuple[Point, ...]
    due: date | None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The course of one thing: goals, what was reached as of which day, forecasts, and figures that are in doubt."""

    unit: str
    goals: tuple[Goal, ...]
    reached: tuple[Point, ...]
    forecasts: tuple[Point, ...]
    disputed: tuple[Point, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All values that were told."""
        return (*(it for goal in self.goals for it in goal.points), *self.reached, *self.forecasts, *self.disputed)


def trajectory(sightings: Sequence[Change]) -> Trajectory:
    """Return the course that sightings tell of, which come oldest first; repeats add nothing to it."""
    told = [
        (it, it.finding) for it in sightings if isinstance(it.finding, Target) and it.kind is not ChangeKind.REPEATED
    ]
    sure = [(it, figure) for it, figure in told if it.kind not in DISPUTED]
    return Trajectory(
        unit=told[-1][1].unit if told else "",
        goals=tuple(_goals((it, figure) for it, figure in sure if figure.status is Status.TARGET)),
        reached=_in_order(_read_of(it, figure) for it, figure in sure if figure.status is Status.ACHIEVED),
        forecasts=_in_order(_announced(it, figure) for it, figure in sure if figure.status is Status.FORECAST),
        disputed=_in_order(_read_of(it, figure) for it, figure in told if it.kind in DISPUTED),
    )


def _goals(announced: Iterable[tuple[Change, Target]]) -> Iterator[Goal]:
    """Give each goal with its changes: a change goes on with the goal that it changes."""
    courses: list[list[tuple[Change, Target]]] = []
    for it, goal in announced:
        before = it.before if it.kind in REVISED else None
        course = next((one for one in courses if one[-1][1] == before), None)
        if course is None:
            courses.append(course := [])
        course.append((it, goal))
    for course in courses:
        due = course[-1][1].deadline
        yield Goal(tuple(_announced(*it) for it in course), last_date(due) if due else None)


def _announced(change: Change, figure: Target) -> Point:
    return Point(change.origin.published.date(), figure.value)


def _read_of(change: Change, figure: Target) -> Point:
    """Return a figure on the last day of the time that it speaks of, on that of its announcement where that is first.

    What was reached “in 2026” cannot be of a later day than it was told on.
    """
    published = change.origin.published.date()
    of = last_date(figure.as_of) if figure.as_of else None
    return Point(min(of, published) if of else published, figure.value)


def _in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda it: it.day))
