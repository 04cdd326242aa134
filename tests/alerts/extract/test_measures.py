"""Which figures SME policy asks for, in articles that are about SMEs and in those that only mention them."""

from datetime import date

import pytest

from alerts.extract import targets
from alerts.extract.reading import read

ECONOMY = "工业经济平稳运行，装备制造等行业保持增长，外贸结构优化，区域协调发展取得新进展。"


def values(text: str, title: str = "经济运行平稳") -> list[float]:
    source = read(text, title=title, published=date(2025, 6, 15))
    return [target.value for target in targets.find(source)]


def in_passing(text: str) -> list[float]:
    """Values found in a passage of a long article that names SMEs once, elsewhere."""
    return values("\n".join([ECONOMY * 5, "会议提到民营企业。", ECONOMY * 5, text]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("再贷款额度增加到8000亿元，重点支持科技型中小企业。", [8e11]),
        ("安排专项资金5亿元，用于中小企业数字化改造。", [5e8]),
        ("再贷款额度增加到8000亿元，大型项目进展顺利。", []),
        ("制造业贷款增加8000亿元，民间投资者预期改善。", []),
    ],
)
def test_a_clause_behind_the_figure_says_for_whom_it_is(text: str, expected: list[float]) -> None:
    assert in_passing(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各级平台受理拖欠中小企业账款投诉2.4万件。", [24000]),
        ("化解拖欠小微企业账款案件600件，为民营企业追回欠款3亿元。", [600, 3e8]),
        ("为中小企业办理商标注册2.4万件。", []),
        ("受理消费者投诉2.4万件，中小企业较为集中。", []),
    ],
)
def test_of_what_is_counted_in_cases_those_of_arrears_are_wanted(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("培育制造业单项冠军企业150家、专精特新“小巨人”企业900家。", [150, 900]),
        ("高新技术企业达到430家，科技型中小企业突破1000家。", [430, 1000]),
        ("当地已有高新技术企业430家。", []),
        ("聚焦12个优势产业集群，打造3个万亿级产业集群。", []),
        ("培育国家级中小企业特色产业集群12个。", [12]),
        ("遴选101个中小企业数字化转型试点城市。", [101]),
        ("中小企业数字化转型试点城市达到12个。", [12]),
        ("累计培育400余家智能装备领域专精特新企业。", [400]),
        ("向小商户发放收款码3.6万个。", []),
    ],
)
def test_cultivated_classes_count_among_smes(text: str, expected: list[float]) -> None:
    assert in_passing(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "本届展会上，专精特新企业超5500家，比上届增加300多家。",
        "参展的专精特新“小巨人”企业有900家。",
        "德国十万家中小企业面临订单减少。",
        "专精特新企业贷款比各项贷款增速高9.1个百分点。",
        "预算400万元以下的工程采购项目面向小微企业。",
        "对小微企业首贷贴息，最高20万元。",
        "小微企业主凭信用拿到了一笔300万元贷款。",
        "这家小微企业获得了60万元贷款。",
        "重点从三个方面来提升中小企业竞争力。",
        "个人所得税减免5000亿元，惠及工薪家庭。",
        "普惠小微贷款和制造业贷款都在增长，保障性安居工程贷款余额6.3万亿元。",
    ],
)
def test_figures_beside_sme_policy_are_none(text: str) -> None:
    assert values(text, title="支持中小企业和小微企业发展") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预计全年可为小微企业减轻负担约1.2万亿元。", [1.2e12]),
        ("阶段性降低失业保险费率，为中小企业减少成本1419亿元。", [1.419e11]),
        ("服务平台为小微企业放款近391亿元。", [3.91e10]),
        ("全县累计为小微企业发放贷款6000万元。", [6e7]),
        ("全国有1亿多个体经营户。", [1e8]),
        ("共有1200家中小企业入选。", [1200]),
        ("全市市场主体突破300万户。", [3e6]),
        ("银行发行小微企业专项金融债3000亿元。", [3e11]),
        ("普惠小微贷款不良率低于3%。", []),
        ("推动50万家企业上云。", [500_000]),
        ("中心集中受理贷款申请。目前已办理业务3.9万笔，涉及金额约1662亿元。", [1.662e11]),
        ("为3000多家企业纾困解难。", [3000]),
    ],
)
def test_what_reaches_smes_is_wanted(text: str, expected: list[float]) -> None:
    assert values(text, title="支持小微企业发展") == expected


def test_of_things_paired_by_respectively_only_those_of_smes_are_wanted() -> None:
    assert values("普惠小微贷款余额、制造业中长期贷款余额分别增长11.8%和8.6%。") == [11.8]
