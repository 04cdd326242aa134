"""Crawls are begun over HTTP, watched as they go along, refused where another one is busy, and cancelled."""

import contextlib
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from alerts.app.bootstrap import App
from alerts.app.source_names import public
from alerts.app.web import streams
from alerts.app.web.api import events
from alerts.app.web.server import listen, server
from alerts.app.web.streams import Streams
from alerts.tokens import Scope
from crawler import clock
from crawler.archive import runs, sources
from crawler.config import CrawlSettings
from crawler.model import Failure, Reason, RunState, Source
from tests.alerts.app.web.api.conftest import API, Api, problem
from tests.alerts.app.web.conftest import BASE, Browser
from tests.servers import Answer, NewsSite

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>news</title>
<item><title>one</title><link>%s/one.html</link></item></channel></rss>"""
SOURCES = tuple(Source(f"示例/{number}", "示例", f"https://news.example/{number}") for number in range(4))


@pytest.fixture
def app(app: App) -> App:
    loopback = (ip_network("127.0.0.0/8"),)
    crawl = CrawlSettings(delay=0, obey_robots=False)
    return replace(app, settings=app.settings.model_copy(update={"allow_private_addresses": loopback, "crawl": crawl}))


def test_the_address_of_a_source_that_was_added_is_told_to_who_may_change_sources_alone(
    app: App, api: Api, crawling: Api, allowed: Callable[..., Api]
) -> None:
    address = "https://news.example/feed.xml?key=geheim"
    failure = Failure(address, Reason.HTTP, f"HTTP status 404 at {address}")
    with app.database.write() as connection:
        source = Source(address, "news.example", address)
        run = runs.begin(connection, [source], trigger="cli", announce=False, now=clock.now())
        runs.beat(connection, run, now=clock.now(), requests=1, counts={}, failures=[failure], fetching=[address])
    told = api.get(f"/crawls/{run}")
    (failed,) = told["sources_failed"]
    assert (told["fetching"], failed["detail"]) == ([failed["source"]], "")
    assert failed["source"].startswith("news.example-")
    assert "geheim" not in api("GET", "/crawls").text
    assert crawling.get(f"/crawls/{run}") == {**told, "seconds": pytest.approx(told["seconds"], abs=60)}
    assert allowed(Scope.SOURCES).get(f"/crawls/{run}")["fetching"] == [address]


def test_a_source_that_was_added_is_crawled_by_the_name_that_the_list_has(
    app: App, crawling: Api, news_site: NewsSite
) -> None:
    news_site.pages["/feed.xml"] = Answer(FEED % news_site.url.encode(), content_type="application/rss+xml")
    address = f"{news_site.url}/feed.xml"
    with app.database.write() as connection:
        sources.add(connection, Source(address, "127.0.0.1", address), clock.now())
    (name,) = (it["name"] for it in crawling.get("/sources")["items"] if it["name"].startswith("127.0.0.1-"))
    begun = crawling("POST", "/crawls", {"sources": [name]})
    assert (begun.status, json.loads(begun.body)["sources"]) == (202, 1)


def test_a_refusal_to_crawl_tells_no_address_of_a_source_that_was_added(app: App, crawling: Api) -> None:
    held, off = (Source(f"https://news.example/{it}.xml?key=geheim", "x", "https://x") for it in ("held", "off"))
    with app.database.write() as connection:
        for it in (held, off):
            sources.add(connection, replace(it, url=it.name), clock.now())
        sources.disable(connection, replace(off, url=off.name), clock.now())
        runs.begin(connection, [held], trigger="cli", announce=False, now=clock.now())
    for source, status in ((held, 409), (off, 422)):
        refused = problem(crawling("POST", "/crawls", {"sources": [public(source.name)]}))
        assert refused["status"] == status
        assert public(source.name) in refused["detail"]
        assert "geheim" not in str(refused)


@pytest.fixture
def crawling(allowed: Callable[..., Api]) -> Api:
    return allowed(Scope.CRAWL)


@pytest.fixture
def running(app: App) -> int:
    """A run that another process carries out."""
    with app.database.write() as connection:
        return runs.begin(connection, SOURCES, trigger="cli", announce=False, now=clock.now())


@pytest.fixture
def goes_on(app: App, running: int) -> Callable[..., None]:
    """Let that process say what it has done since."""

    def beat(requests: int, fetching: tuple[str, ...] = (), failures: tuple[Failure, ...] = (), **counts: int) -> None:
        with app.database.write() as connection:
            runs.beat(
                connection, running, now=clock.now(), requests=requests, counts=counts, fetching=fetching,
                failures=failures,
            )  # fmt: skip

    return beat


def end(app: App, run: int, state: RunState = RunState.FINISHED) -> None:
    with app.database.write() as connection:
        runs.end(connection, run, state, now=clock.now())


class Listener:
    """Reads server-sent events as they come."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.answer = answer
        self.comments = 0

    def next(self) -> dict[str, str]:
        """Return the next event, {} where there are no more; comments are counted."""
        event: dict[str, str] = {}
        while line := self.answer.readline().decode():
            if line == "\n" and event:
                return event
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                event[name] = value
            elif value:
                self.comments += 1
        return event


@contextmanager
def listening(browser: Browser, run: int, last: str = "") -> Iterator[Listener]:
    connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=60)
    connection.request("GET", f"{API}/crawls/{run}/events", headers={"Last-Event-ID": last} if last else {})
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    yield Listener(answer)
    connection.close()


def run_of(event: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(event["data"])
    return told


def test_a_crawl_is_begun_watched_to_its_end_and_listed(crawling: Api, api: Api, news_site: NewsSite) -> None:
    news_site.pages["/feed.xml"] = Answer(FEED % news_site.url.encode(), content_type="application/rss+xml")
    begun = crawling("POST", "/crawls", {"feeds": [f"{news_site.url}/feed.xml"]})
    told = json.loads(begun.body)
    assert (begun.status, told["state"], told["trigger"], told["sources"]) == (202, "running", "api", 1)
    assert begun.headers["location"] == told["href"] == f"{BASE}{API}/crawls/{told['run']}"
    with listening(api.browser, told["run"]) as listener:
        heard = [listener.next()]
        while heard[-1]["event"] != "end":
            heard.append(listener.next())
        assert listener.next() == {}
    assert {it["event"] for it in heard[:-1]} <= {"progress"}
    ended = run_of(heard[-1])
    assert (ended["state"], ended["done"], ended["entries"], ended["seconds_left"]) == ("finished", 1, 1, None)
    assert api.get(f"/crawls/{told['run']}") == ended
    assert api.get("/crawls")["items"] == [ended]


@pytest.mark.usefixtures("running")
def test_a_crawl_of_what_another_one_holds_is_refused_with_a_link_to_it(
    app: App, crawling: Api, api: Api, running: int
) -> None:
    with app.database.write() as connection:
        sources.add(connection, SOURCES[0], clock.now())
    refused = crawling("POST", "/crawls", {"sources": [SOURCES[0].name]})
    said = problem(refused)
    assert (said["status"], said["run"]) == (409, running)
    assert refused.headers["link"] == f'<{said["href"]}>; rel="related"'
    assert api.get(said["href"])["run"] == running
    assert len(api.get("/crawls")["items"]) == 1


def test_what_is_no_source_is_refused(crawling: Api) -> None:
    assert "nobody's" in problem(crawling("POST", "/crawls", {"sources": ["nobody's"]}))["detail"]


def test_who_listens_hears_what_changes_and_the_end(
    app: App, api: Api, running: int, goes_on: Callable[..., None]
) -> None:
    with listening(api.browser, running) as listener:
        first = run_of(listener.next())
        assert (first["done"], first["sources"], first["seconds_left"]) == (0, 4, None)
        failure = Failure("示例/0", Reason.TIMEOUT, "no answer")
        goes_on(3, ("示例/2",), (failure,), done=2, entries=20, new=5)
        second = run_of(listener.next())
        assert (second["done"], second["entries"], second["new"], second["fetching"]) == (2, 20, 5, ["示例/2"])
        assert second["sources_failed"] == [{"source": "示例/0", "reason": "timeout", "detail": "no answer"}]
        assert second["seconds_left"] is not None
        end(app, running, RunState.CANCELLED)
        last = listener.next()
        assert (last["event"], run_of(last)["state"]) == ("end", "cancelled")
        assert listener.next() == {}


def test_who_comes_back_hears_only_what_is_new_and_nothing_after_the_end(
    app: App, api: Api, running: int, goes_on: Callable[..., None]
) -> None:
    with listening(api.browser, running) as listener:
        heard = listener.next()["id"]
    with listening(api.browser, running, heard) as listener:
        goes_on(1, done=1)
        assert run_of(listener.next())["done"] == 1
    end(app, running)
    with listening(api.browser, running, heard) as listener:
        last = listener.next()
    assert last["event"] == "end"
    again = api("GET", f"/crawls/{running}/events", headers={"Last-Event-ID": last["id"]})
    assert (again.status, again.body) == (204, b"")


def test_silence_is_broken_so_that_no_proxy_hangs_up(
    app: App, api: Api, running: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "GLANCE", 0.02)
    monkeypatch.setattr(events, "_SILENCE", 0.04)
    with listening(api.browser, running) as listener:
        listener.next()
        line = listener.answer.readline()
        while line == b"\n":
            line = listener.answer.readline()
        assert line.startswith(b": ")


def test_many_listeners_leave_room_for_everybody_else(
    app: App, api: Api, running: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are forty threads and fifteen connections at most."""
    monkeypatch.setattr(streams, "EACH", 60)  # here all of them are of one address
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(listening(api.browser, running)) for _ in range(60)]
        assert {run_of(it.next())["run"] for it in listeners} == {running}
        assert api.get("/targets")["items"] == []
        end(app, running)
        assert {it.next()["event"] for it in listeners} == {"end"}


def test_more_listeners_than_there_is_room_for_are_told_to_come_later(
    app: App, api: Api, running: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST", 2)
    left = threading.Semaphore(0)
    counted = Streams.counted

    @contextmanager
    def noted(shared: Streams, client: str) -> Iterator[None]:
        with counted(shared, client):
            yield
        left.release()

    monkeypatch.setattr(Streams, "counted", noted)
    with listening(api.browser, running) as one, listening(api.browser, running) as other:
        assert one.next()["event"] == other.next()["event"] == "progress"
        refused = api("GET", f"/crawls/{running}/events")
        assert (problem(refused)["status"], refused.headers["retry-after"]) == (429, "30")
        end(app, running)
        for it in (one, other):
            assert (it.next()["event"], it.next()) == ("end", {})
            assert left.acquire(timeout=60)  # a listener hears the end before the server counts it no more
    with listening(api.browser, running) as again:
        assert again.next()["event"] == "end"


def test_one_client_does_not_take_the_streams_of_all(api: Api, running: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "EACH", 1)
    with listening(api.browser, running) as one:
        assert one.next()["event"] == "progress"
        said = problem(api("GET", f"/crawls/{running}/events"))
        assert said["status"] == 429
        assert said["detail"].startswith("1 streams of your address are open")
        assert api.get(f"/crawls/{running}")["run"] == running


def test_a_crawl_is_cancelled_though_a_page_hangs(
    crawling: Api, api: Api, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    asked = threading.Event()
    feed = Answer(FEED % news_site.url.encode(), content_type="application/rss+xml")

    class Slow(dict[str, Answer]):
        def get(self, path: str, default: Answer) -> Answer:  # type: ignore[override]
            if path == "/one.html":
                asked.set()
                over.wait(60)
            return feed if path == "/feed.xml" else default

    news_site.pages = Slow()
    begun = json.loads(crawling("POST", "/crawls", {"feeds": [f"{news_site.url}/feed.xml"]}).body)
    assert asked.wait(60)
    assert crawling("DELETE", f"/crawls/{begun['run']}").status == 202
    with listening(api.browser, begun["run"]) as listener:
        heard = listener.next()
        while heard["event"] != "end":
            heard = listener.next()
    assert run_of(heard)["state"] == "cancelled"
    again = crawling("DELETE", f"/crawls/{begun['run']}")
    assert (again.status, json.loads(again.body)["state"]) == (200, "cancelled")
    over.set()


def test_runs_are_listed_in_pages_the_last_first(app: App, api: Api, running: int) -> None:
    end(app, running)
    with app.database.write() as connection:
        numbers = [runs.begin(connection, (), trigger="schedule", announce=False, now=clock.now()) for _ in range(3)]
    page = api.get("/crawls?limit=2")
    assert [it["run"] for it in page["items"]] == numbers[:0:-1]
    assert [it["run"] for it in api.get(page["next"])["items"]] == [numbers[0], running]


def test_a_run_that_never_was_is_not_found(api: Api, crawling: Api) -> None:
    for answer in (api("GET", "/crawls/99"), api("GET", "/crawls/99/events"), crawling("DELETE", "/crawls/99")):
        assert problem(answer)["status"] == 404


def test_the_server_ends_though_somebody_listens(app: App, running: int) -> None:
    serving = server(app)
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]})
        thread.start()
        with listening(Browser(listener.getsockname()[1]), running) as ear:
            ear.next()
            serving.should_exit = True
            assert ear.next() == {}
        thread.join()
