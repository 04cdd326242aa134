"""What the routes share → the application below /api, which describes itself: OpenAPI at /api/v1/openapi.json.

It is an application of its own, so that whatever goes wrong below /api is a problem in JSON, and never a page.
"""

from functools import partial
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware

from alerts.app.row_formats import json_text
from alerts.app.web import security
from alerts.app.web.api import (
    articles,
    bodies,
    corrections,
    crawls,
    demands,
    models,
    officials,
    problems,
    reference,
    sources,
    statements,
    subscriptions,
    targets,
)
from alerts.app.web.site import Site

_DESCRIPTION = """
What smewatch has read, and what it does. Reading is for everybody; what changes something takes a token that
`smewatch tokens add` has made, with the scope that the operation names.

Lists come in pages: `next`, and a `Link` header, hold the address of the next one. Answers have an `ETag`: who sends it
in `If-None-Match` hears 304 while nothing has changed. Whole lists are exported as `targets.csv` or `targets.jsonl`.
What goes wrong is told as RFC 9457 has it (`application/problem+json`).
"""
_UNSAID = "Successful Response"  # what FastAPI says of an answer of which nobody says more
_RESOURCES = (articles, targets, statements, officials, sources, crawls, corrections, subscriptions)


def create(site: Site) -> FastAPI:
    """Make the application that is mounted at /api."""
    api = FastAPI(
        title="smewatch",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        dependencies=[
            Depends(security.refuse_other_sites),
            Depends(demands.refuse_unknown_parameters),
            Depends(demands.refuse_other_media),
        ],
        middleware=[Middleware(bodies.Limit)],
        exception_handlers=problems.HANDLERS,
    )
    api.state.site = site
    for resource in _RESOURCES:
        api.include_router(resource.router, prefix="/v1")
    api.openapi = partial(_describe, api, f"{site.links.base}/api")  # type: ignore[method-assign]
    api.include_router(reference.router, prefix="/v1", include_in_schema=False)
    api.add_api_route("/v1/openapi.json", _description, include_in_schema=False)
    return api


def _description(request: Request) -> Response:
    # Not a function inside `create`: FastAPI keeps every route's function for good, and what it closes over.
    said = json_text(request.app.openapi())
    return Response(said, media_type="application/json", headers={"Cache-Control": "no-cache"})


def _describe(api: FastAPI, address: str) -> dict[str, Any]:
    if api.openapi_schema is None:
        described = get_openapi(
            title="smewatch",
            version=api.version,
            description=_DESCRIPTION,
            routes=api.routes,
            servers=[{"url": address}],
        )
        problem = models.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        described["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
        _say_what_comes(described)
        api.openapi_schema = described
    return api.openapi_schema


def _say_what_comes(described: dict[str, Any]) -> None:
    """Describe each answer that is a success as its model is, where it was not described otherwise."""
    answers = (
        answer
        for methods in described["paths"].values()
        for operation in methods.values()
        for answer in operation["responses"].values()
    )
    for answer in answers:
        if answer["description"] == _UNSAID:
            name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            answer["description"] = described["components"]["schemas"][name]["description"]
