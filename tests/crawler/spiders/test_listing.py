from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.errors import FetchError
from crawler.model import HtmlList, Kind, Reason, Source
from crawler.spiders import listing

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
BASE = "https://www.example.gov.cn/zhengce/bumen/index.htm"

ITEMS = HtmlList(items=".news_box .list li:not(.line)", date=".date")
LINKS = HtmlList(items="h4 a, div.subtitle a[title]", link="")
HELD = HtmlList(items="li", date="span", embedded="script[type='text/xml']")
BUILT = HtmlList(items="ul > li", date="span", built_by="script[parseType=buildstatic]")


def source(rules: HtmlList, url: str = BASE) -> Source:
    return Source("example/list", "example", url, Kind.LISTING, rules=rules)


def listed(*items: str, head: str = "<meta charset='utf-8'>") -> bytes:
    inner = "".join(f"<li>{item}</li><li class='line'></li>" for item in items)
    box = f"<div class='news_box'><ul class='list'>{inner}</ul></div>"
    return f"<html><head>{head}</head><body>{box}</body></html>".encode()


def test_the_items_of_a_list_become_entries_with_addresses_titles_and_dates() -> None:
    page = listed(
        "<h4><a href='../202603/content_1.htm'>示例省\n 支持中小企业</a><span class='date'> 2026-03-09 </span></h4>",
        "<a href='//zwgk.example.gov.cn/2.htm' title='示例省关于进一步支持中小企业的若干措施'>示例省关于进一步…</a>"
        "<span class='date'>[2026年3月8日 08:30]</span>",
        "<a href='#top'>回到顶部</a><a href='/3.htm'>三</a><b class='date'>发布时间：2026/03/07</b>",
        "<a href='javascript:void(0)'>更多</a>",
    )
    found = listing.entries(page, source(ITEMS), NOW)
    assert [(it.url, it.title, it.published) for it in found] == [
        (
            "https://www.example.gov.cn/zhengce/202603/content_1.htm",
            "示例省 支持中小企业",
            datetime(2026, 3, 8, 16, 0, tzinfo=UTC),
        ),
        (
            "https://zwgk.example.gov.cn/2.htm",
            "示例省关于进一步支持中小企业的若干措施",
            datetime(2026, 3, 8, 0, 30, tzinfo=UTC),
        ),
        ("https://www.example.gov.cn/3.htm", "三", datetime(2026, 3, 6, 16, 0, tzinfo=UTC)),
    ]


def test_items_may_be_the_links_themselves() -> None:
    page = (
        b"<h4><a href='content_1.htm'>A</a></h4><div class='subtitle'><a href='content_2.htm' title='B'></a>"
        b"<a href='content_3.htm'>C</a></div>"
    )
    assert [it.title for it in listing.entries(page, source(LINKS), NOW)] == ["A", "B"]


def test_without_a_selector_the_date_is_sought_beside_the_headline_not_in_it() -> None:
    rules = HtmlList(items="li", title="h3")
    page = listed(
        "<a href='/1'><h3>2026年1月1日起施行</h3></a><i>2026-03-09</i>", "<a href='/2'><h3>2026年1月1日起施行</h3></a>"
    )
    dated, undated = listing.entries(page, source(rules), NOW)
    assert dated.published == datetime(2026, 3, 8, 16, 0, tzinfo=UTC)
    assert undated.published is None


def test_a_pages_own_base_counts() -> None:
    page = listed("<a href='1.htm'>一</a>", head="<base href='/other/'>")
    assert [it.url for it in listing.entries(page, source(ITEMS), NOW)] == ["https://www.example.gov.cn/other/1.htm"]


@pytest.mark.parametrize(
    ("encoding", "head", "content_type"),
    [
        ("gbk", "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>", "text/html"),
        ("gb18030", "<meta charset='gbk'>", "text/html; charset=utf-8"),
        ("gb18030", "", "text/html"),
        ("utf-8", "<meta charset='gb2312'>", "text/html"),
        ("utf-16", "", "text/html"),
    ],
)
def test_a_list_is_read_in_its_encoding(encoding: str, head: str, content_type: str) -> None:
    page = listed("<a href='/1.htm'>示例省支持中小企业</a>", head=head).decode().encode(encoding)
    (entry,) = listing.entries(page, source(ITEMS), NOW, headers={"Content-Type": content_type})
    assert entry.title == "示例省支持中小企业"


def test_xhtml_that_declares_its_encoding_is_read() -> None:
    page = b'<?xml version="1.0" encoding="utf-8"?>' + listed("<a href='/1.htm'>A</a>")
    assert [it.title for it in listing.entries(page, source(ITEMS), NOW)] == ["A"]


def test_a_list_that_a_script_holds_for_the_browser_is_read_out_of_it() -> None:
    records = "".join(
        f"<record><![CDATA[<li><a href='/art/{n}.html'>第{n}条</a><span>2026-03-0{n}</span></li>]]></record>"
        for n in (1, 2)
    )
    store = f"<datastore><nextgroup><![CDATA[<a>更多</a>]]></nextgroup><recordset>{records}</recordset></datastore>"
    page = f"<ul><li><a href='/nav'>首页</a></li></ul><script type='text/xml'>{store}</script>".encode()
    found = listing.entries(page, source(HELD), NOW)
    assert [(it.title, it.url.rpartition("/")[2]) for it in found] == [("第1条", "1.html"), ("第2条", "2.html")]
    assert found[1].published == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)


SHELL = (
    "<html><head><title>文件发布</title></head><body><div><script src='/a.js'></script>"
    '<script type="text/javascript" parseType="buildstatic" url="/api/build/unit" '
    "querydata=\"{'webId':'8d','pageId':'1a 2','parseType':'buildstatic','pageNo':1}\"></script></div></body></html>"
).encode()


def test_a_page_that_only_says_where_its_list_is_leads_there_as_its_script_would_ask() -> None:
    cookie = {"Set-Cookie": "sid=abc; Path=/; HttpOnly,other=1; Path=/"}
    (asked,) = listing.further(SHELL, source(BUILT), headers=cookie)
    parts = urlsplit(asked.url)
    assert (parts.netloc, parts.path) == ("www.example.gov.cn", "/api/build/unit")
    assert parse_qs(parts.query) == {"webId": ["8d"], "pageId": ["1a 2"], "parseType": ["buildstatic"], "pageNo": ["1"]}
    assert asked.headers == {"Referer": BASE, "Cookie": "sid=abc"}


def test_a_cookie_is_for_its_host_alone() -> None:
    shell = SHELL.replace(b"/api/build", b"https://api.example.org/build")
    (asked,) = listing.further(shell, source(BUILT), headers={"set-cookie": "sid=abc"})
    assert asked.url.startswith("https://api.example.org/build/unit?")
    assert asked.headers == {"Referer": BASE}


def test_the_answer_to_the_second_request_is_the_list() -> None:
    answer = (
        '{"code": 200, "data": {"html": "<ul><li><a href=\\"/art_1.html\\">示例</a><span>2026-03-09</span></li></ul>"}}'
    )
    body = answer.encode()
    (entry,) = listing.entries(body, source(BUILT, "https://www.example.gov.cn/api/build/unit?pageNo=1"), NOW)
    assert (entry.url, entry.title) == ("https://www.example.gov.cn/art_1.html", "示例")
    assert entry.published == datetime(2026, 3, 8, 16, 0, tzinfo=UTC)
    assert listing.further(body, source(BUILT)) == ()


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"<html><body>nothing</body></html>",
        b"<script parseType='buildstatic'></script>",
        b"<script parseType='buildstatic' url='javascript:x()' querydata='{}'></script>",
    ],
)
def test_a_page_that_says_nothing_leads_nowhere(page: bytes) -> None:
    assert listing.further(page, source(BUILT)) == ()


def test_parameters_that_cannot_be_read_are_left_out() -> None:
    (asked,) = listing.further(
        b"<script parseType=buildstatic url='/a?b=1' querydata='{broken'></script>", source(BUILT)
    )
    assert asked.url == "https://www.example.gov.cn/a?b=1"


NOT_READ: dict[str, tuple[HtmlList | None, bytes, Reason]] = {
    "nothing": (ITEMS, b"", Reason.EMPTY),
    "a page without such items": (ITEMS, b"<html><body><p>x</p></body></html>", Reason.EMPTY),
    "items without links": (ITEMS, listed("<b>x</b>"), Reason.EMPTY),
    "a page without the scripts": (HELD, listed("<a href='/1'>x</a>"), Reason.EMPTY),
    "a page that no longer says where its list is": (BUILT, b"<html><body>x</body></html>", Reason.NOT_A_FEED),
    "a refusal instead of the list": (BUILT, b'{"code": 500, "data": null}', Reason.NOT_A_FEED),
    "a list without selectors": (None, listed("<a href='/1'>x</a>"), Reason.CONFIGURATION),
}


@pytest.mark.parametrize(("rules", "body", "reason"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_holds_no_entries_is_refused_with_its_reason(rules: HtmlList | None, body: bytes, reason: Reason) -> None:
    with pytest.raises(FetchError) as refused:
        listing.entries(body, Source("example/list", "example", BASE, Kind.LISTING, rules=rules), NOW)
    assert refused.value.reason is reason
    assert refused.value.detail
