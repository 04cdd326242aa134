import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.errors import FetchError
from crawler.model import JsonList, Kind, Reason, Source
from crawler.spiders import jsonlist

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
BASE = "https://www.example.gov.cn/lists/index.json"

ROLL = JsonList(items="result.data", published="ctime", author="media_name", content="intro", image="img.u")
READINGS = JsonList(url="URL", title="TITLE", published="DOCRELPUBTIME")
COLUMN = JsonList(items="datasource", url="publishUrl", published="publishTime")
CATALOGUE = JsonList(items="articles", published="display_publish_time")
SEARCH = JsonList(
    items="data.searchResult.dataResults",
    url="groupData.0.data.url",
    title="groupData.0.data.title",
    published="groupData.0.data.deploytime",
)
CHANNEL = JsonList(items="data.article", published="date", embedded="window.WinPageData")


def source(rules: JsonList | None = None) -> Source:
    return Source("example/list", "example", BASE, Kind.JSON, rules=rules)


def encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


LISTS: dict[str, tuple[JsonList | None, bytes, str, datetime | None]] = {
    "a roll of news with epochs in strings": (
        ROLL,
        encoded(
            {
                "result": {
                    "status": {"code": 0},
                    "data": [
                        {
                            "url": "https://finance.example.cn/2026-03-09/doc-a1.shtml",
                            "title": "示例省支持中小企业",
                            "ctime": "1773016200",
                            "media_name": "示例日报",
                            "img": [],
                        }
                    ],
                }
            }
        ),
        "https://finance.example.cn/2026-03-09/doc-a1.shtml",
        datetime(2026, 3, 9, 0, 30, tzinfo=UTC),
    ),
    "a bare array with fields in capitals": (
        READINGS,
        encoded(
            [{"TITLE": "示例省支持中小企业", "URL": "./202603/content_7.htm", "DOCRELPUBTIME": "2026-03-09 08:30:00"}]
        ),
        "https://www.example.gov.cn/lists/202603/content_7.htm",
        datetime(2026, 3, 9, 0, 30, tzinfo=UTC),
    ),
    "a column whose titles are links": (
        COLUMN,
        encoded(
            {
                "datasource": [
                    {
                        "title": "<a href='../x/c.html' target='_blank'>示例省支持中小企业</a>",
                        "publishUrl": "../x/c.html",
                        "publishTime": "2026-03-09 08:30:00",
                    }
                ]
            }
        ),
        "https://www.example.gov.cn/x/c.html",
        datetime(2026, 3, 9, 0, 30, tzinfo=UTC),
    ),
    "a province's catalogue with epochs in numbers": (
        CATALOGUE,
        encoded(
            {
                "articles": [
                    {"title": "示例省支持中小企业", "url": "/content/1.html", "display_publish_time": 1773016200}
                ]
            }
        ),
        "https://www.example.gov.cn/content/1.html",
        datetime(2026, 3, 9, 0, 30, tzinfo=UTC),
    ),
    "a search whose hits are groups, with epochs in milliseconds": (
        SEARCH,
        encoded(
            {
                "data": {
                    "searchResult": {
                        "dataResults": [
                            {
                                "groupData": [
                                    {
                                        "data": {
                                            "title": "示例省支持<em>中小企业</em>",
                                            "url": "/art_1.html",
                                            "deploytime": 1773016200000.0,
                                        }
                                    }
                                ]
                            }
                        ]
                    }
                }
            }
        ),
        "https://www.example.gov.cn/art_1.html",
        datetime(2026, 3, 9, 0, 30, tzinfo=UTC),
    ),
    "a value in a page's script, its dates without a year": (
        CHANNEL,
        "<!DOCTYPE html><html><script>window.Other = 1;\nwindow.WinPageData = {"
        '"data":{"article":[{"title":"示例省支持中小企业","url":"//www.example.cn/article/1","date":"12月30日"}]}};\n'
        "window.more = {};</script></html>".encode(),
        "https://www.example.cn/article/1",
        datetime(2025, 12, 29, 16, 0, tzinfo=UTC),
    ),
    "a JSON Feed 1.1": (
        None,
        encoded(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "示例",
                "items": [
                    {
                        "id": "1",
                        "url": "/1.html",
                        "title": "示例省支持中小企业",
                        "date_published": "2026-03-09T08:30:00+08:00",
                    }
                ],
            }
        ),
        "https://www.example.gov.cn/1.html",
        datetime(2026, 3, 9, 0, 30, tzinfo=UTC),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rules", "body", "url", "published"), LISTS.values(), ids=LISTS.keys())
def test_a_list_is_read_where_its_rules_say(
    rules: JsonList | None, body: bytes, url: str, published: datetime | None
) -> None:
    (entry,) = jsonlist.entries(body, source(rules), NOW)
    assert (entry.url, entry.title, entry.published) == (url, "示例省支持中小企业", published)


def test_a_json_feed_tells_author_content_and_image_in_either_version() -> None:
    first = {"id": "https://example.org/1", "author": {"name": "甲"}, "content_text": "第一段 <b>\n第二段"}
    second = {
        "url": "/2",
        "authors": [{"name": "乙"}, {"name": "丙"}],
        "content_html": "<p>正文</p>",
        "image": "/2.png",
    }
    body = encoded({"version": "http://jsonfeed.org/version/1", "items": [first, second]})
    one, two = jsonlist.entries(body, source(), NOW)
    assert (one.url, one.author, one.content) == (
        "https://example.org/1", "甲", "<p>第一段 &lt;b&gt;</p><p>第二段</p>",
    )  # fmt: skip
    assert (two.url, two.author, two.content) == ("https://www.example.gov.cn/2", "乙", "<p>正文</p>")
    assert two.image == "https://www.example.gov.cn/2.png"


@pytest.mark.parametrize(
    "wrapping",
    [
        "{}", "\ufeff {}\n", "callback({});", "jQuery1102_17({})", "/**/ window.app.show({})", "({})", "var list = {};",
        "try{{feedCardJsonpCallback({});}}catch(e){{}};", "/* 2026\n */cb( {} )",
    ],
)  # fmt: skip
def test_a_functions_call_around_the_json_is_unwrapped(wrapping: str) -> None:
    body = wrapping.format('[{"TITLE": "示例（一）", "URL": "/1.html"}]').encode()
    assert [it.title for it in jsonlist.entries(body, source(READINGS), NOW)] == ["示例（一）"]


ENCODINGS = {
    "a false declaration": ("gb18030", {"Content-Type": "application/json; charset=utf-8"}),
    "no declaration": ("gb18030", {}),
    "GBK, declared": ("gbk", {"content-type": "application/json;charset=gbk"}),
    "UTF-8 declared as GBK": ("utf-8", {"Content-Type": "text/html; charset=gbk"}),
    "UTF-8 with a byte order mark": ("utf-8-sig", {}),
    "UTF-16 with a byte order mark": ("utf-16", {}),
    "UTF-16 without": ("utf-16-le", {}),
    "Big5, declared": ("big5", {"Content-Type": "application/json; charset=big5"}),
}


@pytest.mark.parametrize(("encoding", "headers"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_a_list_is_read_in_its_encoding(encoding: str, headers: dict[str, str]) -> None:
    title = "示例縣支持中小企業" if encoding == "big5" else "示例省支持中小企业"
    body = f'[{{"TITLE": "{title}", "URL": "/1.html"}}]'.encode(encoding)
    (entry,) = jsonlist.entries(body, source(READINGS), NOW, headers=headers)
    assert entry.title == title


def test_titles_lose_entities_and_line_breaks_and_fields_of_other_types_are_passed_over() -> None:
    body = (
        b'[{"TITLE": "A&amp;B \n&quot;C&quot;", "URL": "/1", "DOCRELPUBTIME": true},{"TITLE": null, "URL": {"a": 1}},7]'
    )
    (entry,) = jsonlist.entries(body, source(READINGS), NOW)
    assert (entry.title, entry.published) == ('A&B "C"', None)


def test_of_too_many_entries_the_newest_are_kept_and_of_one_address_the_first() -> None:
    days = [
        ("/1", "2026-03-01"),
        ("/2", "2026-03-05"),
        ("/2", "2026-03-08"),
        ("/3", "2026-03-03"),
        ("/4", "2026-03-09"),
    ]
    body = encoded([{"URL": url, "TITLE": day, "DOCRELPUBTIME": day} for url, day in days])
    found = jsonlist.entries(body, source(READINGS), NOW, limit=2)
    assert [it.title for it in found] == ["2026-03-05", "2026-03-09"]


NOT_READ: dict[str, tuple[JsonList | None, bytes, Reason]] = {
    "nothing": (ROLL, b" \n", Reason.EMPTY),
    "an empty list": (READINGS, b"[]", Reason.EMPTY),
    "entries without addresses": (READINGS, b'[{"URL": "javascript:void(0)"}, {"URL": "http://[::1"}]', Reason.EMPTY),
    "JSON that breaks off": (READINGS, b'[{"TITLE": "x", "URL": "/1.ht', Reason.MALFORMED),
    "a thousand brackets": (READINGS, b"[" * 200_000, Reason.MALFORMED),
    "a number too long to count": (READINGS, b'[{"URL": ' + b"9" * 5000 + b"}]", Reason.MALFORMED),
    "text": (READINGS, "维护中".encode(), Reason.MALFORMED),
    "bytes": (READINGS, bytes(range(256)), Reason.MALFORMED),
    "a web page": (ROLL, b"<!DOCTYPE html><html><body>404</body></html>", Reason.NOT_A_FEED),
    "a page without the variable": (CHANNEL, b"<html><script>var x = 1</script></html>", Reason.NOT_A_FEED),
    "an error's description": (ROLL, b'{"result": {"status": {"code": 11, "msg": "no lid"}}}', Reason.NOT_A_FEED),
    "an undeclared list": (None, b'[{"url": "/1"}]', Reason.NOT_A_FEED),
    "a JSON Feed without items": (None, b'{"version": "https://jsonfeed.org/version/1.1"}', Reason.EMPTY),
}  # fmt: skip


@pytest.mark.parametrize(("rules", "body", "reason"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_holds_no_entries_is_refused_with_its_reason(rules: JsonList | None, body: bytes, reason: Reason) -> None:
    with pytest.raises(FetchError) as refused:
        jsonlist.entries(body, source(rules), NOW)
    assert refused.value.reason is reason
    assert refused.value.detail
