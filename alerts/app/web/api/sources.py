"""`/sources`: what is polled, and how each source fares; added by address, switched on and off."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Request, Response

from alerts.app import bootstrap, fares, source_names, sourcing
from alerts.app.fares import Fare, fare_json
from alerts.app.sourcing import Reading
from alerts.app.web.api import answers, models, orders
from alerts.app.web.api.access import Anybody, Sourcing, optional
from alerts.app.web.api.parameters import LINE
from alerts.app.web.api.problems import documented
from alerts.app.web.site import Site, TheSite
from alerts.tokens import Scope
from crawler import clock, rules

router = APIRouter(tags=["sources"])

_OPTIONAL = optional(Scope.SOURCES)
Name = Annotated[str, Path(min_length=1, max_length=2000, pattern=LINE, description="Its name, as the list has it.")]


@router.get("/sources", response_model=models.Page[models.Feed], responses=documented(401), openapi_extra=_OPTIONAL)
def sources(request: Request, site: TheSite, caller: Anybody) -> Response:
    """List all sources; those that are switched off come last.

    Addresses that users added are told to who may change them.
    """
    found = fares.fares(bootstrap.up_to_date(site.app), site.standings)
    rows = [fare_json(it if caller.may(Scope.SOURCES) else it.public()) for it in found]
    return answers.one(request, {"items": rows, "next": None})


@router.post(
    "/sources", status_code=201, response_model=models.Feed,
    responses={200: {"model": models.Feed, "description": "It was there."}, **documented(401, 403, 413)},
)  # fmt: skip
def add(request: Request, site: TheSite, caller: Sourcing, new: orders.NewSource) -> Response:
    """Add a source by its address, or find the one that has it."""
    reading = Reading(new.kind, rules.read(new.kind, new.rules, ""), rules.read_referer(new.referer, ""))
    ((source, is_new),) = sourcing.add(bootstrap.up_to_date(site.app), [new.url], reading, clock.now())
    row = fare_json(_fare(site, source.name))
    return answers.one(request, row, 201 if is_new else 200, {"Location": _address(site, source.name)})


@router.get(
    "/sources/{name:path}",
    response_model=models.Feed,
    responses=documented(401, 404),
    openapi_extra=_OPTIONAL,
)
def source(request: Request, site: TheSite, caller: Anybody, name: Name) -> Response:
    """Return a source, and how it fares. A slash in its name is written %2F."""
    fare = _fare(site, name)
    return answers.one(request, fare_json(fare if caller.may(Scope.SOURCES) else fare.public()))


@router.patch("/sources/{name:path}", response_model=models.Feed, responses=documented(401, 403, 404, 413))
def switch(request: Request, site: TheSite, caller: Sourcing, name: Name, wanted: orders.Switch) -> Response:
    """Switch a source on or off; what came from it stays."""
    app = bootstrap.up_to_date(site.app)
    own = _fare(site, name).source.name
    if wanted.enabled:
        sourcing.enable(app, own)
    else:
        sourcing.disable(app, own, clock.now())
    return answers.one(request, fare_json(_fare(site, own)))


def _fare(site: Site, name: str) -> Fare:
    """Return how the source of a name fares, its own or the one that everybody knows. Raises a 404 where it is none."""
    app = bootstrap.up_to_date(site.app)
    own = source_names.own(app.catalog, name)
    for fare in fares.fares(app, site.standings):
        if fare.source.name == own:
            return fare
    raise HTTPException(404, f"there is no source {name}: /api/v1/sources lists those that there are")


def _address(site: Site, name: str) -> str:
    return f"{site.links.base}/api/v1/sources/{quote(name, safe='')}"
