"""Runs: begun by a button, watched while they last, cancelled, and looked back on."""

import time
from collections.abc import Callable, Iterator

import pytest

from alerts.app import source_names
from alerts.app.bootstrap import App
from crawler import clock, run_log
from crawler.archive import runs
from crawler.model import Failure, Reason, RunState, RunSummary, Source
from tests.alerts.app.web.conftest import Administrator, Browser
from tests.alerts.app.web.steering import SECRET, added, feed, hanging, near, polled
from tests.servers import NewsSite

DEADLINE = 60  # seconds: none is waited for in vain


@pytest.fixture
def app(app: App) -> App:
    return near(app)


@pytest.fixture(name="hanging")
def _hanging(news_site: NewsSite) -> Iterator[str]:
    """A feed whose only page does not come before the test is over."""
    over = hanging(news_site)
    yield f"{news_site.url}/feed.xml"
    over.set()


def summary(app: App, run: int) -> RunSummary:
    with app.database.read() as connection:
        found = runs.summary(connection, run, clock.now())
    assert found
    return found


def until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not met():
        assert time.monotonic() < deadline


def test_a_crawl_is_begun_by_a_button_and_shows_what_it_brought(
    app: App, administrator: Administrator, news_site: NewsSite
) -> None:
    added(app, feed(news_site))
    answer = administrator.post("/runs", {"scope": "named", "names": source_names.public(f"{news_site.url}/feed.xml")})
    assert (answer.status, answer.headers["location"]) == (303, "/runs/1")
    until(lambda: summary(app, 1).state is not RunState.RUNNING)
    page = administrator.get("/runs/1")
    assert page.title.startswith("第 1 次运行")
    assert "已结束" in page.text
    assert "示例省出台措施" in page.text
    assert "页面" in page.text


def test_a_run_that_lasts_shows_how_far_it_is_with_scripts_and_without(
    app: App, administrator: Administrator, browser: Browser, hanging: str, news_site: NewsSite
) -> None:
    added(app, hanging)
    administrator.post("/runs", {"scope": "named", "names": hanging})
    until(lambda: "/1.html" in news_site.requests)
    page = browser.get("/runs/1")
    assert 'data-events="/api/v1/crawls/1/events"' in page.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text
    assert "<progress" in page.text
    assert "取消这次运行" not in page.text
    assert hanging not in page.text
    assert "取消这次运行" in administrator.get("/runs/1").text


def test_a_source_that_is_being_crawled_is_refused_with_a_link_to_the_run(
    app: App, administrator: Administrator, hanging: str, news_site: NewsSite
) -> None:
    added(app, hanging)
    administrator.post("/runs", {"scope": "named", "names": hanging})
    answer = administrator.post(f"/sources/{source_names.public(hanging)}", {"act": "crawl"})
    assert (answer.status, answer.title) == (409, "另一次抓取正在进行")
    assert 'href="/runs/1"' in answer.text
    assert hanging not in answer.text
    until(lambda: "/1.html" in news_site.requests)


def test_a_run_is_cancelled_soon(app: App, administrator: Administrator, hanging: str, news_site: NewsSite) -> None:
    added(app, hanging)
    administrator.post("/runs", {"scope": "named", "names": hanging})
    until(lambda: "/1.html" in news_site.requests)
    assert administrator.post("/runs/1/cancel", {}).headers["location"] == "/runs/1"
    until(lambda: summary(app, 1).state is not RunState.RUNNING)
    assert summary(app, 1).state is RunState.CANCELLED
    assert "已取消" in administrator.get("/runs/1").text


@pytest.mark.parametrize("form", [{}, {"scope": "zz"}, {"scope": "ALL"}])
def test_a_form_that_does_not_say_what_to_crawl_crawls_nothing(
    administrator: Administrator, form: dict[str, str]
) -> None:
    assert administrator.post("/runs", form).status == 422
    assert "/runs/1" not in administrator.get("/runs").text


def test_where_nothing_is_due_nothing_is_begun(app: App, administrator: Administrator) -> None:
    for name in app.catalog.sources:
        polled(app, name, [None], clock.now())
    answer = administrator.post("/runs", {"scope": "due"})
    assert answer.status == 200
    assert "现在没有到时间的来源" in answer.text


@pytest.mark.parametrize(
    "names", ["nobody", "gov/news nobody", " ", "\x00", "x" * 5000, "https://user:geheim@x.example/"]
)
def test_what_is_no_source_is_refused_in_words(administrator: Administrator, names: str) -> None:
    answer = administrator.post("/runs", {"scope": "named", "names": names})
    assert answer.status == 422
    assert "没有开始：" in answer.text
    assert "smewatch sources" not in answer.text


def test_runs_are_listed_page_by_page(app: App, browser: Browser) -> None:
    assert "还没有运行过" in browser.get("/runs").text
    polled(app, "gov/news", [None] * 30, clock.now())
    page = browser.get("/runs")
    assert page.text.count("定时") == 25
    following = page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert browser.get(following).text.count("定时") == 5


def failed(app: App, source: str, detail: str) -> int:
    with app.database.write() as connection:
        number = runs.begin(connection, [Source(source, "x", source)], trigger="cli", announce=False, now=clock.now())
        failure = Failure(source, Reason.HTTP, detail)
        runs.beat(connection, number, now=clock.now(), requests=1, counts={"done": 1}, failures=[failure])
        runs.end(connection, number, RunState.FAILED, now=clock.now())
    return number


def test_what_failed_is_named_with_its_reason(app: App, browser: Browser, administrator: Administrator) -> None:
    declared, own = failed(app, "gov/news", "HTTP status 500"), failed(app, SECRET, f"HTTP status 404 at {SECRET}")
    assert "HTTP status 500" in browser.get(f"/runs/{declared}").text
    public = browser.get(f"/runs/{own}").text
    assert source_names.public(SECRET) in public
    assert "geheim" not in public
    assert "geheim" in administrator.get(f"/runs/{own}").text


def ended(app: App, state: RunState, counts: dict[str, int], failures: tuple[Failure, ...] = ()) -> int:
    with app.database.write() as connection:
        number = runs.begin(
            connection, [Source("gov/news", "gov", "x")], trigger="cli", announce=False, now=clock.now()
        )
        runs.beat(connection, number, now=clock.now(), requests=1, counts=counts, failures=failures)
        runs.end(connection, number, state, now=clock.now())
    return number


def test_a_run_that_was_cancelled_early_does_not_say_that_all_was_known(app: App, browser: Browser) -> None:
    text = browser.get(f"/runs/{ended(app, RunState.CANCELLED, {})}").text
    assert "没有抓完就停了" in text
    assert "没有来源抓完" in text
    assert "已经知道" not in text
    assert "过期" not in text
    whole = browser.get(f"/runs/{ended(app, RunState.FINISHED, {'done': 1, 'entries': 2, 'duplicates': 2})}").text
    assert "已经知道" in whole
    assert "过期" in whole


def test_a_run_of_whose_sources_none_was_read_is_none_that_went_well(app: App, browser: Browser) -> None:
    failure = (Failure("gov/news", Reason.TIMEOUT, "slow"),)
    number = ended(app, RunState.FINISHED, {"done": 1}, failure)
    assert '<span class="tag bad">全部失败</span>' in browser.get("/runs").text
    assert "一个来源也没有读到" in browser.get(f"/runs/{number}").text
    ended(app, RunState.FINISHED, {"done": 1, "entries": 3}, failure)
    assert browser.get("/runs").text.count("全部失败") == 1


def test_what_a_run_stored_is_counted_once(app: App, browser: Browser) -> None:
    counts = {"done": 1, "entries": 7, "new": 0, "revised": 3, "near_duplicates": 1, "irrelevant": 1}
    text = browser.get(f"/runs/{ended(app, RunState.FINISHED, counts)}").text
    assert "列出 7 条：新 0 条，修订 3 条，相近 1 条，已知 0 条；存下的里面无关的 1 条" in text


def test_what_a_runs_process_said_is_the_administrators_alone(
    app: App, browser: Browser, administrator: Administrator
) -> None:
    number = failed(app, "gov/news", "HTTP status 500")
    run_log._append(run_log._path(app.settings, number), b"WARNING <b>odd</b>")
    assert "WARNING &lt;b&gt;odd&lt;/b&gt;" in administrator.get(f"/runs/{number}").text
    assert "WARNING" not in browser.get(f"/runs/{number}").text


@pytest.mark.parametrize(
    ("number", "status"), [("1", 404), ("0", 422), ("x", 422), ("9" * 50, 422), ("1?cursor=x", 422)]
)
def test_a_run_that_is_none_is_a_page_that_says_so(browser: Browser, number: str, status: int) -> None:
    assert browser.get(f"/runs/{number}").status == status


def test_a_run_that_is_none_cannot_be_cancelled(administrator: Administrator) -> None:
    assert administrator.post("/runs/999/cancel").status == 404


def test_nobody_else_begins_or_cancels_a_run(app: App, browser: Browser) -> None:
    number = failed(app, "gov/news", "HTTP status 500")
    for path in ("/runs", f"/runs/{number}/cancel"):
        assert browser.post(path, {"scope": "all"}).headers["location"] == "/login?next="
