from datetime import UTC, datetime

import pytest

from crawler import times
from crawler.extraction import markup, published

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def found(head: str = "", shown: str = "", byline: str = "", url: str = "", *selectors: str) -> str:
    tree = markup.parsed(f"<html><head>{head}</head><body><p>{shown}</p></body></html>", "")
    metas = markup.metas(tree)
    moment = published.find(tree, selectors, metas, shown, byline, url=url, zone=times.BEIJING, now=NOW)
    return moment.astimezone(times.BEIJING).strftime("%Y-%m-%d %H:%M") if moment else ""


HEADS = [
    "<meta property='article:published_time' content='2026-03-05T08:30:00+08:00'>",
    "<meta name='firstpublishedtime' content='2026-03-05-08:30:00'>",
    "<meta name='PubDate' content='2026-03-05 08:30'>",
    "<meta name='publishdate' content='2026-03-05 08:30:00'>",
    "<meta property='og:time ' content='2026-03-05 08:30:00'>",
    "<meta itemprop='datePublished' content='2026-03-05 08:30'>",
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished" : "2026-03-05T08:30:00"}</script>',
    '<script type="application/ld+json">{"pubDate": "2026-03-05T08:30:00", }</script>',
]


@pytest.mark.parametrize("head", HEADS)
def test_the_head_of_a_page_tells_the_date(head: str) -> None:
    assert found(head, byline="2020-01-01") == "2026-03-05 08:30"


@pytest.mark.parametrize("byline", ["2026年03月05日 08:30 来源：示例日报", "示例日报\n2026-03-05 08:30\n字号"])
def test_a_byline_tells_the_date(byline: str) -> None:
    assert found(byline=byline, shown="发布日期：2020-01-01", url="https://example.org/2020/0101/1.html") == (
        "2026-03-05 08:30"
    )


def test_a_labelled_date_counts_anywhere() -> None:
    assert found(shown="正文。发布时间：2026-03-05 08:30", url="https://example.org/2020/0101/1.html") == (
        "2026-03-05 08:30"
    )


URLS = {
    "https://example.org/2026/0305/c1-1.html": "2026-03-05 00:00",
    "https://example.org/2026-03/05/content_1.htm": "2026-03-05 00:00",
    "https://example.org/202603/t20260305_123.html": "2026-03-05 00:00",
    "https://example.org/a/20260305/1.html": "2026-03-05 00:00",
    "https://example.org/2026/03/05/1.html": "2026-03-05 00:00",
    "https://example.org/art/2026/art_20263905123.html": "",
    "https://example.org/120260305123.html": "",
}


@pytest.mark.parametrize(("url", "moment"), URLS.items())
def test_an_address_tells_the_day_where_nothing_else_does(url: str, moment: str) -> None:
    assert found(url=url) == moment


def test_a_relative_time_comes_last() -> None:
    assert found(byline="示例日报 3小时前") == "2026-03-10 09:00"
    assert found("<meta name='lastmodifiedtime' content='2026-03-06 08:30'>", byline="3小时前") == "2026-03-06 08:30"


def test_a_day_to_come_is_that_of_an_event() -> None:
    assert found(byline="报名截止2026-04-01", shown="发布时间：2026-03-05 08:30") == "2026-03-05 08:30"
    assert found(shown="会议时间：2026-03-05 08:30") == ""


def test_a_page_may_tell_none() -> None:
    assert found(shown="示例省到2027年培育三千家企业", byline="来源：示例日报") == ""
