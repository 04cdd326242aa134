"""What every request keeps to: it asks with parameters that there are, and what it sends says that it is JSON."""

from fastapi import HTTPException, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute


async def refuse_unknown_parameters(request: Request) -> None:  # on the loop: no request waits for a thread for it
    """Refuse a parameter that the route does not have: who is not heard would take all rows for those asked for."""
    known = _parameters(_route(request).dependant)
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        has = f"here are {', '.join(sorted(known))}" if known else "there are none here"
        wrong = [
            {"loc": ("query", name), "type": "extra_forbidden", "msg": f"there is no such parameter: {has}"}
            for name in unknown
        ]
        raise RequestValidationError(wrong)


async def refuse_other_media(request: Request) -> None:
    """Refuse a body that is not sent as JSON."""
    if _route(request).body_field is None or not await request.body():
        return
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        sent = f"it says {media_type}" if media_type else "it says nothing"
        raise HTTPException(415, f"a body is JSON, and its Content-Type says application/json: {sent}")


def _parameters(dependant: Dependant) -> set[str]:
    own = {it.alias for it in dependant.query_params}
    return own.union(*map(_parameters, dependant.dependencies))


def _route(request: Request) -> APIRoute:
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    return route
