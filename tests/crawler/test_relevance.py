from pathlib import Path

import pytest

from crawler import catalog, relevance
from crawler.relevance import Topic

FILLER = "示例市的湖畔公园今天向市民开放，公园里种植了各种花卉，还修建了步道和凉亭。" * 12


@pytest.fixture(scope="module")
def topics() -> tuple[Topic, ...]:
    return catalog.topics(Path("no-such-folder"))


def score(topics: tuple[Topic, ...], title: str, text: str) -> float:
    return relevance.judge(title, text, topics).score


def test_an_article_about_the_topic_reaches_it(topics: tuple[Topic, ...]) -> None:
    text = "示例省将为中小企业减免租金，并为专精特新企业设立基金。中小企业可在线申请。" + FILLER[:200]
    judged = relevance.judge("示例省支持中小企业", text, topics)
    assert judged.topics == ("sme-policy",)
    assert judged.relevant
    hits = {hit.term: hit.count for hit in judged.hits}
    assert hits["中小企业"] == 3
    assert hits["专精特新"] == 1


def test_an_article_without_a_term_scores_nothing(topics: tuple[Topic, ...]) -> None:
    judged = relevance.judge("湖畔公园开放", FILLER, topics)
    assert (judged.score, judged.topics, judged.hits) == (0.0, (), ())


def test_a_term_in_passing_does_not_make_an_article_relevant(topics: tuple[Topic, ...]) -> None:
    assert not relevance.judge("湖畔公园开放", FILLER + "附近的小微企业也来帮忙。" + FILLER, topics).relevant


def test_an_item_of_a_list_counts_for_less_than_a_mention(topics: tuple[Topic, ...]) -> None:
    listed = FILLER + "活动面向高校、中小企业、科研院所。"
    spoken = FILLER + "活动面向中小企业和它们的员工。"
    assert 0 < score(topics, "活动", listed) < score(topics, "活动", spoken)


def test_the_title_the_opening_and_every_mention_speak_for_the_topic(topics: tuple[Topic, ...]) -> None:
    once_late = FILLER + "中小企业可以申请。"
    once_early = "中小企业可以申请。" + FILLER
    often = FILLER + "中小企业可以申请。" * 8
    assert score(topics, "通知", once_late) < score(topics, "通知", once_early)
    assert score(topics, "通知", once_late) < score(topics, "通知", often)
    assert score(topics, "通知", once_late) < score(topics, "中小企业通知", once_late)


def test_the_same_mentions_weigh_less_in_a_longer_article(topics: tuple[Topic, ...]) -> None:
    mention = "中小企业可以申请，小微企业也可以。" * 2
    assert score(topics, "通知", FILLER * 4 + mention) < score(topics, "通知", FILLER + mention)


def test_share_prices_of_such_firms_are_another_matter(topics: tuple[Topic, ...]) -> None:
    policy = "专精特新企业名单公布。" + FILLER[:100]
    stocks = "专精特新概念股走强，多只个股涨停，板块成交放大。" + FILLER[:100]
    assert relevance.judge("专精特新企业名单公布", policy, topics).relevant
    assert not relevance.judge("专精特新概念股涨停", stocks, topics).relevant


def test_a_score_lies_between_nothing_and_one(topics: tuple[Topic, ...]) -> None:
    assert 0 < score(topics, "中小企业" * 50, "中小企业" * 5000) <= 1
    assert score(topics, "概念股涨停", "概念股涨停" * 500) == 0
    assert score(topics, "", "") == 0


@pytest.mark.parametrize(
    "text",
    [
        "河长们巡查小微水体，清理水面的垃圾。",
        "示例省中小企业服务有限公司的员工来做志愿者。",
        "示例市中小企业融资担保股份有限公司捐了树苗。",
        "吉祥物“小巨人”在门口迎客。",
        "“小巨人”火箭的模型立在草地上。",
        "这是中小企业板的第一家公司。",
    ],
)
def test_a_mere_name_is_no_mention(topics: tuple[Topic, ...], text: str) -> None:
    assert score(topics, text[:-1], text * 3 + FILLER) == 0


def test_a_headline_that_calls_firms_little_giants_speaks_for_the_topic(topics: tuple[Topic, ...]) -> None:
    goal = "安岭省工业和信息化厅宣布，到2028年“小巨人”企业的培育目标由520家调整为600家。" + FILLER[:100]
    assert relevance.judge("再次上调“小巨人”目标", goal, topics).relevant
    player = "他在赛场上得了三十分。“小巨人”说，他愿意再打一年。" + FILLER[:100]
    assert not relevance.judge("“小巨人”重返赛场", player * 2, topics).relevant


def test_who_works_for_smes_is_no_part_of_a_companys_name(topics: tuple[Topic, ...]) -> None:
    assert relevance.judge("为中小企业贷款的示例有限公司", FILLER, topics).relevant


CREDIT = "银行新发放贷款，降低融资成本，发放信用贷款和续贷，授信额度提高，普惠金融继续发展。" * 4
SUB_TOPICS = {
    "cultivation": ("示例省培育专精特新“小巨人”企业", "示例省加强梯度培育，新增专精特新中小企业和单项冠军企业。" * 3),
    "financing": ("示例省缓解小微企业融资难", "银行向小微企业发放信用贷款，降低融资成本。" * 3),
    "tax-and-fees": ("小微企业减税降费政策延续", "小规模纳税人减征增值税，小型微利企业减半征收所得税。" * 3),
    "digitalisation": ("示例市推进中小企业数字化转型", "中小企业数字化改造有了样板，上云的企业更多。" * 3),
    "arrears-and-rights": ("示例省清理拖欠中小企业账款", "拖欠中小企业的账款要限期支付，合法权益受到保护。" * 3),
    "market-access": ("民营企业市场准入再放宽", "破除隐性壁垒，民营企业公平参与招标投标，负面清单缩短。" * 3),
    "innovation": (
        "示例省支持科技型中小企业研发",
        "中小企业与高校开展产学研合作，科技成果转化加快，研发投入增加。" * 3,
    ),
    "employment": ("小微企业吸纳高校毕业生有补贴", "小微企业招聘高校毕业生可得扩岗补助，稳岗返还继续。" * 3),
    "self-employed": ("示例省分型分类帮扶个体工商户", "个体工商户可申请名特优新的称号，个体经营者有了专窗。" * 3),
}


@pytest.mark.parametrize(("name", "article"), SUB_TOPICS.items())
def test_an_article_belongs_to_the_sub_topic_that_it_is_about(
    topics: tuple[Topic, ...], name: str, article: tuple[str, str]
) -> None:
    judged = relevance.judge(*article, topics)
    assert judged.topics[0] == "sme-policy"
    assert name in judged.topics
    assert len(judged.topics) <= 3


def test_every_sub_topic_has_an_article_about_it(topics: tuple[Topic, ...]) -> None:
    assert {it.name for it in topics if it.parent} == set(SUB_TOPICS)


def test_bank_loans_in_general_are_nothing_about_the_financing_of_smes(topics: tuple[Topic, ...]) -> None:
    assert relevance.judge("银行贷款利率下降", CREDIT, topics).topics == ()
    assert relevance.judge("银行对民营企业的贷款利率下降", CREDIT, topics).topics == ("sme-policy", "financing")


def test_a_sub_topics_words_in_passing_do_not_make_it_one(topics: tuple[Topic, ...]) -> None:
    text = "中小企业服务月开始了，中小企业可以到服务站咨询。" * 10 + "也有人来问贷款。"
    assert relevance.judge("中小企业服务月", text, topics).topics == ("sme-policy",)


def test_a_sub_topic_adds_nothing_to_the_score(topics: tuple[Topic, ...]) -> None:
    alone = tuple(it for it in topics if not it.parent)
    for article in SUB_TOPICS.values():
        assert relevance.judge(*article, topics).score == relevance.judge(*article, alone).score


BULLETIN = f"湖畔公园开放\n{FILLER}\n小微企业贷款余额增长\n示例省小微企业贷款余额增长一成。\n灯会开幕\n{FILLER}"


def test_a_bulletin_is_as_relevant_as_its_best_story(topics: tuple[Topic, ...]) -> None:
    told = relevance.judge("小微企业贷款余额增长", "示例省小微企业贷款余额增长一成。", topics)
    bulletin = relevance.judge("示例快讯", BULLETIN, topics)
    assert (bulletin.score, bulletin.topics) == (told.score, told.topics)
    assert not relevance.judge("公园和灯会", BULLETIN, topics).relevant


def test_a_bulletins_other_stories_make_no_sub_topic(topics: tuple[Topic, ...]) -> None:
    text = f"银行贷款利率下降\n{CREDIT}\n中小企业服务月开始\n中小企业可以到服务站咨询。\n灯会开幕\n{FILLER}"
    assert relevance.judge("示例早报", text, topics).topics == ("sme-policy",)


def test_each_topic_decides_for_itself_and_the_best_one_gives_the_score() -> None:
    parks = Topic("parks", "公园", 0.2, {"公园": 1.0})
    strict = Topic("strict", "严格", 0.999, {"公园": 1.0})
    other = Topic("other", "别的", 0.2, {"火箭": 1.0})
    judged = relevance.judge("湖畔公园开放", FILLER, (other, strict, parks))
    assert judged.topics == ("parks",)
    assert judged.score == relevance.judge("湖畔公园开放", FILLER, (parks,)).score


def test_without_topics_nothing_is_relevant() -> None:
    assert not relevance.judge("中小企业", "中小企业", ()).relevant
