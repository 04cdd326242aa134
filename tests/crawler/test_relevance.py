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


def test_each_topic_decides_for_itself_and_the_best_one_gives_the_score() -> None:
    parks = Topic("parks", "公园", 0.2, {"公园": 1.0})
    strict = Topic("strict", "严格", 0.999, {"公园": 1.0})
    other = Topic("other", "别的", 0.2, {"火箭": 1.0})
    judged = relevance.judge("湖畔公园开放", FILLER, (other, strict, parks))
    assert judged.topics == ("parks",)
    assert judged.score == relevance.judge("湖畔公园开放", FILLER, (parks,)).score


def test_without_topics_nothing_is_relevant() -> None:
    assert not relevance.judge("中小企业", "中小企业", ()).relevant
