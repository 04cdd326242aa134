"""When a page says that its article was published. Pure: relative times are those of the fetch. Never guesses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import chain

from lxml import html

from crawler import times
from crawler.extraction.markup import select, values

#: Names of meta tags, in order of trust: what the article says of itself before what the page does.
_METAS = ("article:published_time", "og:published_time", "firstpublishedtime", "pubdate", "publishdate",
          "publish_date", "publishtime", "_pubtime", "apub:time", "og:time", "datepublished",
          "weibo:article:create_at", "weibo: article:create_at")  # fmt: skip
_CHANGED = ("dateupdate", "lastmodifiedtime", "article:modified_time", "og:updated_time")
_LINKED_DATA = re.compile(r'"(?:datePublished|pubDate)"\s*:\s*"([^"]+)"')
_LABELLED = re.compile(r"(?:发布|发表|公开|上传)(?:时间|日期)\s*[：:]\s*([^\n]{6,30})")
_AHEAD = timedelta(days=1)  # how far a site's clock or zone may be ahead; a later date is that of an event
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")


def find(
    tree: html.HtmlElement,
    selectors: Sequence[str],
    metas: Mapping[str, str],
    shown: str,
    byline: str,
    *,
    url: str,
    zone: tzinfo,
    now: datetime,
) -> datetime | None:
    """Return the first date that can be read and has come, in UTC; None for a page that tells none.

    The order: the publisher's place, the head, linked data, what stands under the headline, a labelled date anywhere,
    the day in the page's address, when the page was changed, and under the headline what only `now` makes a date.
    """
    told = _told(tree, selectors, metas)
    changed = (metas[name] for name in _CHANGED if name in metas)
    moments = chain(
        (times.read(it, zone=zone, now=now) or times.find(it, zone=zone, now=now) for it in told),
        (times.find(it, zone=zone, now=now) for it in (byline, *_LABELLED.findall(shown), *_days_in(url), *changed)),
        (times.find_relative(it, zone=zone, now=now) for it in (byline,)),
    )
    return next((moment for moment in moments if moment and moment <= now + _AHEAD), None)


def _days_in(url: str) -> list[str]:
    """Return the last day that an address names (`/2026/0305/`, `/202603/t20260305_1.html`), if any."""
    return ["-".join(parts) for parts in _IN_ADDRESS.findall(url)][-1:]


def _told(tree: html.HtmlElement, selectors: Sequence[str], metas: Mapping[str, str]) -> Iterator[str]:
    yield from values(tree, selectors)
    yield from (metas[name] for name in _METAS if name in metas)
    for script in select(tree, "script[type='application/ld+json']"):
        yield from _LINKED_DATA.findall(script.text or "")
    yield from values(tree, ("time[datetime]",))
