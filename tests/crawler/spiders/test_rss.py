from datetime import UTC, datetime

import pytest

from crawler.errors import FetchError
from crawler.model import Reason, Source
from crawler.spiders import rss

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SOURCE = Source("example", "example", "https://example.org/feeds/news.xml")


def channel(items: str, declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return (
        f'{declaration}<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>示例网</title>'
        f"<link>https://example.org/</link><description>示例</description>{items}</channel></rss>"
    )


def item(link: str = "https://example.org/1.html", **fields: str) -> str:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in ({"title": "示例"} | fields).items())
    return f"<item><link>{link}</link>{inner}</item>"


def test_an_item_becomes_an_entry_with_all_that_the_feed_says() -> None:
    feed = channel(
        "<item><title>示例省\n 出台 &amp; 公布</title><link>https://example.org/1.html</link><author>甲</author>"
        "<pubDate>2026-03-09 08:30:00</pubDate><description>摘要</description>"
        "<content:encoded><![CDATA[<p>全文比摘要长</p>]]></content:encoded>"
        '<media:thumbnail url="https://example.org/1.png"/></item>'
    )
    (entry,) = rss.entries(feed.encode(), SOURCE, NOW)
    assert entry.url == "https://example.org/1.html"
    assert entry.title == "示例省 出台 & 公布"
    assert entry.published == datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
    assert entry.author == "甲"
    assert entry.content == "<p>全文比摘要长</p>"
    assert entry.image == "https://example.org/1.png"


def test_an_atom_feed_is_read_too() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>示例</title><entry><title>示例</title>'
        '<link href="/1.html"/><updated>2026-03-09T08:30:00+08:00</updated>'
        '<content type="html">&lt;img src="/1.png"&gt;文</content></entry></feed>'
    )
    (entry,) = rss.entries(feed.encode(), SOURCE, NOW)
    assert entry.url == "https://example.org/1.html"
    assert entry.published == datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
    assert entry.image == "https://example.org/1.png"


def test_a_relative_link_is_resolved_against_the_feeds_address() -> None:
    feed = channel(item("../2026/1.html") + item("//cdn.example.org/2.html"))
    found = rss.entries(feed.encode(), SOURCE, NOW)
    assert [entry.url for entry in found] == ["https://example.org/2026/1.html", "https://cdn.example.org/2.html"]


def test_an_id_that_is_an_address_stands_in_for_a_missing_link() -> None:
    feed = channel("<item><title>示例</title><guid>https://example.org/7.html</guid></item>")
    assert [entry.url for entry in rss.entries(feed.encode(), SOURCE, NOW)] == ["https://example.org/7.html"]


def test_repeated_ids_do_not_merge_entries_and_repeated_addresses_do() -> None:
    feed = channel(
        item("https://example.org/1.html", guid="same")
        + item("https://example.org/2.html", guid="same")
        + item("https://example.org/1.html", guid="other")
    )
    found = rss.entries(feed.encode(), SOURCE, NOW)
    assert [entry.url for entry in found] == ["https://example.org/1.html", "https://example.org/2.html"]


def test_an_entry_without_an_address_that_can_be_fetched_is_passed_over() -> None:
    feed = channel(item("javascript:void(0)") + item("http://[::1") + item("https://example.org/3.html"))
    assert [entry.url for entry in rss.entries(feed.encode(), SOURCE, NOW)] == ["https://example.org/3.html"]


def test_an_image_with_an_impossible_address_spoils_no_feed() -> None:
    feed = channel(item(description="&lt;img src='http://[bad/1.png'&gt; &lt;img src='/2.png'&gt;"))
    (entry,) = rss.entries(feed.encode(), SOURCE, NOW)
    assert entry.image == "https://example.org/2.png"


def test_of_too_many_entries_the_newest_are_kept_in_the_feeds_order() -> None:
    dates = ["2026-03-01", "2026-03-05", "2026-03-03", "2026-03-09"]
    feed = channel("".join(item(f"https://example.org/{day}", pubDate=f"{day} 08:00") for day in dates))
    found = rss.entries(feed.encode(), SOURCE, NOW, limit=2)
    assert [entry.url for entry in found] == ["https://example.org/2026-03-05", "https://example.org/2026-03-09"]


def test_a_date_that_cannot_be_read_is_none() -> None:
    (entry,) = rss.entries(channel(item(pubDate="不久以前")).encode(), SOURCE, NOW)
    assert entry.published is None


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030"])
def test_a_feed_in_a_chinese_encoding_is_read(encoding: str) -> None:
    declared = channel(item(title="中小企业"), f'<?xml version="1.0" encoding="{encoding}"?>')
    (entry,) = rss.entries(declared.encode(encoding), SOURCE, NOW)
    assert entry.title == "中小企业"
    undeclared = channel(item(title="中小企业"), '<?xml version="1.0"?>')
    headers = {"Content-Type": f"application/xml; charset={encoding}"}
    (entry,) = rss.entries(undeclared.encode(encoding), SOURCE, NOW, headers=headers)
    assert entry.title == "中小企业"


def test_a_feed_that_breaks_off_keeps_the_entries_before() -> None:
    whole = channel(item("https://example.org/1.html") + item("https://example.org/2.html"))
    found = rss.entries(whole[: whole.index("/2.html")].encode(), SOURCE, NOW)
    assert [entry.url for entry in found][:1] == ["https://example.org/1.html"]


NOT_READ = {
    "nothing": (b"", Reason.EMPTY),
    "white space": (b" \n ", Reason.EMPTY),
    "a byte order mark": (b"\xef\xbb\xbf", Reason.EMPTY),
    "a feed without entries": (channel("").encode(), Reason.EMPTY),
    "a feed whose entries have no address": (channel("<item><title>示例</title></item>").encode(), Reason.EMPTY),
    "a web page": (b"<!DOCTYPE html><html><body><p>x</p></body></html>", Reason.NOT_A_FEED),
    "a web page with a byte order mark": (b"\xef\xbb\xbf<html><body>x</body></html>", Reason.NOT_A_FEED),
    "JSON": (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', Reason.NOT_A_FEED),
    "other XML": (b"<?xml version='1.0'?><catalog><book/></catalog>", Reason.NOT_A_FEED),
    "bytes": (bytes(range(256)), Reason.NOT_A_FEED),
    "an encoding that is no name": (b"<?xml version='1.0' encoding='\x80'?><rss/>", Reason.EMPTY),
    "XML that breaks off": (b"<?xml version='1.0'?><rss version='2.0'><channel><item><ti", Reason.MALFORMED),
}


@pytest.mark.parametrize(("body", "reason"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_holds_no_entries_is_refused_with_its_reason(body: bytes, reason: Reason) -> None:
    with pytest.raises(FetchError) as refused:
        rss.entries(body, SOURCE, NOW)
    assert refused.value.reason is reason
    assert refused.value.detail


def test_markup_in_a_title_is_left_out() -> None:
    feed = channel(item(title="&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;示例省&lt;/b&gt; A&amp;lt;B"))
    (entry,) = rss.entries(feed.encode(), SOURCE, NOW)
    assert entry.title == "示例省 A<B"


def test_an_id_stands_in_for_a_link_only_where_it_is_an_address() -> None:
    named = '<item><title>甲</title><guid isPermaLink="false">{}</guid></item>'
    feed = channel(named.format("https://example.org/1.html") + named.format("2026-1") + named.format("tag:a,2026:1"))
    assert [it.url for it in rss.entries(feed.encode(), SOURCE, NOW)] == ["https://example.org/1.html"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_feed_with_a_few_false_bytes_is_read_but_for_those(encoding: str) -> None:
    whole = channel(item(title="示例省支持中小企业@"), f'<?xml version="1.0" encoding="{encoding}"?>').encode(encoding)
    (entry,) = rss.entries(whole.replace(b"@", b"\xff\xfe"), SOURCE, NOW)
    assert entry.title.startswith("示例省支持中小企业")


def test_a_feed_under_the_name_of_another_encoding_is_read() -> None:
    whole = channel(item(title="示例省支持中小企业，减免租金。"))
    (entry,) = rss.entries(whole.encode("gbk"), SOURCE, NOW, headers={"Content-Type": "text/xml; charset=utf-8"})
    assert entry.title == "示例省支持中小企业，减免租金。"
    (entry,) = rss.entries(whole.replace("utf-8", "gbk").encode(), SOURCE, NOW)
    assert entry.title == "示例省支持中小企业，减免租金。"
