"""Figures as readers meet them."""

from collections.abc import Callable

import pytest

from alerts import wording
from alerts.identity import identify
from alerts.model import ChangeKind, Statement, Target


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (100_000, "家", "10 万家"),
        (3_000, "家", "3000 家"),
        (1.2e12, "元", "1.2 万亿元"),
        (38_384_300, "元", "3838.43 万元"),
        (2_730_000, "户", "273 万户"),
        (100_000_000, "户", "1 亿户"),
        (12_345, "家", "12,345 家"),
        (60, "%", "60%"),
        (0.25, "个百分点", "0.25 个百分点"),
    ],
)
def test_a_number_is_written_to_be_taken_in_and_loses_nothing(value: float, unit: str, words: str) -> None:
    assert wording.amount(value, unit) == words


def test_the_comparator_is_a_word(target: Callable[..., Target]) -> None:
    assert wording.figure(target(comparator="≈")) == "约 300 家"
    assert wording.figure(target(comparator="≥")) == "不少于 300 家"


def test_a_movement_says_how_it_moves(target: Callable[..., Target]) -> None:
    growth = target(17.2, object="普惠小微贷款余额", unit="%", action="增长", said="同比增长17.2%")
    assert wording.figure(growth) == "增长 17.2%"
    assert wording.figure(target(200, action="新增", comparator="≥", said="新增不少于200家")) == "新增不少于 200 家"


def test_things_are_there_by_a_year_and_sums_belong_to_it(target: Callable[..., Target]) -> None:
    assert wording.when(target()) == "到 2027 年"
    assert wording.when(target(1.2e9, object="专项资金", unit="元")) == "2027 年"
    assert wording.when(target(deadline=None, as_of="2026-09", status="achieved")) == "截至 2026 年 9 月"
    assert wording.when(target(deadline=None)) == ""


def test_a_thing_is_named_by_place_and_by_what_of_it_is_counted(target: Callable[..., Target]) -> None:
    assert wording.thing(identify(target(object="瞪羚"))) == "示例省 瞪羚企业"
    assert wording.thing(identify(target(object="瞪羚", action="新培育"))) == "示例省 瞪羚企业（新增）"


@pytest.mark.parametrize(("part", "whole", "words"), [(240, 300, "80%"), (299.9, 300, "99%"), (29, 100, "29%")])
def test_a_share_is_never_rounded_up_to_what_is_not_reached(part: float, whole: float, words: str) -> None:
    assert wording.share(part, whole) == words


def test_a_result_that_is_another_now_was_put_right(target: Callable[..., Target]) -> None:
    assert wording.kind(ChangeKind.RAISED, target(status="achieved")) == "更正"
    assert wording.kind(ChangeKind.RAISED, target()) == "上调"


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        (
            "目标往上调，服务也要跟上去。”林示范说，要逐步放开",
            "mixed",
            "“目标往上调，服务也要跟上去。”林示范说，要逐步放开",
        ),
        ("标准不能往下走", "direct", "“标准不能往下走”"),
        ("支持“小巨人”企业", "indirect", "支持“小巨人”企业"),
        ("要放开，“让企业说了算", "mixed", "要放开，“让企业说了算”"),
    ],
)
def test_what_was_said_has_both_marks_of_each_pair(
    statement: Callable[..., Statement], text: str, kind: str, shown: str
) -> None:
    assert wording.quoted(statement(text=text, kind=kind)) == shown
