"""What goes wrong → a problem as RFC 9457 has it, in JSON."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from alerts.app import source_names
from alerts.app.row_formats import json_text
from alerts.app.web import methods, security
from alerts.app.web.forms import UnfitFieldError
from alerts.errors import CorrectionError, Fault, TooOftenError
from crawler.errors import ConfigurationError, RunRefusedError, SourceError, SourceFault, StorageError, stepped

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)

#: What comes next after a fault where a terminal's user is told of a command. Here nothing is removed, and no two
#: names are joined: what goes wrong with that is met elsewhere.
_OF_SOURCES: Mapping[SourceFault, str] = {
    SourceFault.UNKNOWN: "`GET /api/v1/sources` shows what there is",
    SourceFault.SWITCHED_OFF: "`PATCH /api/v1/sources/{}` with `enabled` true brings it back",
    SourceFault.READ_OTHERWISE: "the button on the page of {} that removes it makes room for it",
}
_OF_FINDINGS: Mapping[Fault, str] = {
    Fault.NO_FINDING: "`GET /api/v1/targets` and `GET /api/v1/statements` show what there is",
    Fault.REJECTED: "the page /corrections shows by whom",
    Fault.NO_CORRECTION: "the page /corrections shows those that are",
}

_MEANINGS = {
    401: "No token, or one that is none.",
    403: "The token does not allow this.",
    404: "There is no such thing.",
    409: "Another run holds one of the sources; `href` is where that run is.",
    413: "The body is too long.",
    429: "Asked too often, or by too many at once: `Retry-After` says how many seconds to wait.",
}


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, errors: list[dict[str, str]] | None = None,
    **members: Any,
) -> Response:  # fmt: skip
    """Answer with a problem; `errors` names fields and says what is wrong with each."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **members}
    body = json_text({**said, "errors": errors} if errors else said)
    return Response(body.encode("utf-8", "replace"), status, headers, MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how OpenAPI describes the problems that a route may answer with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    named: dict[int | str, dict[str, Any]] = {
        status: {"description": _MEANINGS[status], "content": content} for status in statuses
    }
    return named | {"default": {"description": "What went wrong.", "content": content}}


def refused(request: Request, error: Exception) -> Response:
    """Answer with the problem that a route, or the lack of one, has told of."""
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), methods.headers(request, error))


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [_wrong(it) for it in error.errors()]
    return problem(422, "; ".join(f"{it['field']}: {it['message']}" for it in wrong), errors=wrong)


def _wrong(found: Mapping[str, Any]) -> dict[str, str]:
    """Name the field as it was sent, and say what is wrong with it."""
    place, *inner = map(str, found["loc"])
    if found["type"] == "json_invalid":  # the rest is where in the text
        return {"field": place, "message": f"it is no JSON, as character {inner[0]} shows: {found['ctx']['error']}"}
    return {"field": ".".join([place, *inner]), "message": found["msg"]}


def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnfitFieldError)
    reason = error.__cause__
    message = str(reason) if isinstance(reason, ConfigurationError) else "what stands here does not do"
    return problem(422, f"body.{error.field}: {message}", errors=[{"field": f"body.{error.field}", "message": message}])


def _impossible(request: Request, error: Exception) -> Response:
    return problem(422, str(error))


def _no_source(request: Request, error: Exception) -> Response:
    assert isinstance(error, SourceError)
    detail = stepped(error.reason, _OF_SOURCES.get(error.fault, "").format(error.subject))
    if error.fault is SourceFault.SWITCHED_OFF:  # whoever may crawl need not know where that is
        detail = detail.replace(error.subject, source_names.public(error.subject))
    return problem(422, detail)


def _incorrect(request: Request, error: Exception) -> Response:
    assert isinstance(error, CorrectionError)
    missing = error.fault in {Fault.NO_FINDING, Fault.NO_CORRECTION}
    detail = stepped(error.reason, _OF_FINDINGS.get(error.fault, ""))
    place = "body" if error.field == "why" else "body.fields"
    field = [{"field": f"{place}.{error.field}", "message": detail}] if error.field else None
    return problem(404 if missing else 422, detail, errors=field, fault=error.fault)


def _held(request: Request, error: Exception) -> Response:
    assert isinstance(error, RunRefusedError)
    href = f"{request.app.state.site.links.base}/api/v1/crawls/{error.holder}"
    source = source_names.public(error.source)
    detail = f"{source} is being crawled by run {error.holder}: wait until it has ended, or cancel it"
    return problem(409, detail, {"Link": f'<{href}>; rel="related"'}, run=error.holder, href=href)


def _too_often(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooOftenError)
    seconds = max(1, ceil(error.wait.total_seconds()))
    return problem(429, f"asked too often: try again in {seconds} seconds", {"Retry-After": str(seconds)})


def _unavailable(request: Request, error: Exception) -> Response:
    _log.error("request not answered: %s", error)
    return problem(503, "the database cannot be used at present: try again in a minute", {"Retry-After": "60"})


def _failed(request: Request, error: Exception) -> Response:
    # It is answered outside of what puts the headers on; the server logs the traceback.
    return problem(500, "a fault of the service's: its log says more", security.HEADERS)


HANDLERS: dict[Any, Callable[[Request, Exception], Any]] = {
    HTTPException: refused,
    RequestValidationError: _unreadable,
    UnfitFieldError: _unfit,
    CorrectionError: _incorrect,
    SourceError: _no_source,
    ConfigurationError: _impossible,
    RunRefusedError: _held,
    TooOftenError: _too_often,
    StorageError: _unavailable,
    Exception: _failed,
}
