"""`/crawls`: begun, watched, cancelled."""

from fastapi import APIRouter, Header, HTTPException, Request, Response

from alerts.app import source_names
from alerts.app.jobs.crawling import run_json
from alerts.app.row_formats import Row
from alerts.app.run_progress import progress_of
from alerts.app.web import cursors
from alerts.app.web.api import answers, events, models, orders
from alerts.app.web.api.access import Anybody, Caller, Crawling, optional
from alerts.app.web.api.parameters import Cursor, Limit
from alerts.app.web.api.problems import documented
from alerts.app.web.numbers import Number
from alerts.app.web.site import Site, TheSite
from alerts.tokens import Scope
from crawler import clock
from crawler.archive import runs
from crawler.model import RunSummary

router = APIRouter(tags=["crawls"])

_OPTIONAL = optional(Scope.SOURCES)
_LIST = "crawls"


@router.post("/crawls", status_code=202, response_model=models.Run, responses=documented(401, 403, 409, 413))
def begin(request: Request, site: TheSite, caller: Crawling, order: orders.CrawlOrder) -> Response:
    """Begin a crawl. The answer says where it can be watched; another one that holds a source is named."""
    number = site.crawls.begin([*order.sources, *order.feeds], trigger="api", announce=order.announce)
    row = _run(site, number, caller)
    return answers.one(request, row, 202, {"Location": row["href"]})


@router.get("/crawls", response_model=models.Page[models.Run], responses=documented(401), openapi_extra=_OPTIONAL)
def crawls(request: Request, site: TheSite, caller: Anybody, limit: Limit = 20, cursor: Cursor = "") -> Response:
    """List crawls, the last first, whoever began them."""
    before = cursors.load_number(cursor, _LIST) if cursor else None
    with site.app.database.read() as connection:
        found = runs.latest(connection, limit + 1, clock.now(), before)
    return answers.page(
        request, found, limit, lambda it: row(site, it, caller), lambda it: cursors.dump_number(_LIST, it.run)
    )


@router.get("/crawls/{number}", response_model=models.Run, responses=documented(401, 404), openapi_extra=_OPTIONAL)
def crawl(request: Request, site: TheSite, caller: Anybody, number: Number) -> Response:
    """Return a crawl as it stands."""
    return answers.one(request, _run(site, number, caller))


@router.delete(
    "/crawls/{number}", status_code=202, response_model=models.Run,
    responses={200: {"model": models.Run, "description": "It had ended."}, **documented(401, 403, 404)},
)  # fmt: skip
def cancel(request: Request, site: TheSite, caller: Crawling, number: Number) -> Response:
    """Ask a crawl to stop, which takes up to two seconds; what it has stored is kept."""
    _run(site, number, caller)
    with site.app.database.write() as connection:
        asked = runs.cancel(connection, number)
    return answers.one(request, _run(site, number, caller), 202 if asked else 200)


@router.get(
    "/crawls/{number}/events", response_class=events.EventStream,
    responses={**events.DESCRIBED, **documented(401, 404, 429)}, openapi_extra=_OPTIONAL,
)  # fmt: skip
async def watch(
    request: Request,
    site: TheSite,
    caller: Anybody,
    number: Number,
    last_event_id: str = Header(default="", max_length=100),
) -> Response:
    """Send the crawl as it goes along: events `progress`, and one `end`, each with the crawl's JSON."""
    shown = number, caller.may(Scope.SOURCES)
    return await events.stream(request, shown, lambda: _run(site, number, caller), last_event_id)


def row(site: Site, run: RunSummary, caller: Caller) -> Row:
    """Write a crawl as it stands, how long it still takes, and where it is.

    Addresses that users added are told to who may change them, as they are of `/sources`.
    """
    left = progress_of(run).seconds_left
    return {
        **run_json(run if caller.may(Scope.SOURCES) else source_names.public_run(run)),
        "seconds_left": None if left is None else round(left),
        "href": f"{site.links.base}/api/v1/crawls/{run.run}",
    }


def _run(site: Site, number: int, caller: Caller) -> Row:
    with site.app.database.read() as connection:
        found = runs.summary(connection, number, clock.now())
    if found is None:
        raise HTTPException(404, f"there is no run {number}: /api/v1/crawls lists the last ones")
    return row(site, found, caller)
