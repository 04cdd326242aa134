"""One-off fetches, over real HTTP and through a child process."""

import socket

import pytest

from crawler.config import Settings
from crawler.errors import ConfigurationError, FetchError
from crawler.fetch import Answer, fetch, fetch_all
from crawler.model import Reason
from tests.servers import Answer as Page
from tests.servers import NewsSite


def test_an_address_answers_with_its_page_where_the_redirects_lead(settings: Settings, news_site: NewsSite) -> None:
    html = "<html><head><meta charset='gbk'></head><body>示例省</body></html>"
    news_site.pages["/old"] = Page(b"", 302, headers={"Location": "/new.html"})
    news_site.pages["/new.html"] = Page(html.encode("gbk"), content_type="text/html", headers={"X-Sample": "1"})
    answer = fetch(settings, f"{news_site.url}/old")
    assert (answer.url, answer.status, answer.body) == (f"{news_site.url}/new.html", 200, html.encode("gbk"))
    assert (answer.encoding, answer.text) == ("gb18030", html)
    assert answer.headers["x-sample"] == "1"


def test_several_addresses_are_asked_at_once_under_the_rules_of_a_crawl(
    settings: Settings, news_site: NewsSite
) -> None:
    news_site.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /", content_type="text/plain")
    urls = [f"{news_site.url}/robots.txt", f"{news_site.url}/page.html", "http://10.1.2.3/feed.xml"]
    robots, page, inner = fetch_all(settings, urls)
    assert isinstance(robots, Answer)
    assert b"Disallow" in robots.body
    assert isinstance(page, FetchError)
    assert (page.reason, "robots.txt" in page.detail) == (Reason.BLOCKED, True)
    assert isinstance(inner, FetchError)
    assert inner.reason is Reason.FORBIDDEN


def test_headers_go_along_where_the_server_wants_them(settings: Settings, news_site: NewsSite) -> None:
    news_site.pages["/roll"] = Page(b"[]", content_type="application/json")
    fetch(settings, f"{news_site.url}/roll", {"Referer": "https://example.org/roll/", "Cookie": "sid=abc"})
    sent = news_site.headers["/roll"]
    assert (sent["Referer"], sent["Cookie"]) == ("https://example.org/roll/", "sid=abc")


def test_a_failure_has_its_reason(settings: Settings, news_site: NewsSite, closed_port: int) -> None:
    missing, closed, spelt = fetch_all(
        settings, [f"{news_site.url}/missing", f"http://127.0.0.1:{closed_port}/", "http://a b.example/"]
    )
    assert [it.reason for it in (missing, closed) if isinstance(it, FetchError)] == [Reason.HTTP, Reason.CONNECTION]
    assert isinstance(spelt, FetchError)


def test_what_is_no_address_of_the_web_is_refused(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match="file:///etc/passwd"):
        fetch(settings, "file:///etc/passwd")


def test_an_address_with_a_password_is_refused_and_not_repeated(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match=r"example\.org") as refused:
        fetch(settings, "https://reader:secret@example.org/feed.xml")
    assert "secret" not in str(refused.value)


def test_what_takes_longer_than_somebody_waits_is_given_up(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(FetchError) as late:
        fetch(settings, f"http://127.0.0.1:{silent.getsockname()[1]}/", within=0.5)
    assert late.value.reason is Reason.TIMEOUT
