"""`/targets`: the figures of the ledger, and what became of each."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from alerts.app.figure_lists import sighting_row, target_row
from alerts.app.row_formats import Row
from alerts.app.web import cursors
from alerts.app.web.api import answers, models
from alerts.app.web.api.parameters import Cursor, Day, Form, Limit, Period, Topic, Words, beginning, end, words
from alerts.app.web.api.problems import documented
from alerts.app.web.numbers import Number
from alerts.app.web.site import TheSite
from alerts.identity import identify
from alerts.model import Change, ChangeKind, FigureSighting, Status, Target
from alerts.store import histories, target_lists
from alerts.store.target_lists import ListedTarget, Order, Wanted

router = APIRouter(tags=["targets"])

_SIGHTINGS = 1000


def _wanted(
    site: TheSite,
    topic: Topic,
    q: Words = "",
    object: Annotated[str, words("A part of the object's name, as the ledger has it.")] = "",
    scope: Annotated[str, words("A part of the place that it holds for.")] = "",
    unit: Annotated[str, words("Its unit.")] = "",
    status: Annotated[Status | None, Query(description="A goal, a result, or an estimate.")] = None,
    due_from: Period = "",
    due_until: Period = "",
    since: Day = None,
    until: Day = None,
    change: Annotated[ChangeKind | None, Query(description="What the last change meant.")] = None,
    current: Annotated[bool, Query(description="Without those that a later figure has replaced.")] = True,
) -> Wanted:
    return Wanted(
        words=q,
        object=object,
        scope=scope,
        unit=unit,
        status=status,
        due_from=due_from,
        due_until=due_until,
        since=beginning(since, site),
        until=end(until, site),
        change=change,
        topic=topic,
        current=current,
    )


TheWanted = Annotated[Wanted, Depends(_wanted)]
Ordered = Annotated[Order, Query(description="What comes first: the newest change, or …")]


@router.get("/targets", response_model=models.Page[models.Target], responses=documented())
def targets(
    request: Request,
    site: TheSite,
    wanted: TheWanted,
    order: Ordered = Order.CHANGED,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """List figures. `since` and `until` are days on which the last change was noticed."""
    listed = f"targets by {order}"
    after = cursors.load(cursor, listed, cursors.FIGURES[order]) if cursor else None
    with site.app.database.read() as connection:
        found = target_lists.targets(connection, wanted, limit + 1, after, order)
    return answers.page(request, found, limit, listed_row, lambda it: cursors.dump(listed, it.place))


@router.get("/targets.{form}", response_class=Response, responses={**answers.EXPORT, **documented(429)})
def export(request: Request, site: TheSite, form: Form, wanted: TheWanted, order: Ordered = Order.CHANGED) -> Response:
    """Export all figures that are looked for."""
    return answers.export(
        request,
        form,
        listed_row,
        lambda connection, most, last: target_lists.targets(
            connection, wanted, most, last.place if last else None, order
        ),
    )


@router.get("/targets/{number}", response_model=models.TargetHistory, responses=documented(404))
def target(request: Request, site: TheSite, number: Number) -> Response:
    """Return the figure that a finding is a sighting of, with all sightings of its thing, the oldest first."""
    with site.app.database.read() as connection:
        found = histories.of_finding(connection, number, _SIGHTINGS)
        listed = target_lists.of_entry(connection, found.known.id) if found else None
    if found is None or listed is None:
        raise HTTPException(404, f"{number} is no finding of a figure: /api/v1/targets lists those that there are")
    history = [_sighting(it) for it in found.sightings]
    replaced_by = found.now.number if found.now else None
    return answers.one(request, {**listed_row(listed), "replaced_by": replaced_by, "history": history})


def listed_row(it: ListedTarget) -> Row:
    """Write a figure, and what became of it last."""
    last = it.last
    return {
        **target_row(it.known),
        "current": not it.known.replaced,
        "change": last.kind if last else None,
        "changed_at": last.noticed_at.isoformat() if last else None,
    }


def _sighting(it: Change) -> Row:
    assert isinstance(it.finding, Target)
    seen = FigureSighting(it.number or None, it.kind, it.finding, it.origin, it.reason)
    return sighting_row((identify(it.finding), seen))
