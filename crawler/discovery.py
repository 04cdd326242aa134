"""What an address serves, and where else its site may keep feeds: answers → forms, addresses and verdicts. Pure.

It follows what sites declare (`<link rel=alternate>`, `Sitemap:` in robots.txt) and what they commonly do. Nothing is
fetched here, and no entry is read: the readers of the kinds do that.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin

from lxml import etree, html

from crawler.address import absolute
from crawler.model import FeedEntry, Kind

#: Where sites keep feeds and sitemaps that they do not tell of.
WELL_KNOWN = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/sitemap.xml")

_MOST_LINKS = 12  # candidates that one page may name
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_FEED_ADDRESS = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom)(?:[/._?-]|$)[^/]*$|\.(?:rss|atom)$", re.IGNORECASE)

_FIRST_TAG = re.compile(r"<(?:[a-z]+:)?([a-z]+)[\s>/]", re.IGNORECASE)
_DECLARATIONS = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.IGNORECASE | re.DOTALL)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(
    r"<(?:pubDate|published|updated|issued|modified|dc:date|dcterms:\w+|lastmod|news:publication_date)\b[^>]*>"
    r"\s*(?:<!\[CDATA\[)?([^<\]]+)"
    r"|\"date_(?:published|modified)\"\s*:\s*\"([^\"]+)\""
)
_ZONE = re.compile(r"(?:Z|[A-Z]{3}|UT|[+-]\d\d:?\d\d)\s*$", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)


class Form(StrEnum):
    """What an answer is. The lists do not show it: they are some by the rules of a source."""

    RSS = "RSS"
    ATOM = "Atom"
    JSON_FEED = "JSON Feed"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap index"
    JSON_LIST = "JSON list"
    HTML_LIST = "HTML list"
    PAGE = "web page"
    OTHER = "neither a feed nor a page"

    @property
    def kind(self) -> Kind | None:
        """The kind of source by which it can be polled, None where it holds no list of its own."""
        return _KINDS.get(self)


_KINDS = {
    Form.RSS: Kind.RSS,
    Form.ATOM: Kind.RSS,
    Form.JSON_FEED: Kind.JSON,
    Form.SITEMAP: Kind.SITEMAP,
    Form.SITEMAP_INDEX: Kind.SITEMAP,
}
_ROOTS = {
    "rss": Form.RSS,
    "rdf": Form.RSS,
    "feed": Form.ATOM,
    "urlset": Form.SITEMAP,
    "sitemapindex": Form.SITEMAP_INDEX,
    "html": Form.PAGE,
    "head": Form.PAGE,
    "body": Form.PAGE,
}


@dataclass(frozen=True, slots=True)
class Dates:
    """What can be said of the dates of a list: how many entries have one, and how it is read.

    `without_zone` of the dates that are written in the list name no zone, so that the publisher's is assumed.
    """

    entries: int
    dated: int
    without_zone: int
    future: int
    newest: datetime | None
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Encoding:
    """In which encoding an answer is by its header, by its own declaration, and by its bytes ("" where none fits)."""

    header: str
    declared: str
    fitting: str


def form(text: str) -> Form:
    """Return what an answer is, by how it begins."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return Form.JSON_FEED if "jsonfeed.org/version/" in start[:2000] else Form.OTHER
    if not start.startswith("<"):
        return Form.OTHER
    first = _FIRST_TAG.search(_DECLARATIONS.sub("", start[:20_000]))
    name = first[1].lower() if first else ""
    return _ROOTS.get(name, Form.PAGE if "<html" in start[:20_000].lower() else Form.OTHER)


def links(page: str, url: str) -> tuple[str, ...]:
    """Return the addresses of feeds that a page declares, then those it links to that look like feeds."""
    try:
        tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ()
    found = (absolute(url, href) for href in _hrefs(tree))
    return tuple(dict.fromkeys(it for it in found if it and it != url))[:_MOST_LINKS]


def well_known(url: str) -> tuple[str, ...]:
    """Return the addresses where the site may keep feeds and sitemaps that it does not tell of."""
    return tuple(urljoin(url, path) for path in WELL_KNOWN)


def robots(url: str) -> str:
    """Return the address of the site's robots.txt."""
    return urljoin(url, "/robots.txt")


def sitemaps(robots_txt: str, url: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names (RFC 9309 allows the line, https://www.sitemaps.org defines it)."""
    found = (absolute(url, it) for it in _SITEMAP_LINE.findall(robots_txt))
    return tuple(dict.fromkeys(it for it in found if it))[:_MOST_LINKS]


def dates(entries: Sequence[FeedEntry], text: str, now: datetime) -> Dates:
    """Return what can be said of a list's dates; `text` is the list itself."""
    known = [moment for it in entries if (moment := it.published or it.updated)]
    written = [(first or second).strip() for first, second in _DATE.findall(text)]
    return Dates(
        entries=len(entries),
        dated=len(known),
        without_zone=sum(not _ZONE.search(it) for it in written),
        future=sum(moment > now for moment in known),
        newest=max(known, default=None),
        oldest=min(known, default=None),
    )


def encoding(body: bytes, content_type: str) -> Encoding:
    """Return in which encoding an answer says that it is, and in which it is."""
    header = _CHARSET.search(content_type)
    inner = _DECLARED.search(body, 0, 4000)
    said = [header[1] if header else "", (inner[1] or inner[2]).decode("ascii", "replace") if inner else ""]
    fitting = next((name for name in ("utf-8", *said, "gb18030", "big5hkscs") if name and _fits(body, name)), "")
    return Encoding(said[0].lower(), said[1].lower(), fitting.lower())


def _hrefs(tree: html.HtmlElement) -> Iterator[str]:
    for link in tree.iterfind(".//link[@href]"):
        if "alternate" in link.get("rel", "").lower().split() and link.get("type", "").lower() in _FEED_TYPES:
            yield link.get("href", "")
    for anchor in tree.iterfind(".//a[@href]"):
        if _FEED_ADDRESS.search(anchor.get("href", "").partition("#")[0]):
            yield anchor.get("href", "")


def _fits(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
