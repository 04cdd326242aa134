"""What a crawl does when a site asks for patience, or lets nobody in: over real HTTP, with what is remembered of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from crawler import catalog
from crawler.archive import states
from crawler.archive.db import Database
from crawler.archive.states import SourceState
from crawler.config import Settings
from crawler.health import State, judge
from crawler.model import Reason, RunSummary
from tests import crawls
from tests.servers import Answer, NewsSite

TEXT = "示例省日前印发方案，力争到2027年培育3000家专精特新中小企业，完善公共服务体系，减轻企业负担。"
PAGE = Answer(f"<html><body><h1>示例省出台措施</h1><div class='article'><p>{TEXT}</p></div></body></html>".encode())
WALL = b"<html><script>window.captcha = {}; document.cookie = 'a=1'; location.reload()</script></html>"

Poll = Callable[[], tuple[RunSummary, SourceState]]


def feed(site: NewsSite, pages: int, head: str = "", **headers: str) -> Answer:
    items = "".join(
        f"<item><title>示例省出台措施之{number}</title><link>{site.url}/{number}.html</link></item>"
        for number in range(pages)
    )
    xml = f'<rss version="2.0"><channel><title>示例</title>{head}{items}</channel></rss>'
    return Answer(xml.encode(), content_type="application/rss+xml", headers=headers)


@pytest.fixture
def poll(settings: Settings, database: Database, news_site: NewsSite) -> Poll:
    """Crawl the site's feed; return the run, and the source's row."""

    def crawl() -> tuple[RunSummary, SourceState]:
        sources = catalog.load().resolve([f"{news_site.url}/feed.xml"])
        summary = crawls.crawl(settings, database, sources)
        with database.read() as connection:
            return summary, states.everything(connection)[sources[0].name]

    return crawl


def pause(state: SourceState) -> timedelta:
    return state.next_poll - state.history.polled


@pytest.mark.parametrize("status", [429, 503])
def test_a_source_that_asks_for_patience_is_asked_once(poll: Poll, news_site: NewsSite, status: int) -> None:
    news_site.pages["/feed.xml"] = Answer(b"later", status, headers={"Retry-After": "7200"})
    summary, state = poll()
    assert len(summary.sources_failed) == 1
    assert news_site.requests.count("/feed.xml") == 1
    assert timedelta(hours=2) <= pause(state) < timedelta(hours=2, minutes=1)
    assert (judge(state.history).state, state.history.status) == (State.FAILING, status)


def test_a_server_that_is_only_out_of_order_is_tried_a_second_time(poll: Poll, news_site: NewsSite) -> None:
    news_site.pages["/feed.xml"] = Answer(b"oops", 503)
    _, state = poll()
    assert news_site.requests.count("/feed.xml") == 2
    assert pause(state) == timedelta(minutes=10)


def test_pages_that_ask_for_patience_are_left_until_the_next_poll(poll: Poll, news_site: NewsSite) -> None:
    news_site.pages["/feed.xml"] = feed(news_site, 60)
    for number in range(60):
        news_site.pages[f"/{number}.html"] = Answer(b"later", 429, headers={"Retry-After": "10800"})
    summary, state = poll()
    asked = [path for path in news_site.requests if path.endswith(".html")]
    assert 1 <= len(asked) < 60
    assert len(set(asked)) == len(asked)
    assert {failure.reason for failure in summary.sources_failed} == {Reason.BLOCKED}
    assert timedelta(hours=3) <= pause(state) < timedelta(hours=3, minutes=1)

    for number in range(60):
        news_site.pages[f"/{number}.html"] = PAGE
    again, state = poll()
    assert (again.sources_failed, again.entries) == ((), 60)
    assert judge(state.history).state is State.OK


@pytest.mark.parametrize(
    ("head", "headers"),
    [("", {"Cache-Control": "max-age=18000"}), ("<ttl>300</ttl>", {})],
    ids=["max-age", "ttl"],
)
def test_an_answer_that_stays_fresh_is_not_asked_for_before(
    poll: Poll, news_site: NewsSite, head: str, headers: dict[str, str]
) -> None:
    news_site.pages["/feed.xml"] = feed(news_site, 1, head, **headers)
    news_site.pages["/0.html"] = PAGE
    summary, state = poll()
    assert summary.new == 1
    assert timedelta(hours=4.5) <= pause(state) <= timedelta(hours=5)


def test_a_wall_is_named_and_an_answer_after_it_is_a_recovery(poll: Poll, news_site: NewsSite) -> None:
    news_site.pages["/feed.xml"] = Answer(WALL)
    summary, state = poll()
    assert [failure.reason for failure in summary.sources_failed] == [Reason.BLOCKED]
    assert judge(state.history).state is State.BLOCKED
    news_site.pages["/feed.xml"] = feed(news_site, 1)
    news_site.pages["/0.html"] = Answer(WALL)
    summary, state = poll()
    assert [failure.reason for failure in summary.sources_failed] == [Reason.BLOCKED]
    assert judge(state.history).state is State.RECOVERED
    news_site.pages["/0.html"] = PAGE
    summary, state = poll()
    assert summary.new == 1
    assert judge(state.history).state is State.OK
