"""Feeds of changes: of all of them, of those that a query asks for, and of a subscription's, behind a signed link."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from fastapi import APIRouter, HTTPException, Request, Response

from alerts import feed, recent, subscribe
from alerts.app.web.conditional import has
from alerts.app.web.site import Site, TheSite, restrain
from alerts.audience import Cadence, Filter, Subscriber, Subscription
from alerts.feed import Feed
from alerts.links import Purpose
from alerts.store import changes, subscribers
from crawler import clock
from crawler.errors import ConfigurationError

router = APIRouter()

Form = Literal["atom", "json"]

_MOST = 50  # changes of a feed
_FRESH = 300  # seconds for which a feed need not be asked for again
_TITLE = "smewatch 中小企业政策变化"
_FORMS: dict[Form, tuple[str, Callable[[Feed], bytes]]] = {
    "atom": ("application/atom+xml", feed.atom),
    "json": ("application/feed+json", feed.json_feed),
}
#: The parts of a filter by their names in a query, which are those of the command line.
_QUERY = {
    "topic": "topics",
    "official": "officials",
    "organization": "organizations",
    "region": "regions",
    "level": "levels",
    "object": "objects",
    "keyword": "keywords",
    "require": "required",
    "exclude": "excluded",
    "kind": "kinds",
    "source": "sources",
}


@router.get("/changes.{form}")
def public(request: Request, site: TheSite, form: Form) -> Response:
    """Answer with the latest changes, of a query's filter if there is one."""
    wanted = _asked(request, site)
    query = f"?{request.url.query}" if request.url.query else ""
    named = feed.name(site.links.base, f"changes{query}")
    address = f"{site.links.base}/changes.{form}{query}"
    return _answer(request, site, form, _Kind(named, _TITLE, address, "public"), wanted)


@router.get("/feeds/{token}.{form}")
def private(request: Request, site: TheSite, token: str, form: Form) -> Response:
    """Answer with the latest changes that a subscription asks for."""
    number = site.links.read(Purpose.FEED, token, clock.now())
    with site.app.database.read() as connection:
        asked = subscribers.subscription(connection, number)
    if asked is None or not asked.confirmed:
        raise HTTPException(410)
    named = feed.name(site.links.base, f"subscription/{number}")
    title = f"{_TITLE}：{asked.name}" if asked.name else _TITLE
    address = f"{site.links.base}/feeds/{token}.{form}"
    return _answer(request, site, form, _Kind(named, title, address, "private"), asked.filter)


@dataclass(frozen=True, slots=True)
class _Kind:
    id: str
    title: str
    address: str
    cached: str


def _asked(request: Request, site: Site) -> Filter:
    parts: dict[str, tuple[str, ...]] = {}
    for name, value in request.query_params.multi_items():
        if name not in _QUERY:
            raise HTTPException(422)
        parts[_QUERY[name]] = (*parts.get(_QUERY[name], ()), value)
    wanted = Filter(**parts)
    try:
        subscribe.check(Subscription(0, Subscriber(0, ""), Cadence.DAY, wanted), list(site.topics))
    except ConfigurationError as error:
        raise HTTPException(422) from error
    return wanted


def _answer(request: Request, site: Site, form: Form, kind: _Kind, wanted: Filter) -> Response:
    """Answer with what a filter wants: at once where the asker has it, else as often as anybody may have it made.

    What the asker has is told by the ETag alone: a restatement or a withdrawal moves no date.
    """
    now = clock.now()
    headers = {"ETag": _tag(site, form, kind, wanted, now), "Cache-Control": f"{kind.cached}, max-age={_FRESH}"}
    if has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    restrain(site.feeds, request, now)
    media_type, write = _FORMS[form]
    written = site.syndicated.get((form, kind, wanted), headers["ETag"], partial(_written, site, write, kind, wanted))
    return Response(written, headers=headers, media_type=media_type)


def _written(site: Site, write: Callable[[Feed], bytes], kind: _Kind, wanted: Filter) -> bytes:
    base = site.links.base
    told = recent.recent(site.app.database, site.app.catalog.publishers, wanted, _MOST)
    entries = tuple(feed.entry(it, at, base) for it, at in told)
    return write(Feed(kind.id, kind.title, f"{base}/subscribe", kind.address, entries))


def _tag(site: Site, form: Form, kind: _Kind, wanted: Filter, now: datetime) -> str:
    """Return the ETag of a feed without making it: what it is asked for, and how far the changes have come.

    A weak one: where else a text ran is told by the next day.
    """
    with site.app.database.read() as connection:
        mark = changes.mark(connection)
    asked = repr((mark, f"{now:%Y-%m-%d}", form, kind, wanted))
    return f'W/"{hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:32]}"'
