"""Sightings become a course: goals that run until they are due, results by the days they are of, doubts apart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from alerts.model import Change, ChangeKind, Origin, Target
from alerts.trajectory import Goal, Point, trajectory

K = ChangeKind
MakeTarget = Callable[..., Target]
MakeOrigin = Callable[..., Origin]


def test_a_goal_that_is_raised_and_put_off_is_one_goal(
    target: MakeTarget, change: Callable[..., Change], origin: MakeOrigin
) -> None:
    first, raised, later = target(300), target(400), target(400, "2028")
    (goal,) = trajectory(
        [
            change(first, at=origin("2026-01-10")),
            change(first, K.REPEATED, at=origin("2026-02-10")),
            change(raised, K.RAISED, before=first, at=origin("2026-03-10")),
            change(later, K.POSTPONED, before=raised, at=origin("2026-04-10")),
        ]
    ).goals
    assert [it.value for it in goal.points] == [300, 400, 400]
    assert goal.due == date(2028, 12, 31)


def test_goals_for_other_times_are_other_goals(
    target: MakeTarget, change: Callable[..., Change], origin: MakeOrigin
) -> None:
    course = trajectory(
        [change(target(300, it), at=origin("2026-01-10")) for it in ("2026", "2027-06", "2027-06-31", None)]
    )
    point = Point(date(2026, 1, 10), 300)
    assert course.goals == tuple(Goal((point,), due) for due in (date(2026, 12, 31), date(2027, 6, 30), None, None))


def test_a_result_stands_on_the_last_day_of_its_time_and_never_after_it_was_told(
    target: MakeTarget, change: Callable[..., Change], origin: MakeOrigin
) -> None:
    def reached(value: float, as_of: str | None) -> Target:
        return replace(target(value, status="achieved"), deadline=None, as_of=as_of)

    course = trajectory(
        [
            change(reached(100, "2026"), at=origin("2026-05-10")),
            change(reached(50, "2025-06"), K.PROGRESS, before=target(), at=origin("2026-04-10")),
            change(reached(120, None), at=origin("2026-06-10")),
            change(reached(999, "2026-02"), K.IMPLAUSIBLE, at=origin("2026-07-10")),
        ]
    )
    assert course.reached == (
        Point(date(2025, 6, 30), 50), Point(date(2026, 5, 10), 100), Point(date(2026, 6, 10), 120)
    )  # fmt: skip
    assert course.disputed == (Point(date(2026, 2, 28), 999),)
    assert course.unit == "家"
