"""The methods that an address takes: all routes together, of which the framework names the first one's alone."""

from collections.abc import Mapping

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.routing import Match

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def headers(request: Request, error: HTTPException) -> Mapping[str, str] | None:
    """Return the headers of a refusal, with what is allowed where the method is what was refused."""
    if error.status_code != 405:
        return error.headers
    taken = [it for it in _METHODS if _takes(request, it)]
    return {**(error.headers or {}), "Allow": ", ".join([*taken, *(["HEAD"] if "GET" in taken else [])])}


def _takes(request: Request, method: str) -> bool:
    asked = {**request.scope, "method": method}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.router.routes)
