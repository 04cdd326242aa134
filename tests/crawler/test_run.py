"""Crawls as they happen: a child process, real HTTP on the loopback, and the archive afterwards."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from crawler import catalog, clock, run
from crawler.archive import articles, corpus, entries, runs
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.errors import ConfigurationError, RunRefusedError
from crawler.model import Failure, Reason, Revision, RunState, RunSummary
from seeds.fingerprint import KnownText, content_hash
from tests import crawls
from tests.servers import Answer, NewsSite

if TYPE_CHECKING:
    import subprocess

TARGET = (
    "示例省：培育三千家专精特新企业",
    "示例省日前印发方案，力争到2027年培育3000家专精特新中小企业，完善服务体系。",
)
SPEECH = ("示例省工信厅谈惠企政策", "示例省工业和信息化厅副厅长林示范表示，惠企政策要直达每一家中小企业和小微企业。")
WALK = ("示例市举行健步走", "示例市健步走活动今天在湖畔公园举行，来自各区的市民沿着步道走完了全程，沿途风景秀丽。")


@dataclass(frozen=True)
class Crawl:
    """`crawl(url, …)` crawls feeds in a child process and returns the run's summary."""

    settings: Settings
    database: Database

    def __call__(self, *urls: str, announce: bool = True, on_progress: run.Progress | None = None) -> RunSummary:
        sources = catalog.load().resolve(urls)
        return crawls.crawl(self.settings, self.database, sources, announce=announce, on_progress=on_progress)

    def revisions(self) -> list[Revision]:
        with self.database.read() as connection:
            return articles.revisions_after(connection, 0, 100)


@pytest.fixture
def crawl(settings: Settings, database: Database) -> Crawl:
    return Crawl(settings, database)


def page(title: str, *paragraphs: str) -> Answer:
    inner = "".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    html = (
        f"<html><head><meta charset='utf-8'><title>{title}_示例网</title></head><body>"
        f"<nav><a href='/'>首页</a></nav><h1>{title}</h1><div class='article'>{inner}</div></body></html>"
    )
    return Answer(html.encode())


def rss(*items: tuple[str, str]) -> Answer:
    inner = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>2026-03-02 08:30</pubDate></item>"
        for title, url in items
    )
    xml = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>示例</title>{inner}</channel></rss>'
    )
    return Answer(xml.encode(), content_type="application/rss+xml")


def publish(site: NewsSite, *stories: tuple[str, ...], feed: str = "/feed.xml") -> str:
    """Put stories on the site and into a feed; return the feed's address."""
    for number, story in enumerate(stories, 1):
        site.pages[f"{feed}-{number}.html"] = page(*story)
    site.pages[feed] = rss(*((story[0], f"{site.url}{feed}-{n}.html") for n, story in enumerate(stories, 1)))
    return site.url + feed


def reasons(summary: RunSummary) -> dict[str, Reason]:
    return {failure.source: failure.reason for failure in summary.sources_failed}


def test_a_feed_is_crawled_once_and_then_there_is_silence(crawl: Crawl, news_site: NewsSite) -> None:
    feed = publish(news_site, TARGET, SPEECH, WALK)
    seen: list[RunSummary] = []
    summary = crawl(feed, on_progress=seen.append)
    assert (summary.state, summary.entries, summary.new, summary.irrelevant) == (RunState.FINISHED, 3, 3, 1)
    assert (summary.sources, summary.done, summary.sources_failed) == (1, 1, ())
    assert summary.requests >= 4
    assert seen[0].state is RunState.RUNNING
    assert seen[-1] == summary
    texts = {revision.article.document.title: revision for revision in crawl.revisions()}
    assert texts[TARGET[0]].article.text == TARGET[1]
    assert texts[TARGET[0]].relevance.relevant
    assert not texts[WALK[0]].relevance.relevant
    assert all(revision.announced for revision in texts.values())

    news_site.requests.clear()
    again = crawl(feed)
    assert (again.new, again.revised, again.duplicates, again.not_modified) == (0, 0, 0, 1)
    assert [path for path in news_site.requests if path.endswith(".html")] == []


def test_known_texts_are_dropped_changed_pages_are_revisions_and_first_polls_are_a_baseline(
    crawl: Crawl, database: Database, news_site: NewsSite
) -> None:
    with database.write() as connection:
        known = KnownText("原来的题目", clock.now(), "示例日报", content_hash("", SPEECH[1]), frozenset())
        corpus.remember(connection, [known])
    feed = publish(news_site, TARGET, SPEECH)
    first = crawl(feed, announce=False)
    assert (first.new, first.duplicates) == (1, 1)
    (baseline,) = crawl.revisions()
    assert not baseline.announced
    with database.read() as connection:
        (copy,) = entries.copies(connection, known.content_hash)
    assert "the seed corpus: 《原来的题目》" in copy.reason

    publish(news_site, (f"{TARGET[0]}（更新）", TARGET[1].replace("3000", "3500")), SPEECH, WALK)
    second = crawl(feed, announce=False)
    assert (second.new, second.revised, second.duplicates) == (1, 1, 0)
    assert [revision.announced for revision in crawl.revisions()] == [False, True, True]


def test_what_a_poll_does_not_get_round_to_comes_with_the_next_and_belongs_to_the_baseline(
    settings: Settings, database: Database, news_site: NewsSite
) -> None:
    crawl = Crawl(settings.model_copy(update={"crawl": settings.crawl.model_copy(update={"max_entries": 2})}), database)
    stories = [(f"第{n}条", f"第{n}条消息：示例省支持中小企业发展，为企业减免租金并设立纾困基金。") for n in range(5)]
    feed = publish(news_site, *stories)
    summaries = [crawl(feed, announce=False) for _ in range(4)]
    assert [it.new for it in summaries] == [2, 2, 1, 0]
    assert [it.left for it in summaries] == [3, 1, 0, 0]
    assert [it.not_modified for it in summaries] == [0, 0, 0, 1]
    assert all(it.sources_failed == () for it in summaries)
    assert not any(revision.announced for revision in crawl.revisions())
    assert news_site.requests.count("/feed.xml-1.html") == 1


def test_every_failure_is_named_with_its_reason_and_the_rest_is_stored(
    settings: Settings, database: Database, news_site: NewsSite, closed_port: int
) -> None:
    site = news_site.url
    good = publish(news_site, TARGET, SPEECH, WALK)
    news_site.pages["/feed.xml-2.html"] = Answer(b"oops", 500)
    news_site.pages["/feed.xml-3.html"] = Answer(b"<html><body>JavaScript</body></html>")
    news_site.pages["/page.html"] = page(*TARGET)
    news_site.pages["/broken.xml"] = Answer(b"<?xml version='1.0'?><rss version='2.0'><channel><item><ti")
    news_site.pages["/empty.xml"] = rss()
    news_site.pages["/wall.xml"] = Answer(b"<script>cookie</script>", 412)
    news_site.pages["/large.xml"] = Answer(b"x" * 60_000)
    news_site.pages["/inwards.xml"] = Answer(b"", 302, headers={"Location": "http://10.1.2.3/feed.xml"})
    news_site.pages["/elsewhere.xml"] = Answer(b"", 302, headers={"Location": "/empty.xml"})
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes connections, and never answers
        expected = {
            f"http://127.0.0.1:{mute.getsockname()[1]}/feed.xml": Reason.TIMEOUT,
            f"http://127.0.0.1:{closed_port}/feed.xml": Reason.CONNECTION,
            f"{site}/page.html": Reason.NOT_A_FEED,
            f"{site}/broken.xml": Reason.MALFORMED,
            f"{site}/empty.xml": Reason.EMPTY,
            f"{site}/elsewhere.xml": Reason.EMPTY,
            f"{site}/wall.xml": Reason.BLOCKED,
            f"{site}/missing.xml": Reason.HTTP,
            f"{site}/large.xml": Reason.TOO_LARGE,
            f"{site}/inwards.xml": Reason.FORBIDDEN,
            "http://192.168.77.1/feed.xml": Reason.FORBIDDEN,
            "http://3232255489/feed.xml": Reason.FORBIDDEN,
        }
        careful = settings.model_copy(
            update={"crawl": settings.crawl.model_copy(update={"timeout": 1.0, "max_bytes": 50_000})}
        )
        crawl = Crawl(careful, database)
        summary = crawl(good, *expected)
    assert summary.state is RunState.FINISHED
    assert summary.done == summary.sources == len(expected) + 1
    pages = [failure for failure in summary.sources_failed if failure.source == good]
    assert {source: reason for source, reason in reasons(summary).items() if source != good} == expected
    assert {(failure.reason, failure.detail.split(": ")[0]) for failure in pages} == {
        (Reason.HTTP, f"{site}/feed.xml-2.html"),
        (Reason.NO_ARTICLE, f"{site}/feed.xml-3.html"),
    }
    assert [revision.article.text for revision in crawl.revisions()] == [TARGET[1]]

    publish(news_site, TARGET, SPEECH, WALK)
    healed = crawl(good)
    assert (healed.new, healed.sources_failed) == (2, ())


def test_a_crawl_reaches_no_private_address_however_it_is_spelled(
    settings: Settings, database: Database, news_site: NewsSite
) -> None:
    port = news_site.url.rpartition(":")[2]
    publish(news_site, TARGET)
    hosts = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "0"]
    feeds = [f"http://{host}:{port}/feed.xml" for host in hosts]
    summary = Crawl(settings.model_copy(update={"allow_private_addresses": ()}), database)(*feeds)
    assert reasons(summary) == dict.fromkeys(feeds, Reason.FORBIDDEN)
    assert news_site.requests == []


class Conditional(BaseHTTPRequestHandler):
    """Answers with an ETag, and 304 to whoever has it."""

    asked: list[str | None]
    feed: bytes

    def do_GET(self) -> None:
        if self.path != "/feed.xml":
            self.send_error(404)
            return
        self.asked.append(self.headers["If-None-Match"])
        known = self.headers["If-None-Match"] == '"v1"'
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"v1"')
        self.end_headers()
        if not known:
            self.wfile.write(self.feed)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def conditional() -> Iterator[tuple[str, list[str | None]]]:
    asked: list[str | None] = []
    handler = type("Handler", (Conditional,), {"asked": asked, "feed": b""})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    handler.feed = rss((TARGET[0], f"{url}/missing.html")).body  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"{url}/feed.xml", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_feed_is_asked_for_changes_alone_only_when_nothing_is_left_to_fetch(
    crawl: Crawl, conditional: tuple[str, list[str | None]]
) -> None:
    feed, asked = conditional
    for _ in range(entries.ATTEMPTS):
        assert reasons(crawl(feed)) == {feed: Reason.HTTP}
    given_up = crawl(feed)  # the page is gone for good: its entry is let go, and the poll is complete
    assert (given_up.sources_failed, given_up.not_modified) == ((), 0)
    assert crawl(feed).not_modified == 1
    assert asked == [None] * (entries.ATTEMPTS + 1) + ['"v1"']


def long_feed(site: NewsSite) -> str:
    stories = [(f"第{n}条", f"第{n}条消息：示例省支持中小企业发展，为企业减免租金并设立纾困基金。") for n in range(60)]
    return publish(site, *stories)


@pytest.fixture
def slow(settings: Settings, database: Database) -> Crawl:
    """A crawl that takes half a minute for a long feed."""
    return Crawl(settings.model_copy(update={"crawl": settings.crawl.model_copy(update={"delay": 0.5})}), database)


def once_something_is_stored(act: Callable[[RunSummary], None]) -> run.Progress:
    done = False

    def watch(summary: RunSummary) -> None:
        nonlocal done
        if summary.new and not done:
            done = True
            act(summary)

    return watch


def test_an_interrupt_ends_the_run_in_good_order_and_keeps_what_is_stored(slow: Crawl, news_site: NewsSite) -> None:
    polled: list[str] = []

    def interrupt(summary: RunSummary) -> None:
        polled.extend(summary.fetching)
        raise KeyboardInterrupt

    feed = long_feed(news_site)
    summary = slow(feed, on_progress=once_something_is_stored(interrupt))
    assert summary.state is RunState.CANCELLED
    assert (polled, summary.fetching) == ([feed], ())
    assert 0 < summary.new == len(slow.revisions()) < 60
    assert summary.sources_failed == ()


def test_a_child_that_is_killed_is_a_failed_run_whose_sources_are_free_again(
    slow: Crawl, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[subprocess.Popen[bytes]] = []
    spawn = run._spawn

    def remembered(settings: Settings, number: int) -> "subprocess.Popen[bytes]":
        children.append(spawn(settings, number))
        return children[-1]

    monkeypatch.setattr(run, "_spawn", remembered)
    feed = long_feed(news_site)
    summary = slow(feed, on_progress=once_something_is_stored(lambda _: children[-1].kill()))
    assert summary.state is RunState.FAILED
    assert summary.sources_failed[-1] == Failure("crawl", Reason.ERROR, "its process ended with exit code -9")
    kept = {revision.article.url for revision in slow.revisions()}
    assert summary.new == len(kept)

    news_site.requests.clear()
    publish(news_site, TARGET)
    assert slow(feed).state is RunState.FINISHED
    assert not kept & {news_site.url + path for path in news_site.requests if path != "/feed.xml-1.html"}


def test_a_child_ends_with_its_parent(slow: Crawl, database: Database, news_site: NewsSite) -> None:
    (source,) = catalog.load().resolve([long_feed(news_site)])
    with database.write() as connection:
        number = runs.begin(connection, [source], trigger="test", announce=True, now=clock.now())
    with run._spawn(slow.settings, number) as child:
        assert child.stdin is not None
        wait_for(lambda: "/feed.xml" in news_site.requests)
        child.stdin.close()  # what the parent's end does
        child.wait(timeout=30)
    with database.read() as connection:
        summary = runs.summary(connection, number, clock.now())
    assert summary is not None
    assert summary.state is RunState.CANCELLED


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_a_run_that_meets_another_ones_sources_is_refused(
    crawl: Crawl, database: Database, news_site: NewsSite
) -> None:
    feed = publish(news_site, TARGET)
    with database.write() as connection:
        holder = runs.begin(connection, catalog.load().resolve([feed]), trigger="test", announce=True, now=clock.now())
    with pytest.raises(RunRefusedError, match=f"run {holder}"):
        crawl(feed)
    assert news_site.requests == []


def test_a_topic_that_cannot_be_read_is_refused_before_a_run_is_begun(
    crawl: Crawl, database: Database, settings: Settings, news_site: NewsSite
) -> None:
    (settings.data_dir / "topics").mkdir()
    (settings.data_dir / "topics" / "mine.toml").write_text("= what")
    with pytest.raises(ConfigurationError, match=r"mine\.toml is no TOML"):
        crawl(publish(news_site, TARGET))
    with database.read() as connection:
        assert runs.latest(connection, 1, clock.now()) == []


def test_an_archive_that_cannot_be_written_fails_the_run(slow: Crawl, database: Database, news_site: NewsSite) -> None:
    def spoil(summary: RunSummary) -> None:
        with database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE revisions RENAME TO lost")

    stories = [(f"第{n}条", f"第{n}条消息：示例省支持中小企业发展，为企业减免租金并设立纾困基金。") for n in range(5)]
    summary = slow(publish(news_site, *stories), on_progress=once_something_is_stored(spoil))
    assert summary.state is RunState.FAILED
    assert "revisions" in summary.sources_failed[-1].detail
