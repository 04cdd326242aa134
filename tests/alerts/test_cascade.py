"""Which goals of provinces are shares of which goals of the nation."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from alerts.cascade import cascades
from alerts.figures import KnownTarget
from alerts.model import Origin, Target

Known = Callable[..., list[KnownTarget]]
MakeTarget = Callable[..., Target]


@pytest.fixture
def known(origin: Callable[..., Origin]) -> Known:
    """Figures that were read one a day, each in an article of its own."""

    def make(*targets: Target) -> list[KnownTarget]:
        return [KnownTarget(n, it, origin(f"2026-01-{n:02}", n)) for n, it in enumerate(targets, 1)]

    return make


def shares(known: Sequence[KnownTarget]) -> list[tuple[float, list[tuple[str, float]], float]]:
    return [
        (it.national.target.value, [(share.target.scope, share.target.value) for share in it.shares], it.total)
        for it in cascades(known)
    ]


def test_a_provinces_goal_for_the_same_thing_and_time_is_its_share(known: Known, target: MakeTarget) -> None:
    national = target(10_000, scope="全国")
    provincial = target(900, object="小巨人", scope="江苏省"), target(1200, scope="广东省")
    assert shares(known(national, *provincial)) == [(10_000, [("广东省", 1200), ("江苏省", 900)], 2100)]


@pytest.mark.parametrize(
    "other",
    [
        {"deadline": "2030"},
        {"deadline": None},
        {"object": "省级“专精特新”中小企业"},
        {"action": "新培育"},
        {"status": "forecast"},
        {"scope": "黄石市"},
        {"unit": "%"},
        {"value": 10_000},
    ],
    ids=str,
)
def test_what_is_about_something_else_or_as_large_as_the_whole_is_none(
    known: Known, target: MakeTarget, other: dict[str, str]
) -> None:
    share = target(**{"value": 900, "scope": "江苏省", **other})
    assert shares(known(target(10_000, scope="全国"), share)) == []


def test_of_a_province_what_was_read_last_counts_and_nothing_that_was_replaced(
    known: Known, target: MakeTarget
) -> None:
    national, first, last, raised = known(
        target(10_000, scope="全国"), *(target(value, scope="江苏省") for value in (900, 950, 990))
    )
    assert shares([national, last, first]) == [(10_000, [("江苏省", 950)], 950)]
    assert shares([national, last, replace(raised, replaced=True)]) == [(10_000, [("江苏省", 950)], 950)]


def test_a_place_with_a_number_in_the_goals_own_sentence_is_a_share(
    target: MakeTarget, origin: Callable[..., Origin]
) -> None:
    said = "到2027年，全国培育“小巨人”企业10000家，其中江苏900家。"
    national, part = target(10_000, scope="全国", said=said), target(900, object="江苏", scope="江苏省", said=said)
    assert shares([KnownTarget(1, national, origin()), KnownTarget(2, part, origin())]) == [
        (10_000, [("江苏省", 900)], 900)
    ]
    elsewhere = KnownTarget(2, part, origin(revision=2))
    assert shares([KnownTarget(1, national, origin()), elsewhere]) == []
