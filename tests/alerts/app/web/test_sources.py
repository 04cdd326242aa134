"""The sources at a glance, and one by one: everybody reads how they fare, the administrator changes them."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html

from alerts.app import bootstrap, source_names, sourcing
from alerts.app.bootstrap import App
from crawler import clock
from crawler.archive import articles, runs
from crawler.errors import SourceError, SourceFault
from crawler.model import Article, Novelty, Reason, Relevance, RunState, Verdict
from seeds import fingerprint
from seeds.document import Document
from tests.alerts.app.web.conftest import Administrator, Answer, Browser
from tests.alerts.app.web.steering import SECRET, added, polled

HIDDEN = source_names.public(SECRET)


def names(answer: Answer) -> list[str]:
    page: Any = html.document_fromstring(answer.text)
    return [str(it) for it in page.xpath("//table//th/a/text()")]


def test_sources_in_trouble_come_first_with_the_reason(app: App, browser: Browser) -> None:
    polled(app, "stats/releases", [Reason.BLOCKED] * 3, clock.now())
    polled(app, "gov/news", [None] * 3, clock.now())
    page = browser.get("/sources")
    assert (page.status, page.title) == (200, "来源")
    assert names(page)[0] == "stats/releases"
    assert "连续 3 次被拦截：HTTP status 403" in page.text
    assert 'aria-label="最近 3 次抓取：0 次成功，3 次失败"' in page.text
    assert 'aria-label="最近 3 次抓取：3 次成功，0 次失败"' in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=stats", {"stats/releases", "stats/interpretation"}),
        ("state=troubled", {"stats/releases"}),
        ("state=well", {"gov/news"}),
        ("state=well&q=stats", set()),
        ("q=" + quote("国家统计局 releases"), {"stats/releases"}),
    ],
)
def test_sources_are_found_by_name_publisher_and_state(
    app: App, browser: Browser, query: str, expected: set[str]
) -> None:
    polled(app, "stats/releases", [Reason.HTTP], clock.now())
    polled(app, "gov/news", [None], clock.now())
    assert set(names(browser.get(f"/sources?{query}"))) == expected


def test_all_sources_are_there_page_by_page(app: App, browser: Browser) -> None:
    found: list[str] = []
    path = "/sources"
    while path:
        page = browser.get(path)
        assert ('<a href="/sources?" rel="first">' in page.text) == ('rel="first"' in page.text) == bool(found)
        found += names(page)
        following = page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        path = following.replace("&amp;", "&") if 'rel="next"' in page.text else ""
    assert sorted(found) == sorted(app.catalog.sources)


@pytest.mark.parametrize("query", ["state=odd", "cursor=-1", "cursor=x", "cursor=" + "9" * 50, "q=" + "x" * 201])
def test_what_no_list_has_is_refused(browser: Browser, query: str) -> None:
    assert browser.get(f"/sources?{query}").status == 422


@pytest.mark.parametrize("query", ["q=%00", "q=%ed%a0%80", "q=%ff", "cursor=999999"])
def test_a_search_for_nothing_finds_nothing_and_says_what_to_do(browser: Browser, query: str) -> None:
    page = browser.get(f"/sources?{query}")
    assert page.status == 200
    assert "没有符合条件的来源" in page.text


def test_a_source_that_is_being_crawled_leads_to_the_run_and_is_not_crawled_again(
    app: App, administrator: Administrator
) -> None:
    assert "立即抓取" in administrator.get("/sources/gov/news").text
    with app.database.write() as connection:
        source = app.catalog.sources["gov/news"]
        run = runs.begin(connection, [source], trigger="cli", announce=False, now=clock.now())
    text = administrator.get("/sources/gov/news").text
    assert f'<a href="/runs/{run}">第 {run} 次运行</a>正在进行' in text
    assert "立即抓取" not in text
    assert "会轮到它" not in text
    with app.database.write() as connection:
        runs.end(connection, run, RunState.FINISHED, now=clock.now())
    text = administrator.get("/sources/gov/news").text
    assert "立即抓取" in text
    assert "正在进行" not in text


def test_what_is_said_of_a_source_of_which_little_is_known_does_not_repeat_its_state(
    app: App, browser: Browser
) -> None:
    polled(app, "gov/news", [None], clock.now())
    page: Any = html.document_fromstring(browser.get("/sources/gov/news").text)
    words = " ".join(page.text_content().split())
    assert "正常 能打开" in words


def test_the_page_of_a_source_says_why_it_fails_and_what_to_do(app: App, browser: Browser) -> None:
    polled(app, "stats/releases", [Reason.NOT_A_FEED, None], clock.now(), "the address answers with a web page")
    page = browser.get("/sources/stats/releases")
    assert (page.status, page.title) == (200, "stats/releases")
    assert "多半是网站改版了" in page.text
    assert app.catalog.sources["stats/releases"].url in page.text.replace("&amp;", "&")
    assert page.text.count('<span class="tag bad">不是订阅源</span>') == 1
    assert 'href="/runs/2"' in page.text
    assert "立即抓取" not in page.text


def test_the_page_of_a_source_lists_what_it_brought_last(app: App, browser: Browser) -> None:
    document = Document("示例省出台措施", (), "示例网", clock.now().replace(microsecond=0), "<p>减免租金。</p>")
    article = Article(
        document,
        "减免租金。",
        fingerprint.of(document).content_hash,
        "https://x.example/1",
        "gov",
        "gov/news",
        clock.now(),
    )
    with app.database.write() as connection:
        known = articles.known(connection, article)
        relevance, novelty = Relevance(0.9, ("sme-policy",), ()), Novelty(Verdict.NEW, "new")
        kept = articles.keep(connection, article, known, relevance, novelty, announced=True)
    page = browser.get("/sources/gov/news")
    assert f'<a href="/articles/{kept.number}">示例省出台措施</a>' in page.text
    assert "中小企业政策" in page.text
    assert "示例省出台措施" not in browser.get("/sources/stats/releases").text


def test_the_address_of_a_source_that_was_added_is_the_administrators_alone(
    app: App, browser: Browser, administrator: Administrator
) -> None:
    polled(app, added(app).name, [Reason.HTTP] * 2, clock.now(), f"HTTP status 404 at {SECRET}")
    for path in ("/sources", "/sources?state=troubled", f"/sources/{HIDDEN}"):
        public = browser.get(path)
        assert public.status == 200
        assert HIDDEN in public.text
        assert "geheim" not in public.text
    assert "geheim" in administrator.get(f"/sources/{HIDDEN}").text
    assert browser.get(f"/sources/{quote(SECRET, safe='')}").status == 404
    assert HIDDEN not in names(browser.get("/sources?q=geheim"))
    assert HIDDEN in names(administrator.get("/sources?q=geheim"))


def test_a_source_that_is_none_is_a_page_that_says_so(browser: Browser) -> None:
    for name in ("nobody", "a/b/c", "%00", "%ed%a0%80", "x" * 3000, "..%2f..%2fetc%2fpasswd"):
        assert browser.get(f"/sources/{name}").status == 404


def test_polls_are_looked_back_on_page_by_page(app: App, browser: Browser) -> None:
    polled(app, "gov/news", [None] * 30, clock.now())
    page = browser.get("/sources/gov/news")
    assert page.text.count('<span class="tag good">成功</span>') == 25
    following = page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert browser.get(following).text.count('<span class="tag good">成功</span>') == 5


def test_a_source_is_switched_off_and_on(app: App, administrator: Administrator) -> None:
    for act, done, off in (("disable", "disabled", True), ("enable", "enabled", False)):
        answer = administrator.post("/sources/gov/news", {"act": act})
        assert (answer.status, answer.headers["location"]) == (303, f"/sources/gov/news?done={done}")
        assert ("gov/news" in bootstrap.up_to_date(app).catalog.off) is off
        assert 'role="status"' in administrator.get(answer.headers["location"]).text
    assert "gov/news" in names(administrator.get("/sources?q=gov/news"))


def test_a_source_that_was_added_is_removed_and_taken_back(app: App, administrator: Administrator) -> None:
    added(app)
    answer = administrator.post(f"/sources/{HIDDEN}", {"act": "remove"})
    assert (answer.status, answer.title) == (200, "来源已删除")
    assert SECRET not in bootstrap.up_to_date(app).catalog.sources
    page: Any = html.document_fromstring(answer.text)
    fields = {it.get("name"): it.get("value") for it in page.xpath("//main//input") if it.get("name") != "form_token"}
    assert administrator.post("/sources/add", fields).status == 303
    assert bootstrap.up_to_date(app).catalog.sources[SECRET].url == SECRET


def test_a_source_of_the_program_is_never_removed(app: App, administrator: Administrator) -> None:
    answer = administrator.post("/sources/gov/news", {"act": "remove"})
    assert answer.status == 422
    assert "gov/news 是程序自带的来源，不能删除，可以停用。" in answer.text
    assert "gov/news" in bootstrap.up_to_date(app).catalog.sources


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_cannot_be_done_with_a_source_is_said_in_the_readers_language_and_names_no_command(
    administrator: Administrator, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    for fault in SourceFault:

        def refuse(*asked: object, fault: SourceFault = fault) -> None:
            raise SourceError(fault, "the subject", "reason")

        monkeypatch.setattr(sourcing, "enable", refuse)
        answer = administrator.post("/sources/gov/news", {"act": "enable"}, {"Accept-Language": language})
        page: Any = html.document_fromstring(answer.text)
        (said,) = (it.text_content() for it in page.xpath("//p[@role='alert']"))
        assert ("the subject" in said) is (fault is not SourceFault.UNNAMED)
        assert "smewatch sources" not in said
        assert bool(re.search("[\u4e00-\u9fff]", said)) is (language == "zh")


@pytest.mark.parametrize("act", ["", "odd", "\x00"])
def test_an_act_that_is_none_is_refused(administrator: Administrator, act: str) -> None:
    assert administrator.post("/sources/gov/news", {"act": act}).status == 422


def test_nobody_else_changes_anything(app: App, browser: Browser, administrator: Administrator) -> None:
    added(app)
    for path in (f"/sources/{HIDDEN}", "/sources/add", "/sources/add/look", "/sources/import"):
        fields = {"act": "remove", "address": "https://other.example/feed.xml"}
        assert browser.post(path, fields).headers["location"] == "/login?next="
    for path in ("/sources/add", "/sources.opml"):
        assert browser.get(path).status == 303
    assert administrator.post(f"/sources/{HIDDEN}", b"act=remove").status == 403
    assert set(bootstrap.up_to_date(app).catalog.sources) - set(app.catalog.sources) == {SECRET}
