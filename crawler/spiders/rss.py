"""RSS and Atom feeds: the bytes of a feed into entries.

feedparser reads the XML. The encoding is settled before, because feedparser takes a feed with one false byte for one
in another alphabet; dates are read by `crawler.times` from the raw strings, because it takes a date without an offset
for UTC and `CST` for US Central.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from xml.sax import SAXException

import feedparser

from crawler import times
from crawler.address import absolute, is_web
from crawler.errors import FetchError
from crawler.model import FeedEntry, Reason, Source
from crawler.spiders import payload
from crawler.spiders.reading import Reader, headline, newest

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ENCODING = re.compile(r"(<\?xml\b[^>]*?)\s+encoding\s*=\s*([\"']).*?\2", re.IGNORECASE)
_IN_UTF_8 = {"content-type": "application/xml; charset=utf-8"}
_IMAGE = re.compile(r"<img\b[^>]*?\bsrc=[\"']([^\"']+)", re.IGNORECASE)


def entries(
    body: bytes,
    source: Source,
    now: datetime,
    *,
    headers: Mapping[str, str] | None = None,
    zone: tzinfo = times.BEIJING,
    limit: int = 500,
) -> tuple[FeedEntry, ...]:
    """Read a feed into its entries: see `reading.ReadEntries`."""
    if not body.removeprefix(BOM_UTF8).strip():
        raise FetchError(Reason.EMPTY, "the answer has no content")
    if _HTML.match(body.removeprefix(BOM_UTF8)):
        raise FetchError(Reason.NOT_A_FEED, "the address answers with a web page: give the address of its feed")
    try:
        utf_8 = _in_utf_8(payload.complete_entries(body), headers)
        feed = feedparser.parse(utf_8, response_headers=_IN_UTF_8 | {"content-location": source.url})
    except Exception as error:  # it trips over declarations that are no text, and over more than can be listed
        raise FetchError(Reason.MALFORMED, f"the feed cannot be read: {error!r}") from error
    found = [entry for raw in map(_own_keys, feed.entries) if (entry := _entry(raw, source, now, zone))]
    if not found:
        raise _nothing_found(feed)
    return newest(found, limit)


def _in_utf_8(body: bytes, headers: Mapping[str, str] | None) -> bytes:
    """Return a feed in UTF-8, and without the name of another encoding."""
    return _ENCODING.sub(r"\1", payload.text(body, headers), count=1).encode("utf-8", "replace")


def _own_keys(raw: Any) -> dict[str, Any]:
    """Return an entry without feedparser's aliases, which would give a date for another with a warning."""
    return dict(raw.items())


def _entry(raw: dict[str, Any], source: Source, now: datetime, zone: tzinfo) -> FeedEntry | None:
    url = _address(raw, source)
    if url is None:
        return None
    dates = (raw.get(key) for key in ("published", "updated", "created"))
    published = (times.read(date, zone=zone, now=now) for date in dates if date)
    contents = [it.get("value") or "" for it in raw.get("content", [])] + [raw.get("summary") or ""]
    content = max(contents, key=len)
    return FeedEntry(
        url=url,
        title=headline(raw.get("title") or ""),
        published=next((moment for moment in published if moment), None),
        author=" ".join((raw.get("author") or "").split()),
        content=content,
        image=_image(raw, content, url),
    )


def _address(raw: dict[str, Any], source: Source) -> str | None:
    """Return an entry's address: its link, or its id where that is one. Identity is the address: ids repeat."""
    written = raw.get("id") or ""
    return absolute(source.url, raw.get("link") or "") or (written if is_web(written) else None)


def _image(raw: dict[str, Any], content: str, base: str) -> str:
    declared = [it.get("url") for it in (*raw.get("media_thumbnail", []), *raw.get("media_content", []))]
    enclosed = [it.get("href") for it in raw.get("enclosures", []) if it.get("type", "").startswith("image/")]
    candidates = (absolute(base, address or "") for address in (*declared, *enclosed, *_IMAGE.findall(content)))
    return next(filter(None, candidates), "")


def _nothing_found(feed: Any) -> FetchError:
    # Of feedparser's complaints only a parser's own counts: a wrong content type or encoding breaks no feed.
    broken = feed.get("bozo_exception")
    if feed.version and isinstance(broken, SAXException):
        return FetchError(Reason.MALFORMED, f"no entry can be read: {broken}")
    if not feed.version:
        return FetchError(Reason.NOT_A_FEED, "the answer is neither RSS nor Atom")
    detail = "none of its entries has an address" if feed.entries else "the feed has no entries"
    return FetchError(Reason.EMPTY, detail)


READER = Reader(entries)
