"""What holds for the readers of all kinds, whatever bytes they are given."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.errors import FetchError
from crawler.model import HtmlList, JsonList, Kind, Source
from crawler.spiders.readers import reader, reader_of

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
RULES: dict[Kind, JsonList | HtmlList] = {
    Kind.JSON: JsonList(items="data.list", published="time"),
    Kind.LISTING: HtmlList(items="li", date="span", built_by="script[parseType=buildstatic]"),
}
WHOLE = {
    Kind.RSS: b"<?xml version='1.0' encoding='gbk'?><rss version='2.0'><channel><item><title>A</title><link>/1</link>"
    b"<pubDate>2026-03-09 08:30</pubDate><description>&lt;p&gt;x&lt;/p&gt;</description></item></channel></rss>",
    Kind.JSON: b'cb({"version": "https://jsonfeed.org/version/1", "data": {"list": [{"url": "/1", "title": "<b>A</b>", '
    b'"time": 1773016200}]}, "items": []});',
    Kind.LISTING: b"<html><head><base href='/x/'><meta charset='gbk'></head><script parseType='buildstatic' url='/api' "
    b'querydata="{\'a\':\'b\'}"></script>{"data": {"html": "<li><a href=\'/1\'>A</a>"}}</html>',
    Kind.SITEMAP: b"<?xml version='1.0'?><!DOCTYPE u [<!ENTITY e 'x'>]><urlset xmlns:n='urn:n'><url><loc>/1&e;</loc>"
    b"<lastmod>2026-03-09</lastmod><n:news><n:title>A</n:title></n:news></url></urlset>",
}


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """The answer with a stretch of it cut out or written over."""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, len(whole)))
    return whole[:start] + draw(st.binary(max_size=8)) + whole[end:]


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_comes_is_read_or_refused_with_a_reason(kind: Kind, data: st.DataObject) -> None:
    body = data.draw(st.one_of(damaged(WHOLE[kind]), st.binary(max_size=200)))
    source = Source("example", "example", "https://example.org/list", kind, rules=RULES.get(kind))
    read = reader(kind)
    with suppress(FetchError):
        found = read.entries(body, source, NOW, headers={"Content-Type": "text/html"})
        assert found
        assert all(it.url.startswith("http") for it in found)
    with suppress(FetchError):
        leads = read.further(body, source) if read.further else ()
        assert all(it.url.startswith("http") for it in leads)


FOUND = {
    "a feed": (b"<?xml version='1.0'?><rss version='2.0'>", Kind.RSS),
    "a JSON Feed": (b'\xef\xbb\xbf{"version": "https://jsonfeed.org/version/1.1", "items": []}', Kind.JSON),
    "a sitemap": (b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", Kind.SITEMAP),
    "an index of sitemaps": (b"<sitemapindex>", Kind.SITEMAP),
    "a page": (b"<!doctype html><html>", Kind.RSS),
    "nothing": (b"", Kind.RSS),
}


@pytest.mark.parametrize(("body", "kind"), FOUND.values(), ids=FOUND.keys())
def test_what_is_taken_for_a_feed_is_read_as_what_it_is(body: bytes, kind: Kind) -> None:
    assert reader_of(Source("example", "example", "https://example.org/list"), body) is reader(kind)


def test_a_source_of_another_kind_is_read_as_declared() -> None:
    source = Source("example", "example", "https://example.org/list", Kind.LISTING, rules=RULES[Kind.LISTING])
    assert reader_of(source, WHOLE[Kind.SITEMAP]) is reader(Kind.LISTING)
