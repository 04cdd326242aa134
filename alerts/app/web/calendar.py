"""The calendar: which goals are due, year by year and month by month; and the same for calendar programs."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request, Response

from alerts import agenda, wording
from alerts.agenda import Event
from alerts.app.web import cursors
from alerts.app.web.conditional import has
from alerts.app.web.pages import page
from alerts.app.web.queries import Query
from alerts.app.web.site import Site, TheSite, restrain
from alerts.deadlines import last_date
from alerts.model import Status
from alerts.store import changes, target_lists
from alerts.store.target_lists import ListedTarget, Order, Wanted
from crawler import clock

router = APIRouter(include_in_schema=False)

_PAGE = 60  # goals on a page, …
_EVENTS = 500  # … and of a calendar program's
_LATELY = timedelta(days=30)  # so long a goal stays that was due
_FRESH = 3600  # seconds for which a calendar need not be asked for again
_ASKED = ("q", "scope", "year")
_LIST = "calendar"


@router.get("/calendar")
def show(request: Request, site: TheSite) -> Response:
    """Show the goals that are due from now on, or in a year, the soonest first."""
    query, today = Query.of(request, *_ASKED), site.today()
    if query["year"] and len(query.period("year")) != 4:
        raise HTTPException(422)
    asked = _wanted(query)
    wanted = replace(asked, due_from=query["year"], due_until=query["year"]) if query["year"] else _from(asked, today)
    with site.app.database.read() as connection:
        listed = target_lists.targets(connection, wanted, _PAGE + 1, query.place(_LIST, cursors.text), Order.DEADLINE)
        years = target_lists.count_by_year(connection, asked)
    following = query.after(_LIST, listed[_PAGE - 1].place) if len(listed) > _PAGE else ""
    days = [(day, list(goals)) for day, goals in groupby(_due(listed[:_PAGE]), lambda it: it[0])]
    months = [(month, list(ends)) for month, ends in groupby(days, lambda it: it[0].isoformat()[: len("2026-12")])]
    return page(request, "calendar.html", query=query, months=months, years=years, next=following, today=today)


@router.get("/deadlines.ics")
def subscribe(request: Request, site: TheSite) -> Response:
    """Answer with the goals that are due from now on, as a calendar."""
    query, now = Query.of(request, *_ASKED), clock.now()
    wanted = _from(_wanted(query), site.day(now))
    with site.app.database.read() as connection:
        asked = repr((_LIST, changes.mark(connection), wanted))
    etag = f'W/"{hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={_FRESH}"}
    if has(request, etag):
        return Response(status_code=304, headers=headers)
    restrain(site.feeds, request, now)
    written = site.syndicated.get(wanted, etag, partial(_written, site, wanted))
    return Response(written, headers=headers, media_type="text/calendar; charset=utf-8")


def _written(site: Site, wanted: Wanted) -> bytes:
    with site.app.database.read() as connection:
        listed = target_lists.targets(connection, wanted, _EVENTS, order=Order.DEADLINE)
    return agenda.calendar("smewatch 中小企业政策目标到期", [_event(day, it, site) for day, it in _due(listed)])


def _wanted(query: Query) -> Wanted:
    return Wanted(words=query["q"], scope=query["scope"], status=Status.TARGET)


def _from(wanted: Wanted, today: date) -> Wanted:
    return replace(wanted, due_from=(today - _LATELY).isoformat(), due_until="9999")


def _due(listed: Iterable[ListedTarget]) -> Iterator[tuple[date, ListedTarget]]:
    """Give the goals, each with the day on which it is due; of one that no calendar has nobody can say."""
    for it in listed:
        day = last_date(it.known.target.deadline or "")
        if day:
            yield day, it


def _event(day: date, goal: ListedTarget, site: Site) -> Event:
    known, base = goal.known, site.links.base
    target, origin = known.target, known.origin
    return Event(
        uid=f"goal-{known.id}@{urlsplit(base).hostname}",
        day=day,
        changed=goal.last.noticed_at if goal.last else origin.published,
        summary=f"到期：{target.scope} {target.object} {wording.summary(target)}",
        description=f"{target.sentence.text}\n{wording.source(origin)}《{origin.title}》",
        url=f"{base}/targets/{known.number}" if known.number else "",
    )
