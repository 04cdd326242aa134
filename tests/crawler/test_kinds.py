"""Sources of every kind in one run: a child process, real HTTP on the loopback, and the archive afterwards."""

import gzip
import json
from collections.abc import Callable

import pytest

from crawler import catalog
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import HtmlList, JsonList, Kind, Reason, Revision, RunState, RunSummary, Source
from tests import crawls
from tests.servers import Answer, NewsSite

Crawl = Callable[..., RunSummary]

PLACES = ("甲", "乙", "丙", "丁", "戊")
MORE = ("为企业提供贷款贴息。", "为企业培训人员。")


def story(place: str) -> str:
    return f"示例省{place}市日前印发若干措施，支持中小企业发展，为{place}市的企业减免租金，并设立{place}市纾困基金。"


def page(place: str) -> Answer:
    body = f"<h1>{place}市支持中小企业</h1><p>2026-03-09 08:30</p><div class='article'><p>{story(place)}</p></div>"
    return Answer(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode())


def feed(*items: str) -> Answer:
    channel = f"<channel><title>示例</title>{''.join(items)}</channel>"
    xml = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'>{channel}</rss>"
    return Answer(xml.encode(), content_type="application/rss+xml")


def item(place: str, path: str, description: str = "") -> str:
    return (
        f"<item><title>{place}市支持中小企业</title><link>{path}</link><pubDate>2026-03-09 08:30</pubDate>"
        f"<description><![CDATA[{description}]]></description></item>"
    )


@pytest.fixture
def crawl(settings: Settings, database: Database, news_site: NewsSite) -> Crawl:
    def start(*sources: Source, rsshub_url: str = f"{news_site.url}/hub") -> RunSummary:
        configured = settings.model_copy(update={"rsshub_url": rsshub_url})
        return crawls.crawl(configured, database, sources, announce=True)

    return start


def texts(database: Database) -> dict[str, Revision]:
    with database.read() as connection:
        return {it.article.text: it for it in articles.revisions_after(connection, 0, 100)}


def put_list_of_each_kind(site: NewsSite) -> list[Source]:
    """Put a source of each kind on the site, each with the story of one place; return the sources."""
    for number, place in enumerate(PLACES):
        site.pages[f"/{number}.html"] = page(place)
    site.pages["/feed.xml"] = feed(item("甲", "/0.html", "摘要"))
    site.pages["/hub/sina/finance"] = feed(item("乙", f"{site.url}/1.html"))
    roll = {"result": {"data": [{"url": f"{site.url}/2.html", "title": "丙市支持中小企业", "ctime": "1773016200"}]}}
    site.pages["/api/roll"] = Answer(f"cb({json.dumps(roll)});".encode(), content_type="application/javascript")
    site.pages["/list/index.html"] = Answer(
        b"<html><body><script parseType=buildstatic url='/api/unit' querydata=\"{'id':'7'}\"></script></body></html>",
        headers={"Set-Cookie": "sid=abc; Path=/; HttpOnly"},
    )
    built = {"data": {"html": "<ul><li><a href='/3.html'>丁市支持中小企业</a><span>2026-03-09</span></li></ul>"}}
    site.pages["/api/unit?id=7"] = Answer(json.dumps(built).encode(), content_type="application/json")
    site.pages["/sitemap.xml"] = Answer(
        b"<sitemapindex><sitemap><loc>/sitemap.xml</loc></sitemap><sitemap><loc>/map-1.xml.gz</loc></sitemap></sitemapindex>"
    )
    site.pages["/map-1.xml.gz"] = Answer(
        gzip.compress(b"<urlset><url><loc>/4.html</loc><lastmod>2026-03-10</lastmod></url></urlset>"),
        content_type="application/x-gzip",
    )
    listing = HtmlList(items="li", date="span", built_by="script[parseType=buildstatic]")
    return [
        Source("example/feed", "example", f"{site.url}/feed.xml"),
        Source("example/hub", "example", "rsshub:/sina/finance"),
        Source(
            "example/roll", "example", f"{site.url}/api/roll", Kind.JSON,
            rules=JsonList(items="result.data", published="ctime"), referer="https://example.org/roll/",
        ),
        Source("example/list", "example", f"{site.url}/list/index.html", Kind.LISTING, rules=listing),
        Source("example/map", "example", f"{site.url}/sitemap.xml", Kind.SITEMAP),
    ]  # fmt: skip


def test_one_run_polls_sources_of_every_kind(crawl: Crawl, database: Database, news_site: NewsSite) -> None:
    sources = put_list_of_each_kind(news_site)
    summary = crawl(*sources)
    assert (summary.state, summary.sources_failed) == (RunState.FINISHED, ())
    assert (summary.done, summary.entries, summary.new) == (5, 5, 5)
    stored = texts(database)
    assert [it.article.source for place in PLACES for text, it in stored.items() if place in text] == [
        source.name for source in sources
    ]
    assert {it.article.document.title for it in stored.values()} == {f"{place}市支持中小企业" for place in PLACES}
    assert news_site.headers["/api/roll"]["Referer"] == "https://example.org/roll/"
    asked = news_site.headers["/api/unit?id=7"]
    assert (asked["Cookie"], asked["Referer"]) == ("sid=abc", f"{news_site.url}/list/index.html")
    # A plain sitemap tells when a page changed; when it was published, the page knows.
    assert stored[story("戊")].article.published.isoformat() == "2026-03-09T00:30:00+00:00"

    news_site.requests.clear()
    again = crawl(*sources)
    assert (again.not_modified, again.new, again.sources_failed) == (5, 0, ())
    assert [path for path in news_site.requests if path.endswith(".html") and "list" not in path] == []


def test_addresses_given_by_hand_are_read_as_what_they_serve(crawl: Crawl, news_site: NewsSite) -> None:
    put_list_of_each_kind(news_site)
    items = [{"url": "/0.html", "title": "甲市支持中小企业", "date_published": "2026-03-09T08:30:00+08:00"}]
    json_feed = {"version": "https://jsonfeed.org/version/1.1", "title": "示例", "items": items}
    news_site.pages["/feed.json"] = Answer(json.dumps(json_feed).encode(), content_type="application/feed+json")
    urls = [f"{news_site.url}{path}" for path in ("/feed.xml", "/feed.json", "/sitemap.xml")]
    summary = crawl(*catalog.load().resolve(urls))
    assert (summary.sources_failed, summary.entries) == ((), 3)


def test_a_list_behind_an_unchanged_page_is_seen_to_change(crawl: Crawl, news_site: NewsSite) -> None:
    listing = next(it for it in put_list_of_each_kind(news_site) if it.kind is Kind.LISTING)
    news_site.pages["/list/index.html"].headers = {"ETag": '"v1"', "Set-Cookie": "sid=abc"}
    assert crawl(listing).new == 1
    built = {"data": {"html": "<ul><li><a href='/4.html'>戊市支持中小企业</a><span>2026-03-09</span></li></ul>"}}
    news_site.pages["/api/unit?id=7"] = Answer(json.dumps(built).encode(), content_type="application/json")
    assert crawl(listing).new == 1


def test_a_part_that_is_missing_is_named_and_asked_for_again(crawl: Crawl, news_site: NewsSite) -> None:
    sitemap = next(it for it in put_list_of_each_kind(news_site) if it.kind is Kind.SITEMAP)
    index = news_site.pages["/sitemap.xml"]
    index.body = index.body.replace(b"<loc>/sitemap.xml</loc>", b"<loc>/map-2.xml</loc>")
    summary = crawl(sitemap)
    (failure,) = summary.sources_failed
    assert (failure.source, failure.reason) == ("example/map", Reason.HTTP)
    assert failure.detail.startswith(f"{news_site.url}/map-2.xml: ")
    assert summary.new == 1

    news_site.pages["/map-2.xml"] = Answer(b"<urlset><url><loc>/0.html</loc></url></urlset>")
    healed = crawl(sitemap)
    assert (healed.new, healed.not_modified, healed.sources_failed) == (1, 0, ())


def test_a_host_that_asks_for_patience_is_asked_for_no_other_part(crawl: Crawl, news_site: NewsSite) -> None:
    parts = "".join(f"<sitemap><loc>/part-{number}.xml</loc></sitemap>" for number in range(3))
    news_site.pages["/sitemap.xml"] = Answer(f"<sitemapindex>{parts}</sitemapindex>".encode())
    for number in range(3):
        news_site.pages[f"/part-{number}.xml"] = Answer(b"later", 429, headers={"Retry-After": "7200"})
    summary = crawl(Source("example/map", "example", f"{news_site.url}/sitemap.xml", Kind.SITEMAP))
    assert [it.reason for it in summary.sources_failed] == [Reason.BLOCKED]
    assert [path for path in news_site.requests if "part" in path] == ["/part-0.xml"]


def test_what_is_wrong_with_one_source_costs_itself(crawl: Crawl, news_site: NewsSite) -> None:
    feeds, *_ = put_list_of_each_kind(news_site)
    bomb = gzip.compress(bytes(30_000_000))
    news_site.pages["/bomb.xml.gz"] = Answer(bomb, content_type="application/x-gzip")
    news_site.pages["/loop.xml"] = Answer(b"<sitemapindex><sitemap><loc>/loop.xml</loc></sitemap></sitemapindex>")
    wall = b"<html><head></head><body><script>window.captcha = {};</script></body></html>"
    news_site.pages["/wall.html"] = Answer(wall)
    unit = b"<html><body><script parseType='buildstatic' url='/api/gone'></script></body></html>"
    news_site.pages["/unit.html"] = Answer(unit)
    rules = HtmlList(items="li", built_by="script[parseType=buildstatic]")
    expected = {
        Source("bomb", "example", f"{news_site.url}/bomb.xml.gz", Kind.SITEMAP): Reason.TOO_LARGE,
        Source("loop", "example", f"{news_site.url}/loop.xml", Kind.SITEMAP): Reason.EMPTY,
        Source("wall", "example", f"{news_site.url}/wall.html", Kind.LISTING, rules=HtmlList("li")): Reason.BLOCKED,
        Source("unit", "example", f"{news_site.url}/unit.html", Kind.LISTING, rules=rules): Reason.HTTP,
        Source("page", "example", f"{news_site.url}/0.html", Kind.JSON): Reason.NOT_A_FEED,
        Source("bare", "example", f"{news_site.url}/1.html", Kind.LISTING): Reason.CONFIGURATION,
        Source("hub", "example", "rsshub:/sina/finance"): Reason.CONFIGURATION,
        Source("odd", "example", "news.example.org/feed.xml"): Reason.ERROR,
    }
    summary = crawl(feeds, *expected, rsshub_url="")
    assert {it.source: it.reason for it in summary.sources_failed} == {it.name: why for it, why in expected.items()}
    assert (summary.state, summary.done, summary.new) == (RunState.FINISHED, len(expected) + 1, 1)
    (hub,) = (it for it in summary.sources_failed if it.source == "hub")
    assert "SMEWATCH_RSSHUB_URL" in hub.detail


def test_an_article_that_its_feed_carries_whole_spares_its_page(
    crawl: Crawl, database: Database, news_site: NewsSite
) -> None:
    paragraphs = [f"{story(place)}{place}市还将{sentence}" for place in PLACES for sentence in MORE]
    whole = "".join(f"<p>{it}</p>" for it in paragraphs)
    news_site.pages["/0.html"] = page("甲")
    news_site.pages["/feed.xml"] = feed(item("全", "/9.html", whole), item("甲", "/0.html", whole[:-4] + "……</p>"))
    summary = crawl(Source("example/feed", "example", f"{news_site.url}/feed.xml"))
    # The page that was fetched holds the first paragraph of the other article.
    assert (summary.new, summary.near_duplicates, summary.sources_failed) == (1, 1, ())
    assert "/9.html" not in news_site.requests
    assert "/0.html" in news_site.requests
    carried = texts(database)["\n".join(paragraphs)].article
    assert (carried.url, carried.document.title) == (f"{news_site.url}/9.html", "全市支持中小企业")
