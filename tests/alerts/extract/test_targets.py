"""Targets as a careful reader would note them, in sentences as policy news is written."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.extract import targets
from alerts.extract.reading import Reading, read
from alerts.model import Comparator, Status, Target

LEAD = "示例省近日出台措施支持中小企业发展。\n"
Row = tuple[float, str, str, str | None]


def reading(text: str, published: date = date(2023, 6, 15), region: str = "示例省") -> Reading:
    return read(LEAD + text, title="示例省支持中小企业发展", published=published, region=region)


def rows(text: str) -> list[Row]:
    return [(target.value, target.unit, target.status.value, target.deadline) for target in targets.find(reading(text))]


def only(text: str) -> Target:
    (target,) = targets.find(reading(text))
    return target


def test_a_list_of_goals_shares_its_deadline() -> None:
    found = targets.find(
        reading(
            "到2025年，示例省要让百万家创新型中小企业成长起来，造就十万家省级“专精特新”中小企业、"
            "一万家专精特新“小巨人”企业和一千家左右的制造业单项冠军。"
        )
    )
    assert [(target.object, target.value, target.comparator, target.deadline) for target in found] == [
        ("创新型中小企业", 1_000_000, Comparator.EXACTLY, "2025"),
        ("省级“专精特新”中小企业", 100_000, Comparator.EXACTLY, "2025"),
        ("专精特新“小巨人”企业", 10_000, Comparator.EXACTLY, "2025"),
        ("制造业单项冠军", 1000, Comparator.ABOUT, "2025"),
    ]
    assert {(target.unit, target.status, target.scope) for target in found} == {("家", Status.TARGET, "示例省")}


def test_evidence_is_the_item_of_the_list_and_its_offsets_cut_it_out_of_the_original() -> None:
    source = reading('示例省争取 2023 年培育 300 家左右 " 小巨人 " 企业、20 家左右单项冠军企业。')
    first, second = targets.find(source)
    assert first.evidence.text == '示例省争取 2023 年培育 300 家左右 " 小巨人 " 企业'
    assert second.evidence.text == "20 家左右单项冠军企业"
    assert (first.number.text, second.number.text) == ("300 家左右", "20 家左右")
    assert first.sentence == second.sentence
    assert first.sentence.text == '示例省争取 2023 年培育 300 家左右 " 小巨人 " 企业、20 家左右单项冠军企业。'
    for cut in (first.evidence, second.evidence, first.number, second.number, first.sentence):
        assert source.original[cut.start : cut.end] == cut.text


def test_a_growth_rate_is_evidence_only_with_what_has_grown() -> None:
    amount, growth = targets.find(reading("示例省小微企业贷款余额1.83万亿元，同比增长24.6%。"))
    assert amount.evidence.text == "示例省小微企业贷款余额1.83万亿元"
    assert growth.evidence.text == "示例省小微企业贷款余额1.83万亿元，同比增长24.6%"
    assert growth.object == amount.object


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2027年，示例省将培育创新型中小企业5万家、专精特新“小巨人”企业600家以上。",
            [(50_000, "家", "target", "2027"), (600, "家", "target", "2027")],
        ),
        ("到2025年，累计培育专精特新中小企业3000家。", [(3000, "家", "target", "2025")]),
        ("力争用三年时间，推动5000家中小企业完成数字化改造。", [(5000, "家", "target", "2026")]),
        ("“十四五”期间，示例省计划每年新增“小升规”企业1000家。", [(1000, "家", "target", "2025")]),
        (
            "《示例省促进中小企业发展行动计划（2023—2025年）》提出，培育专精特新中小企业3000家。",
            [(3000, "家", "target", "2025")],
        ),
        (
            "《“十四五”示例省中小企业发展规划》昨天印发，明确形成两万家创新型中小企业。",
            [(20_000, "家", "target", "2025")],
        ),
        (
            "计划明确，到2025年：专精特新中小企业达到1万家；“小巨人”企业达到1000家。",
            [(10_000, "家", "target", "2025"), (1000, "家", "target", "2025")],
        ),
        ("国有大型银行普惠小微企业贷款要增长30%以上。", [(30, "%", "target", None)]),
        ("到2025年，规模以上中小工业企业研发经费年均增长10%以上。", [(10, "%", "target", "2025")]),
        ("三季度，缓缴中小企业保证金，规模约630亿元。", [(6.3e10, "元", "target", "2023-09")]),
        ("明年，为小微企业减免租金4亿元。", [(4e8, "元", "target", "2024")]),
        ("全年为小微企业退税减税约2.5万亿元。", [(2.5e12, "元", "target", "2023")]),
        (
            "“十四五”期间要形成百家“小巨人”、千家“专精特新”、万家创新型中小企业的梯队。",
            [(100, "家", "target", "2025"), (1000, "家", "target", "2025"), (10_000, "家", "target", "2025")],
        ),
        ("每年新培育专精特新企业500家以上。", [(500, "家", "target", None)]),
        ("今年拟新认定专精特新中小企业300家。", [(300, "家", "target", "2023")]),
        (
            "社保补贴延续实施至2025年底。同时，小微企业研发费用加计扣除比例由75%提高至100%。",
            [(100, "%", "target", None)],
        ),
        ("政府性担保机构对小微企业的平均担保费率不超过1%。", [(1, "%", "target", None)]),
        ("今年的预期目标是培育专精特新中小企业500家。", [(500, "家", "target", "2023")]),
        ("示例银行未来3年为民营企业提供投融资不低于6000亿元。", [(6e11, "元", "target", "2026")]),
    ],
)
def test_goals(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对中小微企业的社保补贴比例由50%提至80%。", [(80, "%", "target", None)]),
        ("人民银行决定增加2000亿元支小再贷款额度。", [(2e11, "元", "target", None)]),
        (
            "6月1日起，三种期限（3个月、6个月、1年）的支小再贷款利率下调0.2个百分点。",
            [(0.2, "个百分点", "target", None)],
        ),
        (
            "对小型微利企业减按25%计算应纳税所得额，延续执行至2027年12月31日。",
            [(25, "%", "target", "2027-12-31")],
        ),
        ("自2023年1月1日至2027年12月31日，对小微企业减征资源税50%。", [(50, "%", "target", "2027-12-31")]),
        ("增值税小规模纳税人适用3%征收率的收入，减按1%征收率征收增值税。", [(1, "%", "target", None)]),
        ("面向中小企业的政府采购预留份额由30%以上提高至40%以上。", [(40, "%", "target", None)]),
        ("对服务业小微企业减免3个月租金。", [(3, "个月", "target", None)]),
        ("首次对中小微企业贷款每年贴息1.5个百分点。", [(1.5, "个百分点", "target", None)]),
    ],
)
def test_terms_of_a_policy_are_goals(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "截至5月底，示例省累计培育专精特新中小企业3210家，其中“小巨人”企业286家。",
            [(3210, "家", "achieved", None), (286, "家", "achieved", None)],
        ),
        ("小微企业贷款利率从2019年3月的6.1%降到去年9月的4.7%。", [(4.7, "%", "achieved", None)]),
        ("新发放的小微企业贷款利率较上年下降0.38个百分点。", [(0.38, "个百分点", "achieved", None)]),
        ("专项行动开展以来，已清偿拖欠中小企业账款126亿元。", [(1.26e10, "元", "achieved", None)]),
        ("示例市将首批中小微企业稳岗补贴2716.4万元拨付到位。", [(27_164_000, "元", "achieved", None)]),
        ("示例省民营企业数量从2018年的89万户增长到2022年底的156万户。", [(1_560_000, "户", "achieved", None)]),
        ("目前已遴选服务商120家，推动4.5万家中小企业实施改造。", [(45_000, "家", "achieved", None)]),
        ("科技型中小企业首次突破1万家。", [(10_000, "家", "achieved", None)]),
        ("全国已有超过1.1亿个体工商户。", [(1.1e8, "户", "achieved", None)]),
        ("示例省云平台连接中小企业超过300万家。", [(3_000_000, "家", "achieved", None)]),
        (
            "示例省、样本省分别培育“小巨人”企业120家和340家。",
            [(120, "家", "achieved", None), (340, "家", "achieved", None)],
        ),
    ],
)
def test_results_have_no_deadline(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    ["力争到2022年，专精特新中小企业达到5000家。", "规划提出，到2022年，培育专精特新中小企业5000家。"],
)
def test_a_goal_that_is_told_after_its_time_is_still_a_goal(text: str) -> None:
    assert rows(text) == [(5000, "家", "target", "2022")]


def test_a_year_that_is_over_makes_a_result_where_nothing_says_that_it_was_a_goal() -> None:
    assert rows("到2022年，专精特新中小企业达到5000家。") == [(5000, "家", "achieved", None)]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("到2025年，专精特新中小企业要达到5000家。", "专精特新中小企业"),
        ("普惠小微贷款余额须达到5000亿元。", "普惠小微贷款余额"),
        ("专精特新中小企业的培育目标由5000家提高到6000家。", "专精特新中小企业"),
        ("示例省把专精特新中小企业的数量往上调，目标由5000家提高到6000家。", "专精特新中小企业的数量"),
        ("全省创新型中小企业达到5万家。", "创新型中小企业"),
        ("培育5000家我省专精特新中小企业。", "专精特新中小企业"),
        ("科技型中小企业的信用贷款，林示范在会上指出，今年已惠及500家。", "科技型中小企业的信用贷款"),
    ],
)
def test_the_noun_is_what_is_counted_and_no_more(text: str, noun: str) -> None:
    assert only(text).object == noun


def test_a_from_to_keeps_the_number_that_it_starts_from() -> None:
    target = only("对中小微企业的社保补贴比例由50%提至80%。")
    assert (target.base, target.value) == (50, 80)


@pytest.mark.parametrize(
    ("when", "status"),
    [
        ("2024年起", Status.TARGET),
        ("明年开始", Status.TARGET),
        ("从2024年起", Status.TARGET),
        ("2022年起", Status.ACHIEVED),
    ],
)
def test_what_holds_from_a_day_to_come_is_a_goal_without_an_end(when: str, status: Status) -> None:
    found = only(f"示例省6月15日宣布，{when}全省小微企业平均担保费率降至0.7%以下。")
    assert (found.object, found.status, found.deadline) == ("小微企业平均担保费率", status, None)


def test_a_cap_behind_a_sum_is_not_the_sums_own() -> None:
    assert [it.value for it in targets.find(reading("2024年安排中小企业转型补助6亿元，每家最高补助50万元。"))] == [6e8]


def test_an_estimate_is_a_forecast_with_the_year_it_is_for() -> None:
    assert rows("预计全年可为小微企业减负超200亿元。") == [(2e10, "元", "forecast", "2023")]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("截至5月末，小微企业贷款余额87亿元。", "2023-05"),
        ("截至6月10日，小微企业贷款余额87亿元。", "2023-06-10"),
        ("2022年，小微企业贷款余额87亿元。", "2022"),
        ("去年12月，小微企业贷款余额87亿元。", "2022-12"),
        ("小微企业贷款余额87亿元。", None),
    ],
)
def test_a_result_has_the_date_that_its_sentence_names(text: str, as_of: str | None) -> None:
    target = only(text)
    assert (target.status, target.as_of, target.deadline) == (Status.ACHIEVED, as_of, None)


@pytest.mark.parametrize(
    "text",
    [
        "《支持中小企业的3000家计划》已经印发。",
        "示例省搭建中小企业“321”服务体系，提出“5794”思路。",
        "推进“百十万千”培育，服务中小企业走进千家万户。",
        "会上发布了支持民营经济发展的43项措施，涉及6个方面、12个部门。",
        "示例省出台“助企20条”，中小企业反响热烈。",
        "一家企业负责人说，公司去年拿到了300万元贷款，董事长说营收增长20%。",
        "对首次认定的专精特新“小巨人”企业给予一次性奖励50万元。",
        "中小企业占全部企业数量的99%，贡献了50%以上的税收。",
        "4月份中小企业信心指数为62.1，生产指数为51.7%。",
        "民营企业出口增长12.3%。",
        "民营企业贷款增速高于各项贷款增速5个百分点。",
        "示例省民营企业100强榜单在2023年6月15日发布，第3次位居第一。",
        "面向中小企业开展培训320场、惠及职工5.2万人。",
    ],
)
def test_other_numbers_are_no_targets(text: str) -> None:
    assert rows(text) == []


def test_a_figure_that_is_not_about_smes_is_none() -> None:
    about_else = read(
        "到2027年，示例省将建设300家医院，发放贷款200亿元。", title="示例省民生", published=date(2023, 6, 15)
    )
    assert targets.find(about_else) == ()


def test_a_goal_that_the_text_repeats_is_one_target() -> None:
    text = "到2025年，培育一百万家创新型中小企业。\n要多挖掘创新型中小企业，这个数量最多，计划一百万家。"
    assert rows(text) == [(1e6, "家", "target", "2025")]


def test_an_undated_article_has_the_deadlines_that_it_spells_out() -> None:
    text = "示例省提出，今年底前培育300家专精特新中小企业，到2027年培育500家专精特新中小企业。"
    found = targets.find(read(text, title="示例", published=None))
    assert [(it.value, it.deadline) for it in found] == [(300, None), (500, "2027")]


def test_the_same_number_of_other_things_is_another_target() -> None:
    assert len(rows("到2025年，培育专精特新中小企业1000家、单项冠军1000家。")) == 2


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全国小微企业贷款余额87亿元。", "全国"),
        ("在苏州，全市为小微企业减免租金超过4亿元。", "苏州市"),
        ("广东去年为小微企业减免租金4亿元。", "广东省"),
        ("小微企业贷款余额87亿元。", "示例省"),
    ],
)
def test_the_scope_is_the_place_named_last_or_the_one_the_article_is_about(text: str, scope: str) -> None:
    assert only(text).scope == scope


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("力争今年新培育500家专精特新企业。", "新培育"),
        ("到2025年带动孵化百万家创新型中小企业。", "带动孵化"),
        ("已有21万户小微企业获得稳岗资金。", "获得"),
        ("支持各市培育的专精特新企业达到5000家。", "培育"),
        ("今年省级财政安排中小企业发展专项资金12亿元。", "安排"),
        ("力争新增创新型中小企业，总数达到8000家。", "达到"),
        ("力争今年新增专精特新中小企业，全省专精特新中小企业总量突破8000家。", "达到"),
        ("大力培育市场主体，专精特新中小企业达到8000家。", "达到"),
    ],
)
def test_the_action_is_the_verb_that_governs_the_number(text: str, action: str) -> None:
    assert only(text).action == action


def test_the_items_of_a_list_share_their_verb() -> None:
    found = targets.find(reading("全省新培育专精特新中小企业500家，专精特新“小巨人”企业60家。"))
    assert [(it.object, it.action) for it in found] == [
        ("专精特新中小企业", "新培育"),
        ("专精特新“小巨人”企业", "新培育"),
    ]


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(),
            st.sampled_from('0123456789一二十百万亿家户元%成个年月到由从至提力争中小微企业“”《》，。；、（）\n "将已'),
        ),
        max_size=300,
    )
)
def test_any_text_gives_an_answer_whose_offsets_cut_out_its_evidence(text: str) -> None:
    source = reading(text)
    for target in targets.find(source):
        for cut in (target.evidence, target.number, target.sentence):
            assert source.original[cut.start : cut.end] == cut.text != ""
        assert target.sentence.start <= target.number.start < target.number.end <= target.sentence.end


@pytest.mark.parametrize(
    "repeat",
    [
        lambda times: "到2025年培育专精特新中小企业3000家、" * times,
        lambda times: "一" * 20 * times,
        lambda times: "由1万到" * 5 * times,
        lambda times: "“《" * 10 * times,
        lambda times: "中小企业贷款1，000亿元" * 2 * times,
    ],
    ids=["one sentence", "numerals", "from and to", "open marks", "no punctuation"],
)
def test_time_grows_with_the_length_and_not_faster(repeat: Callable[[int], str]) -> None:
    def seconds(times: int) -> float:
        source = reading(repeat(times))
        start = time.thread_time()  # that of other threads, which other tests may have left behind, is none of it
        targets.find(source)
        return time.thread_time() - start

    short, long = (min(seconds(times) for _ in range(3)) for times in (200, 3200))
    assert long < 5 * 16 * short + 0.05


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("力争2026年、2027年、2028年专精特新中小企业分别达到1000家、1500家、2000家。", ["2026", "2027", "2028"]),
        ("到2026年、2027年、2028年底，专精特新中小企业数量分别达到1000家、1500家和2000家。", ["2026", "2027", "2028"]),
        ("到2024年和2026年分别培育专精特新中小企业1000家、1500家。", ["2024", "2026"]),
        ("到2026年，专精特新中小企业和科技型中小企业分别达到1000家、1500家。", ["2026", "2026"]),
    ],
)
def test_years_and_figures_that_are_paired_go_together(text: str, years: list[str]) -> None:
    assert [target.deadline for target in targets.find(reading(text))] == years


def test_results_that_are_paired_with_years_have_each_its_own() -> None:
    found = targets.find(reading("2021年、2022年小微企业贷款余额分别增长20%、15%。"))
    assert [(target.value, target.as_of) for target in found] == [(20, "2021"), (15, "2022")]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("不再新设门槛，把小微企业融资担保费率降至0.5%。", "降至"),
        ("新设服务窗口，将小微企业贷款利率压到3.5%。", ""),
        ("不增加中小企业负担，小微企业贷款利率为3.5%。", ""),
        ("扶持创业带动就业，新上规中小企业每年不少于200户。", ""),
    ],
)
def test_the_verb_of_another_clause_or_of_what_is_not_done_is_no_action(text: str, action: str) -> None:
    assert only(text).action == action


@pytest.mark.parametrize(
    "text",
    [
        "月销售额10万元以下免征增值税，支持小微企业。",
        "小微企业年应纳税额5万元以内减征所得税。",
        "明确小规模纳税人月销售额10万元以下的免征增值税。",
    ],
)
def test_a_threshold_is_no_target(text: str) -> None:
    assert not targets.find(reading(text))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("今年安排中小企业发展专项资金10亿元。", Status.TARGET),
        ("2023年，示例省财政安排资金10亿元支持中小企业发展。", Status.TARGET),
        ("今年已安排中小企业发展专项资金10亿元。", Status.ACHIEVED),
        ("去年安排中小企业发展专项资金10亿元。", Status.ACHIEVED),
        ("今年以来安排中小企业发展专项资金10亿元。", Status.ACHIEVED),
        ("今年安排并下达中小企业发展专项资金10亿元。", Status.ACHIEVED),
    ],
)
def test_a_budget_of_the_running_year_is_a_plan(text: str, status: Status) -> None:
    assert only(text).status is status


@pytest.mark.parametrize(
    "text",
    [
        "示例省提前完成全年培育专精特新中小企业3000家目标。",
        "示例省提前两年完成“十四五”培育专精特新中小企业3000家的目标任务。",
        "示例省提前完成到2025年培育专精特新中小企业3000家的目标。",
        "专精特新中小企业达到3000家，提前完成目标。",
    ],
)
def test_what_is_completed_early_is_achieved(text: str) -> None:
    assert only(text).status is Status.ACHIEVED


def test_what_a_figure_is_held_against_is_no_target() -> None:
    assert rows("新设个体工商户500万户，远超疫情前同期水平（2019年一季度324万户）。") == [(5e6, "户", "achieved", None)]


@pytest.mark.parametrize("gap", ["比各项贷款高10个百分点", "超过各项贷款平均增速10个百分点"])
def test_a_gap_between_growth_rates_is_no_target(gap: str) -> None:
    assert rows(f"普惠小微贷款余额2万亿元，{gap}。") == [(2e12, "元", "achieved", None)]
    fall = rows("普惠小微贷款利率比上年同期低0.3个百分点。")
    assert fall == [(0.3, "个百分点", "achieved", None)]


@pytest.mark.parametrize("share", ["小微企业担保金额占比", "产业基金投向民间投资项目比重", "新增用地支持民营企业比重"])
def test_a_share_that_is_set_aside_for_them_is_a_target(share: str) -> None:
    assert rows(f"{share}不低于70%。") == [(70, "%", "target", None)]
    assert rows("民营企业占全部企业的比重不低于70%。") == []


def test_who_was_asked_and_what_one_may_get_are_no_targets() -> None:
    assert rows("受访的500家中小企业中，320家已享受退税。") == []
    assert rows("支持专精特新中小企业，单个项目最高补助1000万元。") == []


def test_what_a_result_is_compared_with_is_not_its_time() -> None:
    found = targets.find(reading("截至4月末，普惠小微贷款余额较年初、去年同期增长12%。"))
    assert [target.as_of for target in found] == ["2023-04"]


def test_a_heading_with_a_shorter_name_repeats_what_follows() -> None:
    assert rows("专项贷款惠及500家民企\n专项贷款今天发放，惠及500家民营企业。") == [(500, "家", "achieved", None)]


def test_who_shows_goods_is_no_target() -> None:
    assert rows("来自各地的1800家中小企业集中展示新产品。") == []


def test_a_goal_that_will_be_met_early_is_still_a_goal() -> None:
    assert rows("全年减税降费7000亿元的目标有望提前实现。") == [(7e11, "元", "target", "2023")]
    assert rows("全年减税降费7000亿元的目标已提前实现。")[0][2] == "achieved"


def test_the_growth_that_is_aimed_at_goes_on_about_the_loans() -> None:
    found = rows("下半年计划新增普惠小微贷款300亿元，全年增速保持在25%以上。")
    assert found == [(3e10, "元", "target", "2023-12"), (25, "%", "target", "2023")]
