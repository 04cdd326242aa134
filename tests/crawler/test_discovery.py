"""What addresses serve, and where a page's site keeps its feeds."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import discovery
from crawler.discovery import Dates, Encoding, Form
from crawler.model import FeedEntry, Kind

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
URL = "https://news.example.org/a/index.html"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<?xml version='1.0'?><rss version='2.0'>", Form.RSS),
        ("\ufeff\n<rss version='0.91'>", Form.RSS),
        ("<?xml version='1.0'?><!-- <html> --><rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Form.RSS),
        ("<?xml-stylesheet href='a.xsl'?><feed xmlns='http://www.w3.org/2005/Atom'>", Form.ATOM),
        ("<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", Form.ATOM),
        ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", Form.SITEMAP),
        ("<sitemapindex>", Form.SITEMAP_INDEX),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', Form.JSON_FEED),
        ('{"data": []}', Form.OTHER),
        ("<!DOCTYPE html>\n<html lang='zh'>", Form.PAGE),
        ("<!DOCTYPE rss [<!ENTITY a '<html>'>]><rss>", Form.RSS),
        ("<HTML>", Form.PAGE),
        ("<opml version='2.0'>", Form.OTHER),
        ("一段文字", Form.OTHER),
        ("", Form.OTHER),
    ],
)
def test_an_answer_is_known_by_how_it_begins(text: str, form: Form) -> None:
    assert discovery.form(text) is form


def test_what_can_be_polled_has_a_kind() -> None:
    assert [it.kind for it in (Form.ATOM, Form.JSON_FEED, Form.SITEMAP)] == [Kind.RSS, Kind.JSON, Kind.SITEMAP]
    assert Form.PAGE.kind is None


def test_a_page_declares_its_feeds_and_links_to_others() -> None:
    page = """
        <html><head>
        <link rel="alternate" type="application/rss+xml" href="/rss/all.xml" title="要闻">
        <link rel="ALTERNATE stylesheet" type="application/atom+xml" href="atom">
        <link rel="alternate" type="text/html" href="/en/" hreflang="en">
        <link rel="alternate" type="application/rss+xml" href="javascript:void(0)">
        </head><body>
        <a href="/rss/all.xml">RSS</a> <a href="feed/">订阅</a> <a href="/finance.rss">财经</a>
        <a href="/feedback.html">意见</a> <a href="/2026/atomic.html">原子</a> <a href="//rss.example.org/">他处</a>
        </body></html>"""
    assert discovery.links(page, URL) == (
        "https://news.example.org/rss/all.xml",
        "https://news.example.org/a/atom",
        "https://news.example.org/a/feed/",
        "https://news.example.org/finance.rss",
    )


def test_robots_txt_names_sitemaps() -> None:
    text = "User-agent: *\nDisallow: /a\nSitemap: https://news.example.org/map.xml\n sitemap:/news.xml # neu\n"
    assert discovery.robots(URL) == "https://news.example.org/robots.txt"
    assert discovery.sitemaps(text, discovery.robots(URL)) == (
        "https://news.example.org/map.xml",
        "https://news.example.org/news.xml",
    )


def test_well_known_addresses_are_those_of_the_site() -> None:
    assert "https://news.example.org/sitemap.xml" in discovery.well_known(URL)


def test_the_verdict_on_dates_counts_what_is_missing_assumed_and_impossible() -> None:
    moments = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), None]
    entries = [FeedEntry(f"https://news.example.org/{n}", "", moment) for n, moment in enumerate(moments)]
    feed = """
        <item><pubDate>2026-03-01 08:00</pubDate></item>
        <item><pubDate><![CDATA[Fri, 01 Jan 2027 08:00:00 +0800]]></pubDate></item><item/>
        <dc:date>2026-03-01T00:00:00Z</dc:date><lastmod>2026-03-01</lastmod>"""
    assert discovery.dates(entries, feed, NOW) == Dates(3, 2, 2, 1, moments[1], moments[0])
    json = '{"date_published": "2026-03-01T08:00:00"}'
    assert discovery.dates([], json, NOW) == Dates(0, 0, 1, 0, None, None)


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("<?xml version='1.0' encoding='UTF-8'?>示例".encode(), "text/xml", Encoding("", "utf-8", "utf-8")),
        ("<?xml version='1.0' encoding='gb2312'?>示例".encode("gbk"), "", Encoding("", "gb2312", "gb2312")),
        ("<?xml version='1.0' encoding='gb2312'?>示例㐀".encode("gb18030"), "", Encoding("", "gb2312", "gb18030")),
        (
            "<meta charset=utf-8>示例".encode("gbk"),
            "text/html; charset=UTF-8",
            Encoding("utf-8", "utf-8", "gb18030"),
        ),
        (b"\x81\xff\xff", "text/html; charset=nonsense", Encoding("nonsense", "", "")),
    ],
)
def test_the_verdict_on_encodings_holds_claims_against_bytes(
    body: bytes, content_type: str, expected: Encoding
) -> None:
    assert discovery.encoding(body, content_type) == expected


@given(st.text() | st.text("<>![]?- \nhtmlrsad=\"'"))
def test_nothing_that_a_page_holds_is_too_much(text: str) -> None:
    assert discovery.form(text) in Form
    assert discovery.links(text, URL) is not None
    assert discovery.dates([], text, NOW).entries == 0
