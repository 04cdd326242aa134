"""How alike two texts are, by their prints."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import resemblance
from crawler.resemblance import MOST, Print, compare, covered, print_of
from seeds import fingerprint

PLANS = (
    "示例省将实施中小企业数字化转型行动，为企业配备诊断专家，免费提供上云服务，并在三个园区先行试点。",
    "省财政安排专项资金支持专精特新企业购置设备，按投资额给予补助，单个企业每年最多可以申请两次。",
    "各地要建立拖欠账款投诉平台，接到企业投诉后限期核实，属实的督促付款，并定期向社会公布办理情况。",
    "税务部门推出便民办税新举措，小规模纳税人可以在网上办理全部事项，不再要求提交纸质证明材料。",
)


def printed(*sentences: str) -> Print:
    it = fingerprint.of_text("", "\n".join(sentences))
    return print_of(it.sketch, it.particulars)


def test_a_text_is_wholly_like_itself() -> None:
    how = compare(printed(*PLANS), printed(*PLANS))
    assert (how.jaccard, how.held, how.holds, how.filled_in_otherwise) == (1, 1, 1, False)


def test_texts_that_share_nothing_are_not_alike() -> None:
    how = compare(printed(*PLANS[:2]), printed(*PLANS[2:]))
    assert how.jaccard < 0.05


def test_a_part_is_held_and_a_whole_holds() -> None:
    half, whole = printed(*PLANS[:2]), printed(*PLANS)
    assert compare(half, whole).held > 0.9 > compare(half, whole).holds
    assert compare(whole, half).holds > 0.9 > compare(whole, half).held


def test_two_parts_cover_a_whole_that_neither_holds() -> None:
    parts = [printed(*PLANS[:2]), printed(*PLANS[2:])]
    assert covered(printed(*PLANS), parts) > 0.9
    assert covered(printed(*PLANS), parts[:1]) < 0.7
    assert covered(printed(*PLANS), []) == 0


def test_a_long_text_is_printed_more_coarsely_and_still_holds_its_part() -> None:
    chance = Random(1)
    text = "".join(chr(0x4E00 + chance.randrange(20_000)) for _ in range(8000))
    whole, part = printed(text), printed(text[:900])
    assert len(whole.hashes) <= MOST < len(fingerprint.sketch(text))
    assert whole.rate > part.rate
    assert compare(part, whole).held > 0.95
    assert compare(part, whole).holds < 0.3


def test_what_a_print_is_found_by_is_among_what_a_finer_one_is_found_by() -> None:
    sketch = frozenset(fingerprint.SAMPLED * value for value in range(1, 1 + 4 * MOST))
    fine = Print(fingerprint.SAMPLED, frozenset(value // fingerprint.SAMPLED for value in sketch), frozenset())
    coarse = print_of(sketch, frozenset())
    assert coarse.rate > fine.rate
    assert set(coarse.indexed) < set(fine.indexed)


@pytest.mark.parametrize(
    ("one", "other", "otherwise"),
    [
        ("到2025年培育一万家专精特新企业", "到2025年培育两万家专精特新企业", True),
        ("到2025年培育一万家专精特新企业", "到2025年培育10,000家专精特新企业", False),
        ("2023年度申报工作自3月5日开始", "2026年度申报工作自3月5日开始", True),
        ("增加值同比增长12.5%，效益向好", "增加值同比增长13.1%，效益向好", True),
        ("甲市出台措施支持中小企业发展", "乙市出台措施支持中小企业发展", True),
        ("培育企业500家，贷款余额3万亿元", "培育企业500家", False),
        ("培育企业500家", "设立基金20亿元", False),
        ("", "", False),
    ],
)
def test_a_template_that_is_filled_in_anew_is_told_by_its_numerals_and_places(
    one: str, other: str, otherwise: bool
) -> None:
    here, there = fingerprint.particulars(one), fingerprint.particulars(other)
    assert resemblance.are_filled_in_otherwise(here, there) is otherwise
    assert resemblance.are_filled_in_otherwise(there, here) is otherwise


def test_a_number_that_changes_in_one_of_two_places_counts_in_texts_that_are_nearly_equal() -> None:
    old = fingerprint.particulars("全省培育小巨人企业五百家以上。全省培育小巨人企业五百家以上。")
    new = fingerprint.particulars("全省培育小巨人企业五百家以上。全省培育小巨人企业六百家以上。")
    assert resemblance.are_filled_in_otherwise(new, old, nearly_equal=True)


@given(st.frozensets(st.integers(min_value=0, max_value=2**32 - 1)))
def test_what_is_encoded_comes_back(values: frozenset[int]) -> None:
    assert resemblance.decode(resemblance.encode(values)) == values


@given(st.text(), st.text())
def test_any_two_texts_have_an_answer(one: str, other: str) -> None:
    how = compare(printed(one), printed(other))
    assert 0 <= how.jaccard <= min(how.held, how.holds) <= max(how.held, how.holds) <= 1
