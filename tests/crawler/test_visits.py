"""Pages of official publishers are looked at again: real HTTP on the loopback, and what is kept of it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crawler import clock
from crawler.archive import articles, tables
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import Edit, Reason, Revision, RunState, RunSummary, Source, Verdict
from tests import crawls
from tests.servers import Answer, NewsSite

GOAL = "示例省日前印发方案，力争到2027年培育专精特新中小企业3000家，完善中小企业公共服务体系。"
RULE = "各市要推动惠企政策直达中小微企业，资金不得挪作他用。"
EDITED = GOAL.replace("3000家", "3500家")
PAGE = "/policy/1.html"
FEED = "/feed.xml"


@dataclass(frozen=True)
class Office:
    """An office's site and its feed, which never changes again, and the crawls of it."""

    site: NewsSite
    settings: Settings
    database: Database
    publisher: str = "miit"
    title: str = "示例省支持中小企业"
    feed: Answer | None = None

    def shows(self, *paragraphs: str, headers: Mapping[str, str] | None = None) -> None:
        inner = "".join(f"<p>　　{it}</p>" for it in paragraphs)
        html = f"<html><head><title>示例</title></head><body><h1>{self.title}</h1><div>{inner}</div></body></html>"
        self.site.pages[PAGE] = Answer(html.encode(), headers=headers or {})

    def polled(self, *, announce: bool = False) -> RunSummary:
        self.site.pages[FEED] = self.feed or Answer(
            f"<rss version='2.0'><channel><title>示例</title><item><title>{self.title}</title>"
            f"<link>{self.site.url}{PAGE}</link><pubDate>Mon, 02 Mar 2026 08:30:00 +0800</pubDate></item>"
            f"</channel></rss>".encode(),
            content_type="application/rss+xml",
        )
        self.site.requests.clear()
        source = Source("office/policy", self.publisher, self.site.url + FEED)
        summary = crawls.crawl(self.settings, self.database, [source], announce=announce)
        assert summary.state is RunState.FINISHED
        return summary

    def later(self, days: int) -> RunSummary:
        """Poll again some days later: everything known is that much older."""
        table = tables.articles
        with self.database.write() as connection:
            for row in connection.execute(select(table)).all():
                older = {
                    name: moment - timedelta(days=days)
                    for name in ("first_seen", "visit_at")
                    if (moment := getattr(row, name))
                }
                connection.execute(update(table).where(table.c.id == row.id).values(older))
        return self.polled()

    def revisions(self) -> list[Revision]:
        with self.database.read() as connection:
            return articles.revisions_after(connection, 0, 100)

    @property
    def visited(self) -> bool:
        return PAGE in self.site.requests


@pytest.fixture
def office(news_site: NewsSite, settings: Settings, database: Database) -> Office:
    office = Office(news_site, settings, database)
    office.shows(GOAL, RULE)
    return office


def test_a_quiet_edit_is_found_when_the_page_is_due_and_is_news(office: Office) -> None:
    assert office.polled().new == 1
    office.shows(EDITED, RULE)
    early = office.later(0)
    assert (early.not_modified, early.revised, office.visited) == (1, 0, False)
    found = office.later(1)
    assert (found.not_modified, found.revised, found.duplicates, found.sources_failed) == (1, 1, 0, ())
    first, second = office.revisions()
    assert (first.announced, second.announced) == (False, True)
    assert second.article.url == first.article.url
    assert second.article.document.title == first.article.document.title
    assert (second.novelty.verdict, second.novelty.edit) == (Verdict.REVISED, Edit.SUBSTANTIAL)
    assert "3000家 → 3500家" in second.novelty.reason

    assert office.later(0).requests == 2  # the feed, and its robots.txt
    again = office.later(2)
    assert (office.visited, again.revised, again.duplicates, len(office.revisions())) == (True, 0, 0, 2)


def test_a_page_is_asked_for_only_if_it_has_changed(office: Office) -> None:
    tag = {"ETag": '"v1"', "Last-Modified": "Mon, 02 Mar 2026 00:30:00 GMT"}
    office.shows(GOAL, RULE, headers=tag)
    office.polled()
    office.later(1)
    sent = office.site.headers[PAGE]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (tag["ETag"], tag["Last-Modified"])
    office.site.pages[PAGE] = Answer(status=304)
    office.later(2)
    assert office.visited
    assert len(office.revisions()) == 1


@pytest.mark.parametrize(("publisher", "title"), [("nbd", "示例省支持中小企业"), ("miit", "示例市举行健步走")])
def test_pages_of_the_press_and_those_about_something_else_are_not_looked_at_again(
    office: Office, publisher: str, title: str
) -> None:
    other = replace(office, publisher=publisher, title=title)
    if other.publisher == office.publisher:
        other.shows("示例市健步走活动今天在湖畔公园举行，来自各区的市民走完了全程，沿途风景秀丽。")
    assert other.polled().new == 1
    other.later(40)
    assert not other.visited


def test_a_page_that_is_gone_is_recorded_and_comes_back(office: Office) -> None:
    office.polled()
    del office.site.pages[PAGE]
    summary = office.later(1)
    assert (office.visited, summary.sources_failed) == (True, ())
    gone = office.revisions()[0].removed
    assert gone is not None
    office.shows(GOAL, RULE)
    office.later(2)
    assert office.revisions()[0].removed is None


def test_a_page_that_is_gone_when_its_feed_lists_it_anew_is_recorded_too(office: Office) -> None:
    office.polled()
    del office.site.pages[PAGE]
    summary = replace(office, title="示例省支持中小企业（更新）").polled()
    assert [it.reason for it in summary.sources_failed] == [Reason.HTTP]
    assert office.revisions()[0].removed is not None


def test_pages_of_a_source_that_fails_wait_for_its_next_poll(office: Office) -> None:
    office.polled()
    office.shows(EDITED, RULE)
    walled = replace(office, feed=Answer(b"<html><body>not today</body></html>", 403))
    assert walled.later(1).sources_failed
    assert not office.visited
    assert office.later(0).revised == 1


def test_a_page_that_cannot_be_had_for_once_is_neither_gone_nor_a_failure(office: Office) -> None:
    office.polled()
    office.site.pages[PAGE] = Answer(b"oops", 500)
    assert office.later(1).sources_failed == ()
    assert office.visited
    assert office.revisions()[0].removed is None
    office.shows(EDITED, RULE)
    assert office.later(2).revised == 1


@pytest.mark.parametrize("url", ["news.example/1", "http://[::1/1.html"])
def test_an_address_that_is_none_costs_its_own_visit_alone(office: Office, url: str) -> None:
    office.polled()
    table = tables.articles
    with office.database.write() as connection:
        row = connection.execute(select(table)).one()._asdict()
        moved = row | {"id": None, "url": url, "visit_at": row["visit_at"] - timedelta(hours=1)}
        connection.execute(table.insert().values(moved))
    office.shows(EDITED, RULE)
    found = office.later(1)
    assert (found.revised, found.sources_failed) == (1, ())
    with office.database.read() as connection:
        visit_at = connection.execute(select(table.c.visit_at).where(table.c.url == url)).scalar_one()
    assert visit_at > clock.now()


def test_a_page_that_leads_elsewhere_brings_nothing(office: Office) -> None:
    office.polled()
    office.site.pages["/other.html"] = Answer(office.site.pages[PAGE].body.replace(b"3000", b"4000"))
    office.site.pages[PAGE] = Answer(status=302, headers={"Location": "/other.html"})
    office.later(1)
    assert "/other.html" in office.site.requests
    assert len(office.revisions()) == 1


def test_a_page_with_another_text_at_every_fetch_is_muted_and_its_texts_are_kept_no_more(office: Office) -> None:
    office.shows(GOAL, RULE, "荐读：春茶上市")
    office.polled()
    for days, advert in ((1, "暑期出游"), (2, "秋季开学")):
        office.shows(GOAL, RULE, f"荐读：{advert}")
        assert office.later(days).revised == 1
    office.shows(GOAL, RULE, "荐读：冬日温泉")
    assert office.later(4).revised == 0
    assert len(office.revisions()) == 3
    assert all(it.muted for it in office.revisions())
    office.shows(EDITED, RULE, "荐读：新年好物")
    assert office.later(40).revised == 0
    assert not office.visited


def test_a_site_that_asks_for_patience_is_left_alone_and_its_page_stays_due(office: Office) -> None:
    office.polled()
    office.site.pages[PAGE] = Answer(b"later", 429, headers={"Retry-After": "60"})
    office.later(1)
    assert office.site.requests.count(PAGE) == 1
    office.shows(EDITED, RULE)
    assert office.later(0).revised == 1
