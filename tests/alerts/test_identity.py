"""Which figures are figures of the same thing."""

from collections.abc import Callable

import pytest

from alerts.identity import Measure, answers_to, canonical, identify, last_day, same_period, standing
from alerts.model import Target

MakeTarget = Callable[..., Target]


@pytest.mark.parametrize(
    "name",
    ["小巨人", "专精特新“小巨人”企业", '专精特新 " 小巨人 " 企业', "国家级小巨人", "国家级专精特新「小巨人」企业"],
)
def test_a_thing_has_one_name_in_the_ledger(name: str) -> None:
    assert canonical(name) == "专精特新“小巨人”企业"


def test_the_provinces_tier_is_another_thing() -> None:
    assert canonical("省级“专精特新”中小企业") == canonical("专精特新中小企业") != canonical("小巨人")
    assert canonical("省级专精特新“小巨人”企业") not in {canonical("小巨人"), canonical("省级专精特新企业")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("专精特新重点“小巨人”企业", "国家级重点“小巨人”"),
        ("制造业单项冠军示范企业", "国家级单项冠军"),
        ("创新型中小企业", "省级创新型中小企业"),
        ("瞪羚", "高新区瞪羚企业"),
        ("独角兽", "独角兽企业"),
        ("入库科技型中小企业", "全国科技型中小企业"),
        ("国家高新技术企业", "有效期内高新技术企业"),
        ("规上工业企业", "规模以上工业企业数量"),
        ("登记在册的经营主体", "实有市场主体总量"),
        ("普惠型小微企业贷款余额", "普惠小微贷款余额"),
        ("新增减税降费", "减税降费"),
        ("留抵退税款", "增值税留抵退税"),
        ("小微企业首贷户", "首贷户数量"),
        ("政府性融资担保机构业务规模", "政府性融资担保"),
    ],
)
def test_what_the_field_calls_by_several_names_is_one_thing(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小巨人", "重点小巨人"),
        ("普惠小微贷款余额", "普惠小微贷款"),
        ("独角兽企业", "潜在独角兽企业"),
        ("科技型中小企业", "创新型中小企业"),
        ("经营主体", "个体工商户"),
        ("减税降费", "减税降费及退税缓费"),
    ],
)
def test_what_only_sounds_alike_is_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_place_that_is_counted_in_is_no_part_of_the_name() -> None:
    assert canonical("示例省个体工商户", "示例省") == canonical("全省个体工商户", "示例省") == "个体工商户"
    assert canonical("示例省级专精特新中小企业", "示例省") == "省级“专精特新”中小企业"


@pytest.mark.parametrize("name", ["个体工商户总数", "个体工商户的数量", "个体工商户户数"])
def test_the_word_that_a_thing_is_counted_is_no_part_of_its_name(name: str) -> None:
    assert canonical(name) == "个体工商户"


def test_an_index_keeps_its_name() -> None:
    assert canonical("中小企业发展指数") == "中小企业发展指数"


def test_a_verb_that_sticks_to_the_name_is_no_part_of_it(target: MakeTarget) -> None:
    assert identify(target(object="并孵化创新型中小企业", action="孵化")).object == "创新型中小企业"


def test_firms_are_the_same_in_any_counting_word(target: MakeTarget) -> None:
    assert identify(target(unit="户")) == identify(target(unit="家"))


def test_another_place_is_another_figure(target: MakeTarget) -> None:
    assert identify(target(scope="全国")) != identify(target(scope="示例省"))


@pytest.mark.parametrize(
    ("action", "unit", "said", "measure"),
    [
        ("培育", "家", "到2025年培育一万家", Measure.TOTAL),
        ("新培育", "家", "2022年新培育3000家", Measure.ADDED),
        ("增加", "元", "前三季度贷款增加300元", Measure.ADDED),
        ("增加", "元", "贷款余额增加到300元", Measure.TOTAL),
        ("认定", "家", "每年认定300家", Measure.YEARLY),
        ("新增", "户", "全省年新增个体工商户300户", Measure.YEARLY),
        ("培育", "家", "年培育300家", Measure.YEARLY),
        ("新增", "户", "全省今年新增300户", Measure.ADDED),
        ("新增", "户", "2027 年新增 300 户", Measure.ADDED),
        ("提高", "%", "预留份额由30%提高到300%", Measure.TOTAL),
        ("提高", "%", "预留份额提高300%", Measure.GROWTH),
        ("增长", "%", "同比增长17.2%", Measure.GROWTH),
        ("下调", "个百分点", "贷款利率下调0.25个百分点", Measure.DECLINE),
        ("预留", "%", "预留份额不低于45%", Measure.TOTAL),
    ],
)
def test_what_is_counted_follows_from_the_words(
    target: MakeTarget, action: str, unit: str, said: str, measure: Measure
) -> None:
    assert identify(target(action=action, unit=unit, said=said)).measure is measure


def test_only_what_is_to_be_there_by_a_year_stands(target: MakeTarget) -> None:
    assert standing(target(said="到2027年培育300家"))
    assert not standing(target(said="2027年安排12亿元", unit="元", object="专项资金"))
    assert not standing(target(action="新培育", said="到2027年新培育300家"))


def test_periods_agree_where_one_holds_the_other() -> None:
    assert same_period("2025", "2025-06-30")
    assert not same_period("2025", "2026")
    assert [last_day(it) for it in ("2025", "2025-06", "2025-06-30")] == ["2025-12-31", "2025-06-31", "2025-06-30"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "省级专精特新中小企业",
        "省级“专精特新”中小企业",
        "专精特新 示例省",
        "示例省　中小企业",
        "专精特新企业",
        "５０００家",
    ],
)
def test_a_figure_answers_to_words_however_they_are_set(target: MakeTarget, words: str) -> None:
    assert answers_to(target(5000, object="省级“专精特新”中小企业"), words)


def test_every_word_that_is_looked_for_must_be_found(target: MakeTarget) -> None:
    assert not answers_to(target(object="省级“专精特新”中小企业"), "专精特新 另一省")
    assert not answers_to(target(object="省级“专精特新”中小企业"), "小巨人")
