"""The figures of the ledger: a table that is narrowed down and ordered, and of each figure its history."""

from functools import partial

from fastapi import APIRouter, HTTPException, Request, Response

from alerts import items, plots, wording
from alerts.app.web import cursors
from alerts.app.web.languages import TheTongue
from alerts.app.web.numbers import Number
from alerts.app.web.pages import page
from alerts.app.web.queries import Query
from alerts.app.web.site import Site, TheSite
from alerts.cascade import PROVINCES
from alerts.deadlines import last_date
from alerts.identity import NATION
from alerts.model import DISPUTED, ChangeKind, Status, Target
from alerts.plots import Size
from alerts.store import histories, target_lists
from alerts.store.histories import FigureHistory
from alerts.store.target_lists import Order, Wanted
from alerts.trajectory import trajectory

router = APIRouter(include_in_schema=False)

_PAGE = 50  # figures on a page, …
_MOST = 100  # … and reports of a figure that say nothing new
_ASKED = ("q", "scope", "status", "due_from", "due_until", "change", "topic", "order")
# What figures became of, in the order of the form; a repeat is no change, and a page's edit is no figure's.
_CHANGES = tuple(it for it in ChangeKind if it not in {ChangeKind.REPEATED, ChangeKind.REWORDED, ChangeKind.EDITED})
_ORDERS = (Order.CHANGED, Order.OBJECT, Order.VALUE, Order.DEADLINE)  # by which the heads of the table order it

#: A picture styles itself, and fetches nothing.
_PICTURE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Vary": "Accept-Language, Cookie",
}


@router.get("/targets")
def table(request: Request, site: TheSite) -> Response:
    """Show a page of the figures that are asked for."""
    query = Query.of(request, *_ASKED)
    order = query.choice("order", Order) or Order.CHANGED
    if order not in _ORDERS or (query["topic"] and query["topic"] not in site.topics):
        raise HTTPException(422)
    name = f"targets by {order}"
    wanted, place = _wanted(query), query.place(name, cursors.FIGURES[order])
    with site.app.database.read() as connection:
        listed = target_lists.targets(connection, wanted, _PAGE + 1, place, order)
        count = target_lists.count(connection, wanted)
    more = len(listed) > _PAGE
    return page(
        request, "targets.html",
        query=query, order=order, listed=listed[:_PAGE], count=count,
        next=query.after(name, listed[_PAGE - 1].place) if more else "",
        statuses=list(Status), changes=_CHANGES, places=(NATION, *sorted(PROVINCES)), year=site.today().year,
    )  # fmt: skip


@router.get("/targets/{number}")
def show(request: Request, site: TheSite, tongue: TheTongue, number: Number) -> Response:
    """Show a figure, what it was and became, and where all that was said."""
    history = _history(site, number)
    with site.app.database.read() as connection:
        cascade = histories.share_of(connection, history.known)
    year = site.today().year
    shown = [
        (it, items.figure(it, it.finding, tongue, year))
        for it in reversed(history.sightings)
        if isinstance(it.finding, Target)
    ]
    due = last_date(history.known.target.deadline or "")
    return page(
        request, "target.html",
        number=number, history=history, known=history.known, shown=shown, cascade=cascade,
        disputes=[it for it in shown if it[0].kind in DISPUTED], course=trajectory(history.sightings), year=year,
        left=(due - site.today()).days if due else None, sizes=Size, share=wording.share,
    )  # fmt: skip


@router.get("/targets/{number}/plot.svg")
def picture(request: Request, site: TheSite, tongue: TheTongue, number: Number) -> Response:
    """Draw a figure's course over time, for a narrow screen if that is asked for."""
    size = Query.of(request, "size").choice("size", Size) or Size.WIDE
    course = trajectory(_history(site, number).sightings)
    if not course.points:
        raise HTTPException(404)
    drawn = site.pictures.get((number, tongue.language, size), course, partial(plots.plot, course, tongue.words, size))
    return Response(drawn, media_type="image/svg+xml", headers=_PICTURE)


def _history(site: Site, number: int) -> FigureHistory:
    with site.app.database.read() as connection:
        found = histories.of_finding(connection, number, _MOST)
    if found is None:
        raise HTTPException(404)
    return found


def _wanted(query: Query) -> Wanted:
    return Wanted(
        words=query["q"],
        scope=query["scope"],
        status=query.choice("status", Status),
        due_from=query.period("due_from"),
        due_until=query.period("due_until"),
        change=query.choice("change", ChangeKind),
        topic=query["topic"],
    )
