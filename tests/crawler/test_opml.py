from pathlib import Path

import pytest

from crawler import opml
from crawler.errors import ConfigurationError
from crawler.model import HtmlList, JsonList, Kind, Source
from crawler.opml import Subscription, Subscriptions

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0">
  <head><title>我的订阅</title></head>
  <body>
    <outline text="财经"><outline text="地方">
      <outline text="示例网" title="示例网" type="rss" xmlUrl=" https://example.org/feed.xml?a=1&amp;b=2 "/>
    </outline></outline>
    <outline title="无文件夹" type="atom" xmlUrl="http://example.org/atom"/>
    <outline text="地图" type="sitemap" xmlUrl="https://example.org/sitemap.xml"/>
  </body>
</opml>
"""


def test_a_feed_has_the_folders_that_it_lies_in_as_categories() -> None:
    read = opml.loads(FILE.encode())
    assert read.feeds == (
        Subscription("https://example.org/feed.xml?a=1&b=2", ("财经", "地方")),
        Subscription("http://example.org/atom"),
        Subscription("https://example.org/sitemap.xml", kind=Kind.SITEMAP),
    )
    assert read.refused == ()


def test_sources_that_are_written_come_back_in_their_folders() -> None:
    sources = [
        Source("a", "example.org", "https://example.org/a?x=1&y=2", categories=("财经", "地方")),
        Source("b", "example.org", "https://example.org/b"),
        Source("c", "example.org", "https://example.org/c", categories=("财经",)),
        Source("d", "example.org", "https://example.org/d", categories=("财经", "地方")),
        Source("e", "example.org", "https://example.org/e.xml", Kind.SITEMAP),
    ]
    written = opml.dumps(sources)
    assert written.count("财经".encode()) == written.count("地方".encode()) == 1
    assert {(it.url, it.categories, it.kind) for it in opml.loads(written).feeds} == {
        (it.url, it.categories, it.kind) for it in sources
    }


LISTS = [
    Source(
        "a", "example.org", "https://example.org/a", Kind.LISTING, ("财经",),
        HtmlList("ul > li:has(a)", link="", date="span[title='\"日期\"']", built_by="script[parseType=buildstatic]"),
        "https://example.org/?x=1&y=2",
    ),
    Source("b", "example.org", "https://example.org/b", Kind.JSON, (), JsonList("数据.list", title="", author="by")),
    Source("c", "example.org", "https://example.org/c", Kind.JSON, (), JsonList()),
    Source("d", "example.org", "https://example.org/d", Kind.JSON),
    Source("e", "example.org", "https://example.org/e", referer="https://example.org/"),
    Source("f", "rsshub", "rsshub:/example/news"),
]  # fmt: skip


def test_a_list_comes_back_with_all_that_it_is_read_by() -> None:
    read = opml.loads(opml.dumps(LISTS))
    assert read.refused == ()
    assert {it.url: it for it in read.feeds} == {
        it.url: Subscription(it.url, it.categories, it.kind, it.rules, it.referer) for it in LISTS
    }


def test_what_other_programs_say_in_words_of_their_own_is_passed_over() -> None:
    feed = '<outline type="rss" xmlUrl="https://example.org/feed.xml" kind="listing" items="li" their:items="x["/>'
    read = opml.loads(f'<opml xmlns:their="urn:example"><body>{feed}</body></opml>'.encode())
    assert read == Subscriptions((Subscription("https://example.org/feed.xml"),), ())


@pytest.mark.parametrize(
    ("attributes", "complaint"),
    [
        ('kind="listing"', "a source of kind listing needs smewatch:items"),
        ('kind="listing" smewatch:items="li" smewatch:built-by="x["', "smewatch:built-by 'x[' is no CSS selector"),
        ('items="li"', "smewatch:items is no rule of the kind rss"),
        ('kind="json" smewatch:nothing="a"', "smewatch:nothing is no rule of the kind json"),
        ('kind="nothing"', "smewatch:kind 'nothing' is none of rss, json, listing, sitemap"),
        ('referer="ftp://example.org/"', "smewatch:referer 'ftp://example.org/' is no http(s) address"),
    ],
)
def test_a_list_that_nobody_could_read_is_named_and_the_others_are_read(attributes: str, complaint: str) -> None:
    bad = f'<outline text="坏" xmlUrl="https://example.org/bad" smewatch:{attributes}/>'
    good = '<outline xmlUrl="https://example.org/feed.xml"/>'
    read = opml.loads(f'<opml xmlns:smewatch="urn:smewatch:source"><body>{bad}{good}</body></opml>'.encode())
    assert [it.url for it in read.feeds] == ["https://example.org/feed.xml"]
    (sentence,) = read.refused
    assert sentence.startswith(f"坏: {complaint}")


@pytest.mark.parametrize(
    ("outline", "complaint"),
    [
        ('<outline text="本机" xmlUrl="file:///etc/passwd"/>', r"本机: 'file:///etc/passwd' is no http(s) address"),
        ('<outline text="主页" type="link" url="https://example.org/"/>', "主页: the entry has no xmlUrl"),
        ('<outline xmlUrl="feed.xml"/>', "feed.xml: 'feed.xml' is no"),
        ("<outline/>", "line 1: the entry has no xmlUrl"),
    ],
)
def test_an_entry_that_is_no_feed_is_named_and_the_others_are_read(outline: str, complaint: str) -> None:
    good = '<outline text="好" xmlUrl="https://example.org/feed.xml"/>'
    read = opml.loads(f"<opml><body>{outline}{good}</body></opml>".encode())
    assert [it.url for it in read.feeds] == ["https://example.org/feed.xml"]
    (sentence,) = read.refused
    assert sentence.startswith(complaint)


@pytest.mark.parametrize(
    "raw",
    [b"", b"no xml", b"<opml>", b"<opml/>", b"<rss><channel/></rss>", b"\xff\xfe\x00", "<html/>".encode("utf-16")],
)
def test_a_file_that_is_no_opml_is_refused(raw: bytes) -> None:
    with pytest.raises(ConfigurationError, match="it is no OPML"):
        opml.loads(raw)


def test_entities_that_multiply_are_refused() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    with pytest.raises(ConfigurationError, match="it is no OPML"):
        opml.loads(f"<!DOCTYPE opml [{bomb}]><opml><body>&e9;</body></opml>".encode())


def test_an_entity_that_names_a_file_is_not_read(tmp_path: Path) -> None:
    feed = '<outline text="x" xmlUrl="https://example.org/feed.xml"/>'
    (tmp_path / "more.xml").write_text(feed, encoding="utf-8")
    entity = f'<!DOCTYPE opml [<!ENTITY more SYSTEM "{(tmp_path / "more.xml").as_uri()}">]>'
    read = opml.loads(f"{entity}<opml><body>&more;{feed}</body></opml>".encode())
    assert read.feeds == (Subscription("https://example.org/feed.xml"),)


def test_folders_without_an_end_are_refused() -> None:
    deep = '<outline text="x">' * 100 + '<outline xmlUrl="https://example.org/"/>' + "</outline>" * 100
    read = opml.loads(f"<opml><body>{deep}</body></opml>".encode())
    assert read.feeds == ()
    assert "more than 20 deep" in read.refused[0]


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    feed = '<outline xmlUrl="https://reader:secret@example.org/feed.xml"/>'
    read = opml.loads(f"<opml><body>{feed}</body></opml>".encode())
    assert read.feeds == ()
    assert "example.org" in read.refused[0]
    assert "secret" not in read.refused[0]
