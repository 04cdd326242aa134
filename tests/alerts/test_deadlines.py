"""Which goals' days are near, and which digest names them."""

from collections.abc import Callable
from datetime import date

import pytest

from alerts.audience import Cadence
from alerts.deadlines import coming, ends, is_named, last_date
from alerts.figures import KnownTarget
from alerts.model import Origin, Target

TODAY = date(2026, 11, 30)


@pytest.fixture
def goals(target: Callable[..., Target], origin: Callable[..., Origin]) -> Callable[..., list[KnownTarget]]:
    def make(*deadlines: str | None) -> list[KnownTarget]:
        return [KnownTarget(number, target(deadline=it), origin()) for number, it in enumerate(deadlines, 1)]

    return make


Goals = Callable[..., list[KnownTarget]]


@pytest.mark.parametrize(
    ("deadline", "left"),
    [
        ("2026", 31),
        ("2026-12", 31),
        ("2026-11", 0),
        ("2026-11-30", 0),
        ("2026-12-01", 1),
        ("2027-01-04", 35),
        ("2027-01-05", None),
        ("2026-11-29", None),
        ("2025", None),
        ("2027", None),
        ("2026-13", None),
        (None, None),
    ],
)
def test_a_goal_is_due_on_the_last_day_of_its_period(goals: Goals, deadline: str | None, left: int | None) -> None:
    assert [it.left for it in coming(goals(deadline), TODAY)] == ([] if left is None else [left])


def test_the_soonest_comes_first_and_what_is_due_together_as_the_ledger_has_it(goals: Goals) -> None:
    found = coming(goals("2026", "2026-12-07", "2026-12-31", "2026-12-01"), TODAY)
    assert [it.entry for it in found] == [4, 2, 1, 3]
    assert found[0].day == date(2026, 12, 1)


def test_periods_end_with_their_month_and_year() -> None:
    found = ends(date(2028, 2, 10))
    assert found["2028-02"] == date(2028, 2, 29)
    assert "2028" not in found
    assert len(found) == 36 + 1


@pytest.mark.parametrize(
    ("cadence", "days"),
    [(Cadence.WEEK, list(range(36))), (Cadence.DAY, [1, 7, 30]), (Cadence.INSTANT, [])],
)
def test_a_daily_digest_names_a_goal_on_few_days_and_an_instant_one_never(
    goals: Goals, cadence: Cadence, days: list[int]
) -> None:
    found = coming(goals(*ends(TODAY)), TODAY)
    assert sorted({it.left for it in found if is_named(it, cadence)}) == days


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2028", date(2028, 12, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("2028-02-01", date(2028, 2, 1)),
        ("2026-06-31", None),
        ("2026-13", None),
        ("?", None),
    ],
)
def test_a_period_has_a_last_day_if_the_calendar_has_it(period: str, day: date | None) -> None:
    assert last_date(period) == day
