"""Situations: what a figure means against what is known."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from alerts.figures import KnownTarget, compare_target
from alerts.identity import identify
from alerts.ledger import Verdict
from alerts.model import ChangeKind, Origin, Target

MakeTarget = Callable[..., Target]
MakeOrigin = Callable[..., Origin]
Compare = Callable[..., Verdict]

K = ChangeKind


@pytest.fixture
def compare(origin: MakeOrigin) -> Compare:
    """Compare a target read on a day with entries (target, day), as the ledger would: those of its identity."""

    def run(target: Target, *entries: tuple[Target, str], day: str = "2026-11-12") -> Verdict:
        known = [
            KnownTarget(number, entry, origin(read_on, revision=number))
            for number, (entry, read_on) in enumerate(entries, 1)
            if identify(entry) == identify(target)
        ]
        return compare_target(target, origin(day, revision=99), known)

    return run


def test_what_the_ledger_does_not_know_is_new(compare: Compare, target: MakeTarget) -> None:
    verdict = compare(target())
    assert verdict.kind is K.NEW
    assert "还没有" in verdict.reason


def test_the_same_figure_again_is_a_repeat_that_names_who_had_it(compare: Compare, target: MakeTarget) -> None:
    verdict = compare(target(), (target(object="小巨人", unit="户"), "2026-10-27"))
    assert (verdict.kind, verdict.entry) == (K.REPEATED, 1)
    assert verdict.reason == "2026-10-27 已由示例日报报道：到 2027 年 300 户"


def test_a_mention_without_its_year_repeats_the_goal_that_still_stands(compare: Compare, target: MakeTarget) -> None:
    assert compare(target(deadline=None), (target(), "2026-10-27")).kind is K.REPEATED


def test_a_goal_whose_time_is_over_is_not_repeated_by_an_undated_one(compare: Compare, target: MakeTarget) -> None:
    assert compare(target(deadline=None), (target(deadline="2025"), "2025-12-27")).kind is K.NEW


@pytest.mark.parametrize(("value", "deadline"), [(300, "2025"), (200, "2025"), (300, "2025-06")])
def test_a_goal_that_is_recalled_after_its_time_changes_none(
    compare: Compare, target: MakeTarget, value: float, deadline: str
) -> None:
    known = (target(said="到2027年达到300家"), "2026-10-27"), (target(250, "2025"), "2024-01-10")
    assert compare(target(value, deadline, said=f"力争到2025年达到{value:g}家"), *known).kind is K.NEW


@pytest.mark.parametrize(("value", "kind"), [(400, K.RAISED), (200, K.LOWERED)])
def test_another_number_for_the_same_goal_changes_it(
    compare: Compare, target: MakeTarget, value: float, kind: ChangeKind
) -> None:
    verdict = compare(target(value), (target(), "2026-10-27"))
    assert (verdict.kind, verdict.entry, verdict.before) == (kind, 1, target())
    assert "300 家" in verdict.reason


def test_the_goals_of_2022_and_of_2025_are_two(compare: Compare, target: MakeTarget) -> None:
    until_2025 = target(10_000, "2025", scope="全国")
    in_2022 = target(3_000, "2022", action="新培育", comparator="≈", scope="全国")
    assert compare(in_2022, (until_2025, "2021-11-23"), day="2022-02-18").kind is K.NEW
    assert compare(until_2025, (in_2022, "2022-02-18"), day="2022-03-18").kind is K.NEW


@pytest.mark.parametrize(
    "other",
    [
        {"scope": "全国"},
        {"object": "省级“专精特新”中小企业"},
        {"action": "新培育", "said": "新培育300家"},
        {"deadline": "2026"},
        {"deadline": None, "said": "培育300家"},
        {"status": "forecast"},
    ],
    ids=str,
)
def test_a_goal_of_another_kind_is_not_raised(
    compare: Compare, target: MakeTarget, other: dict[str, str | None]
) -> None:
    assert compare(target(400), (target(**other), "2026-10-27")).kind is K.NEW


def test_a_tenfold_number_is_another_goal_rather_than_a_raise(compare: Compare, target: MakeTarget) -> None:
    verdict = compare(target(3_000), (target(), "2026-10-27"))
    assert verdict.kind is K.NEW
    assert "300 家" in verdict.reason


def test_two_numbers_on_one_day_are_two_readings(compare: Compare, target: MakeTarget) -> None:
    assert compare(target(400), (target(), "2026-11-12")).kind is K.NEW


def test_an_older_article_that_comes_in_late_lowers_nothing(compare: Compare, target: MakeTarget) -> None:
    assert compare(target(200), (target(), "2026-11-20")).kind is K.NEW


def test_a_known_number_stays_known_after_it_was_raised(compare: Compare, target: MakeTarget) -> None:
    verdict = compare(target(), (target(), "2026-10-01"), (target(400), "2026-10-27"))
    assert (verdict.kind, verdict.entry) == (K.REPEATED, 1)


def test_a_replaced_goal_is_no_measure_for_another(origin: MakeOrigin, target: MakeTarget) -> None:
    known = [
        KnownTarget(1, target(), origin("2026-10-01"), replaced=True),
        KnownTarget(2, target(400), origin("2026-10-27", revision=2)),
    ]
    verdict = compare_target(target(500), origin("2026-11-12", revision=3), known)
    assert (verdict.kind, verdict.entry) == (K.RAISED, 2)


@pytest.mark.parametrize(("deadline", "kind"), [("2030", K.POSTPONED), ("2026", K.ADVANCED)])
def test_the_same_number_by_another_year_moves_the_goal(
    compare: Compare, target: MakeTarget, deadline: str, kind: ChangeKind
) -> None:
    verdict = compare(target(deadline=deadline), (target(), "2026-10-27"))
    assert (verdict.kind, verdict.before) == (kind, target())


@pytest.mark.parametrize("sum_or_rate", [{"unit": "元", "object": "专项资金"}, {"unit": "%", "object": "预留份额"}])
def test_the_same_sum_in_another_year_is_that_years_own(
    compare: Compare, target: MakeTarget, sum_or_rate: dict[str, str]
) -> None:
    assert compare(target(deadline="2028", **sum_or_rate), (target(**sum_or_rate), "2026-10-27")).kind is K.NEW


def test_a_result_on_the_way_to_a_goal_is_progress(compare: Compare, target: MakeTarget) -> None:
    result = target(240, None, status="achieved", as_of="2026-10", said="累计培育240家")
    verdict = compare(result, (target(), "2026-01-27"))
    assert (verdict.kind, verdict.before) == (K.PROGRESS, target())
    assert "80%" in verdict.reason


def test_a_result_that_reaches_the_goal_achieves_it_once(compare: Compare, target: MakeTarget) -> None:
    reached = target(310, None, status="achieved", as_of="2026-10", said="累计培育310家")
    assert compare(reached, (target(), "2026-01-27")).kind is K.ACHIEVED
    more = replace(reached, value=330, as_of="2026-11")
    assert compare(more, (target(), "2026-01-27"), (reached, "2026-11-01")).kind is K.NEW


def test_a_result_without_a_goal_is_new_and_then_known(compare: Compare, target: MakeTarget) -> None:
    result = target(1386e8, None, object="普惠小微贷款余额", unit="元", status="achieved", as_of="2026-09", said="余额")
    assert compare(result).kind is K.NEW
    assert compare(result, (result, "2026-11-01")).kind is K.REPEATED
    assert compare(replace(result, as_of="2026-12"), (result, "2026-11-01")).kind is K.NEW


def test_rounded_and_exact_are_one_figure(compare: Compare, target: MakeTarget) -> None:
    assert compare(target(10_000, comparator="≈"), (target(9_800), "2026-10-27")).kind is K.REPEATED
