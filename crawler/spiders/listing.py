"""HTML lists: the bytes of a page into entries, by the selectors that its source declares (`HtmlList`).

Some pages hold no list but a script that says where to ask for it (miit.gov.cn); `further` reads that address, and
`entries` the JSON that answers there, whose `data.html` is the list. Others hold the list as the text of a script.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache
from typing import Any
from urllib.parse import urlencode

from lxml import etree, html
from lxml.cssselect import CSSSelector

from crawler import times
from crawler.address import absolute, host
from crawler.errors import FetchError
from crawler.model import FeedEntry, HtmlList, Reason, Source
from crawler.spiders import payload
from crawler.spiders.reading import Further, Reader, newest

_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_BRACKETS = "[]()（）【】 \t\r\n\xa0\u3000"


def entries(
    body: bytes,
    source: Source,
    now: datetime,
    *,
    headers: Mapping[str, str] | None = None,
    zone: tzinfo = times.BEIJING,
    limit: int = 500,
) -> tuple[FeedEntry, ...]:
    """Read an HTML list into its entries: see `reading.ReadEntries`."""
    rules = _rules(source)
    written = payload.text(body, headers)
    page = _parsed(_built(written) if rules.built_by else written)
    base = _base(page, source.url)
    items = _select(_embedded(page, rules.embedded) if rules.embedded else page, rules.items)
    found = [entry for item in items if (entry := _entry(item, rules, base, now, zone))]
    if not found:
        detail = f"none of the {len(items)} items that {rules.items!r} selects has an address"
        raise FetchError(Reason.EMPTY, detail)
    return newest(found, limit)


def further(body: bytes, source: Source, *, headers: Mapping[str, str] | None = None) -> tuple[Further, ...]:
    """Return where a page's script says that its list is: see `reading.ReadFurther`."""
    rules = _rules(source)
    written = payload.text(body, headers)
    if not rules.built_by or not written.lstrip().startswith("<"):
        return ()
    for script in _select(_parsed(written), rules.built_by):
        url = absolute(source.url, script.get("url", ""))
        if url:
            query = urlencode(_query(script.get("querydata", "")))
            asked = f"{url}{'&' if '?' in url else '?'}{query}" if query else url
            return (Further(asked, _as_from_the_page(source.url, asked, headers or {})),)
    return ()


def _rules(source: Source) -> HtmlList:
    if not isinstance(source.rules, HtmlList):
        raise FetchError(Reason.CONFIGURATION, "an HTML list needs rules that say where it keeps its entries")
    return source.rules


def _built(written: str) -> str:
    """Return the list in the answer to the second request."""
    try:
        built = json.loads(written)["data"]["html"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        detail = "neither does the page say where its list is, nor is it the list"
        raise FetchError(Reason.NOT_A_FEED, detail) from error
    return str(built)


def _embedded(page: html.HtmlElement, scripts: str) -> html.HtmlElement:
    """Return the markup that scripts hold as a page of its own."""
    held = "".join(script.text_content() for script in _select(page, scripts))
    return _parsed(f"<html><body>{_CDATA.sub('', held)}</body></html>")


def _query(written: str) -> dict[str, Any]:
    """Read the parameters of the second request: JSON, its strings in single quotation marks."""
    for attempt in (written, written.replace("'", '"')):
        try:
            query = json.loads(attempt)
        except (ValueError, RecursionError):
            continue
        return query if isinstance(query, dict) else {}
    return {}


def _as_from_the_page(page: str, url: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Return what the page's own script would send along: where it stands and, on the same host, its first cookie."""
    cookies = next((value for name, value in headers.items() if name.lower() == "set-cookie"), "")
    cookie = cookies.partition(";")[0].strip()
    return {"Referer": page} | ({"Cookie": cookie} if cookie and host(url) == host(page) else {})


def _parsed(written: str) -> html.HtmlElement:
    # As bytes: lxml refuses a text that declares an encoding, as XHTML pages do in their first line.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        return html.document_fromstring(written.encode(errors="replace"), parser=parser)
    except etree.ParserError as error:
        raise FetchError(Reason.EMPTY, "the answer has no content") from error


def _base(page: html.HtmlElement, url: str) -> str:
    declared = page.find(".//base[@href]")
    return (absolute(url, declared.get("href", "")) if declared is not None else "") or url


def _entry(item: html.HtmlElement, rules: HtmlList, base: str, now: datetime, zone: tzinfo) -> FeedEntry | None:
    links = _select(item, rules.link) if rules.link else [item]
    link, url = next(((it, url) for it in links if (url := _target(it, base))), (None, ""))
    if link is None:
        return None
    titled = next(iter(_select(item, rules.title)), link) if rules.title else link
    title = _one_line(titled.get("title") or titled.text_content())
    if rules.date:
        dated = " ".join(it.text_content() for it in _select(item, rules.date))
    else:  # somewhere in the item; but a date in the headline is not when it was published
        dated = item.text_content().replace(titled.text_content(), " ")
    return FeedEntry(url=url, title=title, published=_date(dated, zone, now))


def _target(link: html.HtmlElement, base: str) -> str:
    written = link.get("href", "").strip()
    return "" if written.startswith("#") else absolute(base, written)


def _date(written: str, zone: tzinfo, now: datetime) -> datetime | None:
    return times.read(written.strip(_BRACKETS), zone=zone, now=now) or times.find(written, zone=zone, now=now)


def _select(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    return _compiled(selector)(element)  # type: ignore[return-value]


@cache  # selectors are declared, so there are few; to compile one takes longer than to apply it
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _one_line(text: str) -> str:
    return " ".join(text.split())


READER = Reader(entries, further)
