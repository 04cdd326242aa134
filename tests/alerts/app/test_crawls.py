"""A server's crawls are children: begun at once, refused on sources that are held, cancelled soon, ended with it."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import IO

import pytest

from alerts.app.bootstrap import App
from alerts.app.crawls import Crawls
from crawler import clock, run_log
from crawler.archive import runs, sources
from crawler.config import CrawlSettings
from crawler.errors import RunRefusedError, SourceError
from crawler.model import RunState, RunSummary, Source
from tests.servers import Answer, NewsSite

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>news</title>
<item><title>one</title><link>%s/one.html</link></item></channel></rss>"""
DEADLINE = 60  # seconds: none is waited for in vain


@pytest.fixture
def app(installation: App, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setenv("SMEWATCH_ADMIN_PASSWORD", "the secret of the house")
    loopback = (ip_network("127.0.0.0/8"),)
    settings = installation.settings.model_copy(
        update={"allow_private_addresses": loopback, "crawl": CrawlSettings(delay=0, obey_robots=False)}
    )
    return replace(installation, settings=settings)


@pytest.fixture
def crawls(app: App) -> Iterator[Crawls]:
    with Crawls(app) as begun:
        yield begun


@pytest.fixture
def feed(news_site: NewsSite) -> str:
    news_site.pages["/feed.xml"] = Answer(FEED % news_site.url.encode(), content_type="application/rss+xml")
    return f"{news_site.url}/feed.xml"


@pytest.fixture
def hanging(feed: str, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A feed whose only page does not come before the test is over."""
    over = threading.Event()

    class Slow(dict[str, Answer]):
        def get(self, path: str, default: Answer) -> Answer:  # type: ignore[override]
            if path == "/one.html":
                over.wait(DEADLINE)
            return super().get(path, default)

    news_site.pages = Slow(news_site.pages)
    yield feed
    over.set()


def summary(app: App, run: int) -> RunSummary:
    with app.database.read() as connection:
        found = runs.summary(connection, run, clock.now())
    assert found is not None
    return found


def until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not met():
        assert time.monotonic() < deadline


def test_a_crawl_is_begun_at_once_and_carried_out_by_a_child(app: App, crawls: Crawls, feed: str) -> None:
    run = crawls.begin([feed], trigger="api")
    assert summary(app, run).state is RunState.RUNNING
    until(lambda: summary(app, run).state is not RunState.RUNNING)
    ended = summary(app, run)
    assert (ended.state, ended.trigger, ended.sources, ended.entries) == (RunState.FINISHED, "api", 1, 1)


def test_a_source_that_was_added_meanwhile_can_be_crawled(app: App, crawls: Crawls, feed: str) -> None:
    with app.database.write() as connection:
        sources.add(connection, Source("of the user", "127.0.0.1", feed), clock.now())
    assert summary(app, crawls.begin(["of the user"], trigger="api")).sources == 1
    with pytest.raises(SourceError, match="nobody's"):
        crawls.begin(["nobody's"], trigger="api")


@pytest.mark.usefixtures("news_site")
def test_a_crawl_of_sources_that_are_held_is_refused_and_names_the_holder(crawls: Crawls, hanging: str) -> None:
    run = crawls.begin([hanging], trigger="api")
    with pytest.raises(RunRefusedError) as refused:
        crawls.begin([hanging], trigger="page")
    assert refused.value.holder == run


def test_a_cancelled_crawl_stops_though_a_page_hangs(
    app: App, crawls: Crawls, hanging: str, news_site: NewsSite
) -> None:
    run = crawls.begin([hanging], trigger="api")
    until(lambda: "/one.html" in news_site.requests)
    with app.database.write() as connection:
        assert runs.cancel(connection, run)
    until(lambda: summary(app, run).state is not RunState.RUNNING)
    assert summary(app, run).state is RunState.CANCELLED


def test_what_runs_ends_with_the_server(app: App, hanging: str, news_site: NewsSite) -> None:
    with Crawls(app) as crawls:
        run = crawls.begin([hanging], trigger="api")
        until(lambda: "/one.html" in news_site.requests)
    assert summary(app, run).state is RunState.CANCELLED
    assert not any(it.is_alive() for it in crawls._threads)


def test_a_child_that_dies_leaves_a_run_that_failed(
    app: App, crawls: Crawls, hanging: str, news_site: NewsSite
) -> None:
    run = crawls.begin([hanging], trigger="api")
    until(lambda: "/one.html" in news_site.requests)
    crawls._children[run].kill()
    until(lambda: summary(app, run).state is not RunState.RUNNING)
    ended = summary(app, run)
    assert ended.state is RunState.FAILED
    assert "exit code -9" in ended.sources_failed[-1].detail


def test_what_a_child_said_last_is_told_to_nobody_who_only_reads_of_the_run(
    app: App, crawls: Crawls, hanging: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(self: Crawls, run: int, said: IO[bytes]) -> int:
        said.write(b"http://example.org/feed?key=S3CRET")
        return 1

    monkeypatch.setattr(Crawls, "_lasts", die)
    run = crawls.begin([hanging], trigger="api")
    until(lambda: summary(app, run).state is RunState.FAILED)
    assert "S3CRET" not in repr(summary(app, run))
    assert "S3CRET" in run_log.read(app.settings, run)


def test_a_child_has_no_secret_of_mail_or_web(crawls: Crawls, hanging: str) -> None:
    run = crawls.begin([hanging], trigger="api")
    until(lambda: run in crawls._children)
    environment = Path(f"/proc/{crawls._children[run].pid}/environ").read_bytes()
    assert os.fsencode("SMEWATCH_DATA_DIR=") in environment
    assert b"the secret of the house" not in environment
    assert b"ADMIN_PASSWORD" not in environment
