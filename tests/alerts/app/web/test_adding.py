"""Sources are added by address: the feeds of a real site are found, shown and chosen; OPML goes in and out."""

import socket
from typing import Any

import pytest
from lxml import html

from alerts.app import bootstrap, source_names
from alerts.app.bootstrap import App
from alerts.app.web import adding
from crawler.model import HtmlList, Kind
from tests.alerts.app.web.conftest import Administrator, Answer
from tests.alerts.app.web.steering import FEED, SECRET, added, feed, near
from tests.servers import Answer as Page
from tests.servers import NewsSite


@pytest.fixture
def app(app: App) -> App:
    return near(app)


def chosen(answer: Answer) -> dict[str, str]:
    """The fields of the first form that adds what was found."""
    page: Any = html.document_fromstring(answer.text)
    form = page.xpath("//form[@action='/sources/add']")[0]
    return {it.get("name"): it.get("value") for it in form.xpath(".//input") if it.get("name") != "form_token"}


def test_the_feed_of_a_page_is_found_shown_and_added(
    app: App, administrator: Administrator, news_site: NewsSite
) -> None:
    url = feed(news_site)
    link = f'<link rel="alternate" type="application/rss+xml" href="{url}">'
    news_site.pages["/"] = Page(f"<html><head>{link}</head><body>示例</body></html>".encode())
    found = administrator.post("/sources/add/look", {"address": f"{news_site.url}/"})
    assert found.status == 200
    assert "示例省出台措施" in found.text
    assert "1 个条目，1 个有日期" in found.text
    answer = administrator.post("/sources/add", chosen(found))
    assert answer.status == 303
    assert bootstrap.up_to_date(app).catalog.sources[url].kind is Kind.RSS
    assert administrator.get(answer.headers["location"]).title == source_names.public(url)
    assert "已经在监测" in administrator.post("/sources/add/look", {"address": url}).text


def test_a_list_is_read_by_selectors(app: App, administrator: Administrator, news_site: NewsSite) -> None:
    rows = "<li><a href='/1.html'>示例省出台措施</a><span>2026-11-21</span></li>"
    news_site.pages["/list"] = Page(f"<html><body><ul class='news'>{rows}</ul></body></html>".encode())
    found = administrator.post(
        "/sources/add/look", {"address": f"{news_site.url}/list", "items": "ul.news li", "date": "span"}
    )
    assert "示例省出台措施" in found.text
    assert administrator.post("/sources/add", chosen(found)).status == 303
    source = bootstrap.up_to_date(app).catalog.sources[f"{news_site.url}/list"]
    assert (source.kind, source.rules) == (Kind.LISTING, HtmlList("ul.news li", date="span"))


def test_a_source_that_moved_keeps_its_name_and_its_history(
    app: App, administrator: Administrator, news_site: NewsSite
) -> None:
    old, name = added(app), source_names.public(SECRET)
    url = feed(news_site, "/new.xml")
    found = administrator.post("/sources/add/look", {"address": url, "instead": name})
    assert "换成这个地址" in found.text
    answer = administrator.post("/sources/add", chosen(found))
    assert answer.headers["location"] == f"/sources/{name}?done=moved"
    assert bootstrap.up_to_date(app).catalog.sources[old.name].url == url


def test_the_address_of_a_declared_source_is_added_in_its_place(app: App, administrator: Administrator) -> None:
    url = "https://new.example.org/feed.xml"
    answer = administrator.post("/sources/add", {"address": url, "instead": "gov/news"})
    assert answer.status == 303
    now = bootstrap.up_to_date(app).catalog
    assert url in now.sources
    assert "gov/news" in now.off


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nowhere",
        "ftp://example.org/feed.xml",
        "https://user:geheim@example.org/",
        "file:///etc/passwd",
        "http://[",
        "https://" + "x" * 3000,
        "\x00",
    ],
)
def test_what_is_no_address_is_refused_in_words(app: App, administrator: Administrator, address: str) -> None:
    for path in ("/sources/add/look", "/sources/add"):
        answer = administrator.post(path, {"address": address})
        assert answer.status == 422
        assert "这个地址或规则不能用" in answer.text
    assert bootstrap.up_to_date(app).catalog.sources == app.catalog.sources


def test_a_source_that_is_there_already_is_not_said_to_be_added(app: App, administrator: Administrator) -> None:
    for address, word in ((SECRET, "已添加"), (SECRET, "原来就有"), (f"{SECRET}#latest", "原来就有")):
        answer = administrator.post("/sources/add", {"address": address})
        assert answer.status == 303
        assert word in administrator.get(answer.headers["location"]).text
    assert len(bootstrap.up_to_date(app).catalog.sources) == len(app.catalog.sources) + 1


@pytest.mark.parametrize("host", ["10.0.0.1", "[::1]", "169.254.169.254", "0xa.1"])
def test_an_address_in_a_private_network_is_refused_with_the_setting_that_opens_it(
    app: App, administrator: Administrator, host: str
) -> None:
    url = f"http://{host}/feed"
    for fields in ({"address": url}, {"address": url, "instead": "gov/news"}):
        answer = administrator.post("/sources/add", fields)
        assert answer.status == 422
        assert "SMEWATCH_ALLOW_PRIVATE_ADDRESSES" in answer.text
    file = f'<opml><body><outline xmlUrl="{url}"/><outline xmlUrl="https://a.example/f"/></body></opml>'
    imported = post_file(administrator, file.encode()).text
    assert "添加了 1 个来源，0 个原来就有。" in imported
    assert "SMEWATCH_ALLOW_PRIVATE_ADDRESSES" in imported
    now = bootstrap.up_to_date(app).catalog
    assert url not in now.sources
    assert "gov/news" in now.sources


def test_a_private_address_that_the_settings_open_is_added(app: App, administrator: Administrator) -> None:
    assert administrator.post("/sources/add", {"address": "http://127.0.0.1:9/feed"}).status == 303
    assert "http://127.0.0.1:9/feed" in bootstrap.up_to_date(app).catalog.sources


def test_an_address_that_gives_no_answer_says_why(
    administrator: Administrator, closed_port: int, news_site: NewsSite
) -> None:
    for address, word in (
        (f"http://127.0.0.1:{closed_port}/", "连接失败"),
        (f"{news_site.url}/missing", "HTTP 错误"),
        ("http://10.1.2.3/feed.xml", "地址不允许访问"),
    ):
        answer = administrator.post("/sources/add/look", {"address": address})
        assert answer.status == 200
        assert word in answer.text


def test_a_site_that_does_not_answer_holds_nobody_up(
    administrator: Administrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = administrator.post("/sources/add/look", {"address": f"http://127.0.0.1:{silent.getsockname()[1]}/"})
    assert "超时" in answer.text


def test_a_page_without_feeds_says_so(administrator: Administrator, news_site: NewsSite) -> None:
    news_site.pages["/"] = Page(b"<html><body>nothing</body></html>")
    answer = administrator.post("/sources/add/look", {"address": f"{news_site.url}/"})
    assert "没有找到订阅源" in answer.text
    assert "普通网页" in answer.text


def uploaded(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return head + content + b"\r\n", {"Content-Type": "multipart/form-data; boundary=x"}


def post_file(administrator: Administrator, content: bytes) -> Answer:
    body, headers = uploaded("feeds.opml", content)
    token = administrator.session.form_token
    tail = f'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{token}\r\n--x--\r\n'
    return administrator.post("/sources/import", body + tail.encode(), headers)


def test_sources_go_out_as_opml_and_come_in_again(app: App, administrator: Administrator) -> None:
    added(app)
    exported = administrator.get("/sources.opml")
    assert exported.headers["content-disposition"] == 'attachment; filename="smewatch.opml"'
    assert b"geheim" in exported.body
    name = source_names.public(SECRET)
    assert administrator.post(f"/sources/{name}", {"act": "remove"}).status == 200
    answer = post_file(administrator, exported.body)
    assert "添加了 1 个来源，0 个原来就有。" in answer.text
    assert SECRET in bootstrap.up_to_date(app).catalog.sources
    assert "添加了 0 个来源，1 个原来就有。" in post_file(administrator, exported.body).text


def test_a_fragment_in_a_file_makes_no_other_source(app: App, administrator: Administrator) -> None:
    declared, off = app.catalog.sources["gov/news"], app.catalog.sources["people/finance"]
    assert administrator.post("/sources/people%2Ffinance", {"act": "disable"}).status == 303
    outlines = "".join(f'<outline xmlUrl="{it.url}#top"/>' for it in (declared, off))
    answer = post_file(administrator, f"<opml><body>{outlines}</body></opml>".encode())
    assert "添加了 0 个来源，2 个原来就有。" in answer.text
    assert "这些没有添加" not in answer.text
    now = bootstrap.up_to_date(app).catalog
    assert (now.sources["gov/news"], now.off) == (declared, {"people/finance": off})


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"\xff\xfe", FEED.encode(), b"<!DOCTYPE x [<!ENTITY a 'b'>]>"]
)
def test_a_file_that_is_no_opml_is_refused_in_words(administrator: Administrator, content: bytes) -> None:
    answer = post_file(administrator, content)
    assert answer.status == 422
    assert "请选择一个 OPML 文件" in answer.text


def test_entries_of_a_file_that_are_no_feeds_are_named(administrator: Administrator) -> None:
    opml = b'<opml><body><outline text="odd" xmlUrl="ftp://x"/><outline text="ok" xmlUrl="https://a.example/f"/></body></opml>'
    answer = post_file(administrator, opml)
    assert "添加了 1 个来源" in answer.text
    assert "odd: &#39;ftp://x&#39; is no http(s) address" in answer.text


@pytest.mark.parametrize("form", [{"address": "miit"}, {"address": "miit", "instead": "stats/releases"}])
def test_the_name_of_a_publisher_is_no_address(administrator: Administrator, form: dict[str, str]) -> None:
    assert administrator.post("/sources/add", form).status == 422
