"""Rows → answers: single ones and pages with a validator, so that what has not changed is not sent again; exports."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from alerts.app.row_formats import Row, csv_lines, json_lines, json_text
from alerts.app.web.conditional import has
from alerts.app.web.site import Site, restrain
from crawler import clock
from crawler.archive.db import Database

Item = TypeVar("Item")

_BATCH = 500  # rows of an export that are read at once
_LINES = 200  # of an export that are sent at once
_WRITERS: Mapping[str, tuple[str, Callable[[Iterable[Row]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", csv_lines),
    "jsonl": ("application/jsonl; charset=utf-8", json_lines),
}
#: How OpenAPI describes an export.
EXPORT: dict[int | str, dict[str, Any]] = {200: {"description": "All rows.", "content": {
    "text/csv": {"schema": {"type": "string"}}, "application/jsonl": {"schema": {"type": "string"}},
}}}  # fmt: skip


def one(request: Request, row: Row, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a row; with nothing where the asker has it as it is."""
    body = json_text(row).encode("utf-8", "replace")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    kept = "private, no-cache" if {"authorization", "cookie"} & set(request.headers) else "no-cache"
    sent = {"Cache-Control": kept, "ETag": etag, "Vary": "Authorization, Cookie"}
    if request.method == "GET" and has(request, etag):
        return Response(status_code=304, headers=sent)
    return Response(body, status, sent | dict(headers or {}), "application/json")


def page(
    request: Request, found: Sequence[Item], limit: int, row: Callable[[Item], Row], cursor: Callable[[Item], str]
) -> Response:
    """Answer with up to `limit` rows of a list; with more `found` than that, where the next ones are, too."""
    shown = [row(it) for it in found[:limit]]
    if len(found) <= limit:
        return one(request, {"items": shown, "next": None})
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    site = request.app.state.site
    path = request.url.path.removeprefix(site.root)
    next_page = f"{site.links.base}{path}?{urlencode([*asked, ('cursor', cursor(found[limit - 1]))])}"
    return one(request, {"items": shown, "next": next_page}, headers={"Link": f'<{next_page}>; rel="next"'})


def export(
    request: Request,
    form: str,
    row: Callable[[Item], Row],
    listed: Callable[[Any, int, Item | None], Sequence[Item]],
) -> Response:
    """Answer with a whole list, as it comes.

    `listed` is given a connection, and returns up to so many of the list after one, after None the first of all.
    Raises TooOftenError where that was asked for too often.
    """
    site: Site = request.app.state.site
    restrain(site.exports, request, clock.now())
    media_type, write = _WRITERS[form]
    return StreamingResponse(_pieces(write(map(row, _following(site.app.database, listed)))), media_type=media_type)


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    # Each piece takes a thread of its own to be made: a line at a time would take longer than all the rest.
    while piece := "".join(islice(lines, _LINES)):
        yield piece.encode("utf-8", "replace")


def _following(database: Database, listed: Callable[[Any, int, Item | None], Sequence[Item]]) -> Iterator[Item]:
    last: Item | None = None
    while True:
        with database.read() as connection:
            found = listed(connection, _BATCH, last)
        if not found:
            return
        yield from found
        last = found[-1]
