"""What a figure counts, by the name that a reader would give it."""

from datetime import date

import pytest

from alerts.extract import targets
from alerts.extract.reading import read


def objects(text: str) -> list[tuple[str, float]]:
    source = read(text, title="支持中小企业和小微企业发展", published=date(2025, 6, 15))
    return [(target.object, target.value) for target in targets.find(source)]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("湖北省普惠小微贷款余额达到9000亿元。", "普惠小微贷款余额"),
        ("截至5月末，浙江新登记民营经济主体30多万户。", "新登记民营经济主体"),
        ("全省经营主体累计获得小微贷款300亿元，惠及民营经营主体5万户。", "民营经营主体"),
        ("示例市为小微企业支出就业补助资金3亿元。", "就业补助资金"),
        ("增加支农支小再贷款额度3000亿元。", "支农支小再贷款额度"),
        ("力争实现创新型中小企业超过8万家的目标。", "创新型中小企业"),
        ("新上规中小企业每年不少于200户。", "新上规中小企业"),
        ("科技型中小企业首次突破1万家。", "科技型中小企业"),
        ("普惠小微贷款余额连续三年增长20%。", "普惠小微贷款余额"),
        ("目前已拥有专精特新中小企业3800多家。", "专精特新中小企业"),
        ("吸引近500家中小企业入驻园区。", "中小企业"),
        ("设立小微企业专项担保计划500亿元。", "小微企业专项担保计划"),
        ("培育百余家特色小店。", "特色小店"),
        ("国有大行新增普惠小微贷款力争突破1.6万亿元。", "普惠小微贷款"),
        ("推动小微企业综合融资成本再降1个百分点。", "小微企业综合融资成本"),
        ("5月新发放小微企业贷款利率4.9%，比上年同期下降0.3个百分点。", "小微企业贷款利率"),
        ("已为105万家小规模纳税人减免增值税45亿元。", "小规模纳税人减免增值税"),
        ("小微企业贷款户数增长百分之二十五，首次突破三千万户。", "小微企业贷款户数"),
        ("专精特新企业由五年前的640多家，增至如今的1.5万多家。", "专精特新企业"),
        ("民营企业从2013年的4000多万户增长到目前的1.16亿户。", "民营企业"),
        ("到2028年底专精特新中小企业将达到7200家。", "专精特新中小企业"),
        ("2028年底前创新型中小企业达到3万家。", "创新型中小企业"),
        ("普惠小微贷款余额目标2026年底前降至3000亿元。", "普惠小微贷款余额"),
        ("林示范说，小微企业贷款余额2026年末达到2万亿元。", "小微企业贷款余额"),
        ("专精特新中小企业2027年达到5000家。", "专精特新中小企业"),
        ("一季度末普惠小微贷款余额同比增长12%。", "普惠小微贷款余额"),
        ("普惠小微贷款余额分别较年初、去年同期增长12%、25%。", "普惠小微贷款余额"),
        ("力争小微企业授信户数较2023年翻一番、达到60万户。", "小微企业授信户数"),
        ("共为小微企业发放贷款12亿元，惠及500户。", "小微企业"),
        ("惠及小微企业上千家。", "小微企业"),
        ("到2027年，小微企业贷款年均增速不低于10%。", "小微企业贷款年均增速"),
        ("普惠小微贷款增速不低于30%，新增1万亿元以上。", "普惠小微贷款增速"),
        ("将普惠小微贷款的资金支持比例提高到2%。", "普惠小微贷款的资金支持比例"),
        ("小微企业担保金额占全部担保金额的比例原则上不低于80%。", "小微企业担保金额占全部担保金额的比例"),
        ("普惠小微贷款余额3,265.8亿元，较年初增加412.6亿元，增长14.5%。", "普惠小微贷款余额"),
        ("为小微企业设立5000亿元科技创新和技术改造再贷款。", "科技创新和技术改造再贷款"),
        ("普惠小微贷款余额已超过2万亿元，近三年平均增速约20%。", "普惠小微贷款余额"),
        ("新增专精特新企业30家，三年内力争达到200家。", "专精特新企业"),
        ("确保中小微企业融资成本再降0.5个百分点。", "中小微企业融资成本"),
        ("民营企业数量稳步增长，突破5500万户。", "民营企业数量"),
        ("专精特新企业总量翻两番，达到4000家。", "专精特新企业总量"),
        ("设立中小微企业转贷基金，基金规模5亿元。", "中小微企业转贷基金"),
        ("将2028年底专精特新中小企业培育目标由6500家上调至7000家。", "专精特新中小企业"),
    ],
)
def test_the_noun_has_its_own_words_and_no_others(text: str, noun: str) -> None:
    assert objects(text)[-1][0] == noun


def test_a_list_that_names_what_it_counts_at_its_end_counts_that_throughout() -> None:
    found = objects("每年培育500家、累计培育1500家以上专精特新企业。")
    assert found == [("专精特新企业", 500), ("专精特新企业", 1500)]


def test_a_figure_takes_its_noun_from_what_was_counted_before_it() -> None:
    parts = "培育创新型中小企业500家；2026年，培育800家；2027年，培育1000家。"
    assert objects(parts) == [("创新型中小企业", 500), ("创新型中小企业", 800), ("创新型中小企业", 1000)]
    assert objects("每个县至少培育2个中小企业特色产业集群，全省达到100个。")[-1] == ("中小企业特色产业集群", 100)


def test_a_word_that_holds_a_joint_is_one_item() -> None:
    text = "到2027年，中小企业数字化普及率、关键工序数控化率分别达到60%和65%。"
    assert objects(text) == [("中小企业数字化普及率", 60), ("关键工序数控化率", 65)]


@pytest.mark.parametrize("counted", ["保护民营企业产权和企业家权益典型案例", "支持中小企业融资和用工措施"])
def test_what_is_counted_is_the_last_word_of_its_name(counted: str) -> None:
    assert objects(f"发布了11个{counted}。") == []


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("到2027年，支持1200家中小企业数字化改造。", "中小企业数字化改造"),
        ("到2027年，推动1200家中小企业完成数字化改造。", "中小企业数字化改造"),
        ("支持1200家中小企业开展数字化改造和设备更新。", "中小企业数字化改造"),
        ("带动800家小微企业上云用云，降低成本。", "小微企业上云用云"),
        ("完成首批600家企业的免费诊断。", "企业免费诊断"),
        ("支持300家中小企业数字化改造试点。", "中小企业"),
        ("培育300家中小企业，推动转型升级。", "中小企业"),
    ],
    ids=["nominal", "verbal", "joined", "clause", "of things", "attribute", "another clause"],
)
def test_what_is_done_with_the_things_counted_is_part_of_the_name(text: str, noun: str) -> None:
    assert [name for name, _ in objects(text)] == [noun]


def test_what_is_compared_with_last_year_is_still_what_was_counted() -> None:
    assert objects("新发放小微企业贷款利率为3.9%，比上年同期低25个基点。")[-1] == ("小微企业贷款利率", 25)


def test_respectively_pairs_nouns_with_figures_in_their_order() -> None:
    assert objects("截至5月末，小微企业贷款余额、个体工商户贷款余额和民营企业贷款余额分别增长12%、9%和7%。") == [
        ("小微企业贷款余额", 12),
        ("个体工商户贷款余额", 9),
        ("民营企业贷款余额", 7),
    ]


def test_respectively_between_places_leaves_the_noun_to_all() -> None:
    assert objects("湖南、江西分别培育专精特新企业120家和340家。") == [
        ("专精特新企业", 120),
        ("专精特新企业", 340),
    ]


def test_equal_amounts_for_two_things_of_one_sentence_are_two() -> None:
    found = objects("设立中小企业专项担保计划5000亿元，引导银行新增投放5000亿元小微企业贷款。")
    assert [noun for noun, _ in found] == ["中小企业专项担保计划", "小微企业贷款"]


@pytest.mark.parametrize(
    "text",
    [
        "全市专精特新中小企业培育数量由3500家下调至2800家。",
        "专精特新中小企业认定总数从3500家调整为2800家。",
        "支持专精特新中小企业，培育数量由3500家下调至2800家。",
    ],
)
def test_the_number_of_those_cultivated_counts_what_is_cultivated(text: str) -> None:
    source = read(text, title="支持中小企业发展", published=date(2025, 6, 15))
    (target,) = targets.find(source)
    assert (target.object, target.base, target.value) == ("专精特新中小企业", 3500, 2800)


@pytest.mark.parametrize(
    "text", ["力争完成培育专精特新中小企业3000家目标。", "下达培育专精特新中小企业3000家目标任务。"]
)
def test_a_goal_behind_the_number_is_not_what_it_counts(text: str) -> None:
    assert objects(text) == [("专精特新中小企业", 3000)]


@pytest.mark.parametrize(
    "text",
    [
        "小规模纳税人月销售额10万元以下免征增值税，减按1%征收率征收增值税。",
        "对小微企业，月销售额10万元以下免征增值税，超出部分减按1%的征收率征收。",
    ],
)
def test_a_rate_is_not_of_the_threshold_before_it(text: str) -> None:
    assert objects(text) == [("征收率", 1)]


def test_amounts_that_have_grown_are_of_what_has_grown() -> None:
    assert objects("普惠小微贷款余额35万亿元，新增2.9万亿元。") == [
        ("普惠小微贷款余额", 35e12),
        ("普惠小微贷款余额", 2.9e12),
    ]
    assert objects("小微企业贷款余额比年初新增2.9万亿元。") == [("小微企业贷款余额", 2.9e12)]


@pytest.mark.parametrize(
    "text",
    [
        "示例市三年累计投入10亿元支持中小企业，其中市级财政安排3亿元。",
        "示例市三年累计投入10亿元，其中用于中小企业3亿元。",
    ],
)
def test_the_whole_is_told_beside_its_part(text: str) -> None:
    assert [value for _, value in objects(text)] == [10e8, 3e8]
