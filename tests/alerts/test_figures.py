"""Situations: what a figure means against what is known."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from alerts.edits import Rewriting
from alerts.figures import KnownTarget, compare_target
from alerts.identity import identify, plain
from alerts.ledger import Verdict
from alerts.model import ChangeKind, Origin, Target
from crawler.model import Level

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


@pytest.mark.parametrize(
    ("value", "scope", "why"),
    [
        (3_000_000, "示例省", "正好相差一万倍"),
        (3_000, "示例省", "相差 10 倍，可能是全国的数字"),
        (30, "全国", "相差 10 倍，可能只是一地的数字"),
    ],
)
def test_a_step_that_is_not_to_be_believed_is_flagged_and_not_told_as_raised(
    compare: Compare, target: MakeTarget, value: float, scope: str, why: str
) -> None:
    verdict = compare(target(value, scope=scope), (target(scope=scope), "2026-10-27"))
    assert (verdict.kind, verdict.before) == (K.IMPLAUSIBLE, target(scope=scope))
    assert why in verdict.reason
    assert "300 家" in verdict.reason


def test_two_numbers_on_one_day_are_two_readings(compare: Compare, target: MakeTarget) -> None:
    assert compare(target(400), (target(), "2026-11-12")).kind is K.NEW


def test_of_one_day_the_words_say_which_number_came_first(compare: Compare, target: MakeTarget) -> None:
    known = target(), "2026-11-12"
    verdict = compare(target(400, said="培育目标由300家调整为400家"), known)
    assert (verdict.kind, verdict.entry, verdict.before) == (K.RAISED, 1, target())
    assert compare(target(400, said="培育目标由350家调整为400家"), known).kind is K.NEW
    assert compare(target(400, said="数量提高到400家"), known).kind is K.NEW


def test_a_number_that_is_named_as_a_base_on_a_later_day_was_not_there_before(
    compare: Compare, target: MakeTarget
) -> None:
    assert compare(target(400, said="目标由300家调整为400家"), (target(), "2026-11-20")).kind is K.NEW


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


# Who says so.


def by(made: Origin, issuer: str = "甲部", level: Level = Level.MINISTRY) -> Origin:
    return replace(made, issuer=issuer, level=level)


@pytest.fixture
def heard(origin: MakeOrigin) -> Compare:
    """Compare a figure of one source, read on 2026-11-12, with that of another, read on a day."""

    def run(target: Target, source: tuple[str, Level], other: Target, other_source: tuple[str, Level]) -> Verdict:
        known = KnownTarget(1, other, by(origin("2026-10-27", revision=1), *other_source))
        return compare_target(target, by(origin("2026-11-12", revision=2), *source), [known])

    return run


JIA, YI = ("甲部", Level.MINISTRY), ("乙部", Level.MINISTRY)
BUREAU, PAPER, PORTAL = ("示例省政府", Level.PROVINCE), ("示例日报", Level.PORTAL), ("示例财经", Level.PORTAL)


@pytest.mark.parametrize(("one", "other"), [(JIA, YI), (PAPER, PORTAL)])
def test_what_a_source_of_equal_rank_says_otherwise_is_a_contradiction(
    heard: Compare, target: MakeTarget, one: tuple[str, Level], other: tuple[str, Level]
) -> None:
    verdict = heard(target(400), one, target(), other)
    assert (verdict.kind, verdict.before) == (K.CONTRADICTED, target())
    assert verdict.against
    assert verdict.against.authority == other[0]
    assert "说法不一" in verdict.reason


@pytest.mark.parametrize(("one", "other"), [(BUREAU, JIA), (PORTAL, BUREAU), (JIA, PAPER)])
def test_what_a_source_of_another_rank_says_is_new_with_what_is_near_it(
    heard: Compare, target: MakeTarget, one: tuple[str, Level], other: tuple[str, Level]
) -> None:
    verdict = heard(target(400), one, target(), other)
    assert verdict.kind is K.NEW
    assert "300 家" in verdict.reason


@pytest.mark.parametrize(
    "said",
    [
        "目标上调至400家",
        "培育目标由300家调整为400家",
        "从原定的300家提高到400家",
        "由三百家修订为400家",
    ],
)
def test_words_of_change_make_it_a_raise_whoever_says_so(heard: Compare, target: MakeTarget, said: str) -> None:
    assert heard(target(400, said=said), PORTAL, target(), JIA).kind is K.RAISED


@pytest.mark.parametrize(
    "said",
    [
        "培育目标由350家调整为400家",  # of another figure than the known one
        "目标下调至400家",  # the other way
    ],
)
def test_words_of_another_change_raise_nothing(heard: Compare, target: MakeTarget, said: str) -> None:
    assert heard(target(400, said=said), JIA, target(), JIA).kind is K.NEW


def test_the_same_source_lowers_by_its_words(heard: Compare, target: MakeTarget) -> None:
    assert heard(target(200, said="目标下调至200家"), JIA, target(), JIA).kind is K.LOWERED


def test_the_press_tells_of_many_sums_and_contradicts_none(heard: Compare, target: MakeTarget) -> None:
    sums = [target(value, object="专项资金", unit="元", action="安排", said="2027年安排") for value in (3e8, 2e8)]
    assert heard(sums[0], PAPER, sums[1], PORTAL).kind is K.NEW
    assert heard(sums[0], PAPER, sums[1], PAPER).kind is K.NEW
    assert heard(sums[0], JIA, sums[1], YI).kind is K.CONTRADICTED


def test_forecasts_differ_and_contradict_none(heard: Compare, target: MakeTarget) -> None:
    assert heard(target(400, status="forecast"), JIA, target(status="forecast"), YI).kind is K.NEW


def test_results_contradict_each_other_only_as_of_one_month(heard: Compare, target: MakeTarget) -> None:
    of = {"deadline": None, "status": "achieved"}
    one, other = target(240, as_of="2026-10", **of), target(250, as_of="2026-10", **of)
    assert heard(one, JIA, other, YI).kind is K.CONTRADICTED
    assert heard(replace(one, as_of="2026"), JIA, replace(other, as_of="2026"), YI).kind is K.NEW
    assert heard(one, JIA, replace(other, as_of="2026-09"), YI).kind is K.NEW


def test_a_result_that_is_written_with_fewer_digits_contradicts_nothing(heard: Compare, target: MakeTarget) -> None:
    of = {"object": "贷款余额", "unit": "元", "deadline": None, "status": "achieved", "as_of": "2026-09"}
    balances = [
        target(value * 1e12, said=f"余额{value}万亿元", number=f"{value}万亿元", **of)
        for value in (83, 83.2, 83.9, 83.5)
    ]
    assert heard(balances[0], JIA, balances[1], YI).kind is K.NEW
    assert heard(balances[3], JIA, balances[0], YI).kind is K.NEW
    assert heard(balances[1], JIA, balances[2], YI).kind is K.CONTRADICTED


def test_a_total_and_what_comes_in_addition_are_no_step(heard: Compare, target: MakeTarget) -> None:
    verdict = heard(target(400, said="2027年培育400家"), JIA, target(said="到2027年累计达到300家"), JIA)
    assert verdict.kind is K.IMPLAUSIBLE
    assert "口径" in verdict.reason


def test_a_lower_bound_is_not_contradicted_by_more(heard: Compare, target: MakeTarget) -> None:
    assert heard(target(400), JIA, target(comparator="≥"), YI).kind is K.NEW
    assert heard(target(400, comparator="≥"), JIA, target(), YI).kind is K.CONTRADICTED


def test_two_figures_of_one_article_contradict_nothing(origin: MakeOrigin, target: MakeTarget) -> None:
    known = KnownTarget(1, target(), by(origin(revision=2), *YI))
    assert compare_target(target(400), by(origin(revision=2), *JIA), [known]).kind is K.NEW


def test_of_two_that_contradict_each_other_a_source_raises_its_own(origin: MakeOrigin, target: MakeTarget) -> None:
    known = [
        KnownTarget(1, target(300), by(origin("2026-10-01", 1), *JIA)),
        KnownTarget(2, target(320), by(origin("2026-10-02", 2), *YI)),
    ]
    verdict = compare_target(target(350), by(origin("2026-11-12", 3), *JIA), known)
    assert (verdict.kind, verdict.entry) == (K.RAISED, 1)


def test_where_several_could_be_meant_none_is_raised(origin: MakeOrigin, target: MakeTarget) -> None:
    known = [KnownTarget(n, target(300 + n), by(origin(f"2026-10-0{n}", n), *JIA)) for n in (1, 2)]
    assert compare_target(target(400), by(origin("2026-11-12", 3), *JIA), known).kind is K.NEW


def test_after_a_figure_that_was_doubted_the_likely_one_is_raised(origin: MakeOrigin, target: MakeTarget) -> None:
    known = [KnownTarget(n, target(value), by(origin(f"2026-10-0{n}", n), *JIA)) for n, value in ((1, 300), (2, 3e6))]
    verdict = compare_target(target(400), by(origin("2026-11-12", 3), *JIA), known)
    assert (verdict.kind, verdict.entry) == (K.RAISED, 1)


@pytest.mark.parametrize(("here", "there"), [("示例省", "全国"), ("全国", "示例省")])
def test_the_nations_figure_as_a_provinces_is_flagged(
    origin: MakeOrigin, target: MakeTarget, here: str, there: str
) -> None:
    twin = KnownTarget(1, target(scope=there), origin("2026-10-01"))
    verdict = compare_target(target(scope=here), origin(revision=2), [], [twin])
    assert (verdict.kind, verdict.entry) == (K.IMPLAUSIBLE, 1)
    assert f"与{there}的目标数值相同" in verdict.reason


@pytest.mark.parametrize(
    ("value", "deadline", "who", "kind"),
    [
        (280_000, "2027", PORTAL, K.IMPLAUSIBLE),
        (12_000, "2027", PORTAL, K.IMPLAUSIBLE),
        (280_000, "2030", PORTAL, K.IMPLAUSIBLE),
        (12_000, "2030", PORTAL, K.NEW),
        (280_000, "2027", JIA, K.NEW),
    ],
)
def test_a_goal_that_only_a_portal_states_is_doubted_where_all_that_is_known_is_far_less(  # noqa: PLR0917
    heard: Compare, target: MakeTarget, value: float, deadline: str, who: tuple[str, Level], kind: ChangeKind
) -> None:
    known = target(2800, said="到2027年达到2800家")
    verdict = heard(target(value, deadline, said=f"到{deadline}年达到{value:g}家"), who, known, YI)
    assert verdict.kind is kind
    assert (verdict.before == known) is (kind is K.IMPLAUSIBLE)


def test_two_provinces_may_have_one_figure(origin: MakeOrigin, target: MakeTarget) -> None:
    twin = KnownTarget(1, target(scope="另一省"), origin("2026-10-01"))
    assert compare_target(target(), origin(revision=2), [], [twin]).kind is K.NEW


@pytest.mark.parametrize("revised", [{"value": 240}, {"deadline": "2030"}, {"deadline": None, "value": 240}], ids=str)
def test_an_edited_figure_changes_the_one_that_stood_there_wherever_that_was_read_first(
    origin: MakeOrigin, target: MakeTarget, revised: dict[str, Any]
) -> None:
    after = target(**revised)
    before = target(deadline=after.deadline if "value" in revised else "2027")
    page = Rewriting((before, target(60, object="示范平台")), plain(after.evidence.text), origin(revision=2))
    known = [KnownTarget(1, before, origin(revision=1, url="https://other.example/1"))]
    verdict = compare_target(after, origin(revision=3), known, (), page)
    assert verdict.kind is (K.LOWERED if "value" in revised else K.POSTPONED)
    assert (verdict.entry, verdict.before, verdict.against) == (1, before, origin(revision=2))
    assert verdict.reason.startswith("已发布的页面被修改")


def test_an_edit_elsewhere_on_the_page_changes_no_figure(origin: MakeOrigin, target: MakeTarget) -> None:
    known = [KnownTarget(1, target(), origin(revision=1))]
    untouched = Rewriting((target(),), "资金不得挪作他用。", origin(revision=1))
    assert compare_target(target(240), origin(revision=2), known, (), untouched).kind is K.NEW
