"""Sitemaps (https://www.sitemaps.org/protocol.html), news sitemaps and sitemap indexes: their bytes into entries.

A news sitemap tells titles and dates of publication; a plain one only addresses and when they changed, and the pages
tell the rest. An index holds no entries: `further` reads the sitemaps that it names. Entities are never expanded and
nothing is loaded from elsewhere.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from lxml import etree

from crawler import times
from crawler.address import absolute
from crawler.errors import FetchError
from crawler.model import FeedEntry, Reason, Source
from crawler.spiders import payload
from crawler.spiders.reading import Further, Reader, newest


def entries(
    body: bytes,
    source: Source,
    now: datetime,
    *,
    headers: Mapping[str, str] | None = None,
    zone: tzinfo = times.BEIJING,
    limit: int = 500,
) -> tuple[FeedEntry, ...]:
    """Read a sitemap into its entries: see `reading.ReadEntries`."""
    root = _root(body)
    found = [entry for it in _children(root, "url") if (entry := _entry(it, source, now, zone))]
    if not found:
        raise FetchError(Reason.EMPTY, "the sitemap names no address")
    return newest(found, limit)


def further(body: bytes, source: Source, *, headers: Mapping[str, str] | None = None) -> tuple[Further, ...]:
    """Return the sitemaps that an index names, those changed last first: see `reading.ReadFurther`."""
    named = [
        (_said(it, "lastmod"), url)
        for it in _children(_root(body), "sitemap")
        if (url := absolute(source.url, _said(it, "loc")))
    ]
    # The dates of one index are written alike, so their texts stand in the order of time; none at all comes last.
    return tuple(Further(url) for _, url in sorted(named, key=lambda it: it[0], reverse=True))


def _root(body: bytes) -> etree._Element:
    """Return the root of a sitemap or an index; of one that breaks off, with what came before."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    if not body.strip():
        raise FetchError(Reason.EMPTY, "the answer has no content")
    try:
        root = etree.fromstring(payload.complete_entries(body.strip()), parser)
    except etree.XMLSyntaxError as error:
        raise FetchError(Reason.NOT_A_FEED, f"the answer is no XML: {error}") from error
    if root is None:  # what was recovered holds no element
        raise FetchError(Reason.NOT_A_FEED, "the answer is no XML")
    if _name(root) not in {"urlset", "sitemapindex"}:
        raise FetchError(Reason.NOT_A_FEED, f"the address answers with <{_name(root)}>, not with a sitemap")
    return root


def _entry(element: etree._Element, source: Source, now: datetime, zone: tzinfo) -> FeedEntry | None:
    url = absolute(source.url, _said(element, "loc"))
    if not url:
        return None
    news = next(_children(element, "news"), element)
    picture = next(_children(element, "image"), None)
    return FeedEntry(
        url=url,
        title=_said(news, "title"),
        published=times.read(_said(news, "publication_date"), zone=zone, now=now),
        updated=times.read(_said(element, "lastmod"), zone=zone, now=now),
        image=absolute(source.url, _said(picture, "loc")) if picture is not None else "",
    )


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of a name in whatever namespace: sites write several, and none."""
    return (child for child in element.iterchildren(etree.Element) if _name(child) == name)


def _said(element: etree._Element, name: str) -> str:
    child = next(_children(element, name), None)
    return "" if child is None else " ".join("".join(map(str, child.itertext())).split())


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace, or the prefix of one that nobody declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


READER = Reader(entries, further)
