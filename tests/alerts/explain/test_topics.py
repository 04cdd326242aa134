"""Why an article belongs to a topic, hit by hit."""

from pathlib import Path

import pytest

from alerts.explain import topics
from crawler import catalog, relevance
from crawler.relevance import Standing, Topic

FILLER = "示例市的湖畔公园今天向市民开放，公园里种植了各种花卉，还修建了步道和凉亭。" * 6
PARKS = Topic("parks", "公园", 0.4, {"公园": 1.0}, {"股价": 0.5}, ("公园路",))
LAKES = Topic("lakes", "湖", 0.4, {"湖": 1.0}, parent="parks")


def test_each_way_in_which_a_term_stands_is_counted() -> None:
    text = "公园开放。超市、公园、学校都在公园路。示例公园管理有限公司的股价没有变。"
    (judged,) = topics.explain("公园", text, [PARKS])
    hits = {it.term: it for it in judged.hits}
    assert {term: hit.weight for term, hit in hits.items()} == {"公园": 1, "公园路": 0, "股价": -0.5}
    assert {term: hit.in_title for term, hit in hits.items()} == {"公园": 1, "公园路": 0, "股价": 0}
    assert hits["公园"].in_text == {Standing.SPOKEN: 1, Standing.LISTED: 1, Standing.NAME: 1}
    assert hits["公园路"].in_text == {Standing.EXCLUDED: 1}
    assert judged.reached


def test_a_sub_topic_is_weighed_only_where_its_parent_is_reached() -> None:
    _, weighed = topics.explain("湖畔公园", FILLER, [PARKS, LAKES])
    _, passed = topics.explain("湖畔", "湖" * 9, [PARKS, LAKES])
    assert (weighed.reached, passed.reached, passed.weighing, passed.hits) == (True, False, None, ())


def test_of_a_bulletin_the_best_story_is_explained() -> None:
    text = "灯会开幕\n灯会今天开幕。\n公园开放\n公园今天开放。\n球赛结束\n球赛今天结束。"
    (judged,) = topics.explain("示例快讯", text, [PARKS])
    assert judged.weighing is not None
    assert judged.weighing.story == "公园开放"


@pytest.mark.parametrize("title", ["中小企业贷款增长", "湖畔公园开放", "示例快讯"])
def test_what_is_reached_is_what_the_article_is_judged_to_be_about(title: str) -> None:
    watched = catalog.topics(Path("no-such-folder"))
    judged = topics.explain(title, FILLER + "小微企业贷款增长。", watched)
    assert tuple(it.topic.name for it in judged if it.reached) == relevance.judge(title, FILLER, watched).topics
