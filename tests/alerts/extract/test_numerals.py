"""Numbers as Chinese policy texts write them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.extract import numerals


def quantities(text: str) -> list[tuple[float, str, str]]:
    return [(quantity.value, quantity.unit.name, quantity.comparator.value) for quantity in numerals.find(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("培育3000家", 3000, "家", "="),
        ("培育3000家左右", 3000, "家", "≈"),
        ("培育百万家", 1_000_000, "家", "="),
        ("培育十万家", 100_000, "家", "="),
        ("培育一千家左右", 1000, "家", "≈"),
        ("培育两万三千家", 23_000, "家", "="),
        ("共1.2亿户", 120_000_000, "户", "="),
        ("共一亿二千三百万户", 123_000_000, "户", "="),
        ("共1亿2千万户", 120_000_000, "户", "="),
        ("惠及136.5万余户", 1_365_000, "户", ">"),
        ("二十多家", 20, "家", ">"),
        ("上千家", 1000, "家", "≥"),
        ("线上千家", 1000, "家", "="),
        ("3.5万余户（次）", 35_000, "户次", ">"),
        ("3万多亿元", 3e12, "元", ">"),
        ("一点二万亿元", 1.2e12, "元", "="),
        ("接近26万亿人民币", 26e12, "元", "≈"),
        ("超过了4300万户", 43_000_000, "户", ">"),
        ("不低于1.6万亿元", 1.6e12, "元", "≥"),
        ("不超过300万元", 3_000_000, "元", "≤"),
        ("不足200户", 200, "户", "<"),
        ("40%以上", 40, "%", "≥"),
        ("近八成", 80, "%", "≈"),
        ("6成", 60, "%", "="),
        ("百分之三十五点六", 35.6, "%", "="),
        ("百分之40以上", 40, "%", "≥"),
        ("下降0.38个百分点", 0.38, "个百分点", "="),
        ("下调5个基点", 5, "个基点", "="),
        ("减免6个月租金", 6, "个月", "="),
        ("增长1.5倍", 1.5, "倍", "="),
        ("翻一番", 2, "倍", "="),
        ("翻两番", 4, "倍", "="),
        ("金额36，540亿元", 36_540e8, "元", "="),
        ("惠及120万家次", 1_200_000, "家次", "="),
        ("贷款余额3000亿。", 3e11, "元", "="),
        ("1亿多个体工商户", 1e8, "户", ">"),
        ("4000多万中小企业", 4e7, "家", ">"),
    ],
)
def test_a_figure_is_read_with_its_unit_and_comparator(text: str, value: float, unit: str, comparator: str) -> None:
    assert quantities(text) == [(value, unit, comparator)]


@pytest.mark.parametrize(
    "text",
    [
        "2025年",
        "十几家",
        "几百万家",
        "数十亿元",
        "第3家",
        "“百十万千”",
        "14时",
        "一带一路",
        "千方百计",
        "5月30日",
        "C919",
        "1.2亿袋",
    ],
)
def test_what_is_no_exact_count_in_a_known_unit_is_no_quantity(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "low", "value", "unit"),
    [("3000到5000家", 3000, 5000, "家"), ("15%—20%", 15, 20, "%"), ("3—6个月", 3, 6, "个月")],
)
def test_the_upper_end_of_a_range_counts_and_the_lower_is_kept(text: str, low: float, value: float, unit: str) -> None:
    (quantity,) = numerals.find(text)
    assert (quantity.low, quantity.base, quantity.value, quantity.unit.name) == (low, None, value, unit)


@pytest.mark.parametrize(
    ("text", "base", "value", "unit"),
    [
        ("由50%提至80%", 50, 80, "%"),
        ("从2019年3月的6.1%下降到去年9月的4.7%", 6.1, 4.7, "%"),
        ("由月销售额10万元提高到15万元", 100_000, 150_000, "元"),
        ("从89万户增长到2022年底的156万户", 890_000, 1_560_000, "户"),
        ("由五年前的6400多家，增至如今的1.5万多家", 6400, 15_000, "家"),
        ("从1.2万亿元，进一步提高到1.5万亿元", 1.2e12, 1.5e12, "元"),
    ],
)
def test_the_second_of_a_from_to_counts_and_the_first_is_its_base(
    text: str, base: float, value: float, unit: str
) -> None:
    (quantity,) = numerals.find(text)
    assert (quantity.low, quantity.base, quantity.value, quantity.unit.name) == (None, base, value, unit)


def test_two_figures_that_only_stand_near_each_other_stay_two() -> None:
    assert [quantity.value for quantity in numerals.find("服务2000家，减免到位；提供3000家")] == [2000, 3000]


def test_a_list_that_names_its_unit_at_the_end_gives_it_to_all() -> None:
    assert quantities("分别培育100、200和300家") == [(100, "家", "="), (200, "家", "="), (300, "家", "=")]


def test_a_quantity_covers_its_comparators() -> None:
    text = "总量突破了3200家以上，"
    (quantity,) = numerals.find(text)
    assert text[quantity.start : quantity.end] == "突破了3200家以上"


@given(
    st.text(alphabet="0123456789.，,一二两十百千万亿点余多家户元%成个百分之由从至到提升—左右以上不超过约近、和翻番 \n")
)
def test_any_mixture_of_numerals_is_read_in_order_without_overlap(text: str) -> None:
    found = numerals.find(text)
    assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_word_behind_one_number_is_not_before_the_next() -> None:
    assert quantities("2%以上一户") == [(2, "%", "≥"), (1, "户", "=")]


@given(st.integers(min_value=1, max_value=10**8), st.sampled_from(["家", "户", "元"]))
def test_digits_are_read_exactly(value: int, unit: str) -> None:
    assert quantities(f"共有{value}{unit}。") == [(value, unit, "=")]


@pytest.mark.parametrize(
    ("text", "value"), [("授信户数58.4万户", 5.84e5), ("企业总数1.2万家", 1.2e4), ("投诉件数300件", 300)]
)
def test_a_number_behind_a_word_for_how_many_is_a_figure(text: str, value: float) -> None:
    assert [it.value for it in numerals.find(text)] == [value]


@pytest.mark.parametrize("text", ["服务数10万户企业", "发放数十亿元", "走访几千家企业"])
def test_a_vague_number_is_no_figure(text: str) -> None:
    assert not numerals.find(text)


@pytest.mark.parametrize("text", ["一亿亿亿亿亿元", "2亿亿元", "三亿万元", "十十万元", "一万二万家", "5百千家"])
def test_an_ill_formed_numeral_is_no_figure(text: str) -> None:
    assert not numerals.find(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("三万亿元", 3e12), ("一亿二千万元", 1.2e8), ("一万二千亿元", 1.2e12), ("3千万元", 3e7), ("亿元", 1e8)],
)
def test_the_scales_of_a_numeral_fall_but_for_trillions(text: str, value: float) -> None:
    assert [it.value for it in numerals.find(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value", "low", "base"),
    [
        ("额度增加3000亿元至1.8万亿元", 1.8e12, None, 1.5e12),
        ("计划追加了100家到400家", 400, None, 300),
        ("利率提高3至5个百分点", 5, 3, None),
        ("安排3000亿元至1.8万亿元", 1.8e12, 3e11, None),
    ],
)
def test_an_amount_that_something_is_raised_by_tells_where_it_started(
    text: str, value: float, low: float | None, base: float | None
) -> None:
    (quantity,) = numerals.find(text)
    assert (quantity.value, quantity.low, quantity.base) == (value, low, base)
