"""What goes wrong → a page that says so in plain words."""

import logging
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from alerts.app import source_names
from alerts.app.web import methods, security
from alerts.app.web.api import problems
from alerts.app.web.pages import page
from alerts.app.web.security import RefusedRequestError, Why
from alerts.errors import ExpiredLinkError, ForgedLinkError, NotSignedInError, TooOftenError
from crawler.errors import RunRefusedError, StorageError

_log = logging.getLogger(__name__)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.removeprefix(request.scope["root_path"]).startswith("/api/"):
        return problems.refused(request, error)  # an address with a line break in it, which no mount takes
    why = error.why if isinstance(error, RefusedRequestError) else None
    return _page(request, error.status_code, methods.headers(request, error), why=why)


def _unreadable(request: Request, error: Exception) -> Response:
    return _page(request, 422)


def _forged(request: Request, error: Exception) -> Response:
    return _page(request, 404)


def _expired(request: Request, error: Exception) -> Response:
    return page(request, "expired.html", 410)


def _too_often(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooOftenError)
    seconds = max(1, ceil(error.wait.total_seconds()))
    return _page(request, 429, {"Retry-After": str(seconds)}, minutes=ceil(seconds / 60))


def _not_signed_in(request: Request, error: Exception) -> Response:
    path = request.url.path if request.method in security.SAFE else ""
    query = f"?{request.url.query}" if path and request.url.query else ""
    return RedirectResponse(f"{request.scope['root_path']}/login?next={quote(path + query, safe='')}", 303)


def _unavailable(request: Request, error: Exception) -> Response:
    _log.error("page not made: %s", error)
    return _page(request, 503, {"Retry-After": "60"})


def _failed(request: Request, error: Exception) -> Response:
    # It is answered outside of what puts the headers on; the server logs the traceback.
    return _page(request, 500, security.HEADERS)


def _held(request: Request, error: Exception) -> Response:
    assert isinstance(error, RunRefusedError)
    return page(request, "held.html", 409, holder=error.holder, source=source_names.public(error.source))


def _page(
    request: Request, status: int, headers: Mapping[str, str] | None = None, *, why: Why | None = None, minutes: int = 0
) -> Response:
    most = security.MOST.get(why, "") if why else ""
    return page(request, "error.html", status, headers, why=why, most=most, minutes=minutes)


HANDLERS: dict[Any, Callable[[Request, Exception], Any]] = {
    HTTPException: _refused,
    RequestValidationError: _unreadable,
    ForgedLinkError: _forged,
    ExpiredLinkError: _expired,
    TooOftenError: _too_often,
    NotSignedInError: _not_signed_in,
    RunRefusedError: _held,
    StorageError: _unavailable,
    Exception: _failed,
}
