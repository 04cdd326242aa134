"""A crawl as it goes along → server-sent events. Who listens holds neither a thread nor a connection in between."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from alerts.app.row_formats import Row, json_text
from crawler.model import RunState

_GLANCE = 0.5  # seconds between two looks at the run
_SILENCE = 15.0  # … after which a comment shows proxies that somebody is there


#: How OpenAPI describes the stream: each of its events.
DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events, until the run has ended.",
        "content": {
            "text/event-stream": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "event": {"enum": ["progress", "end"]},
                        "id": {"type": "string"},
                        "data": {"type": "string", "contentMediaType": "application/json"},
                    },
                }
            }
        },
    },
    204: {"description": "The run has ended, and the asker has heard of it: there is nothing more to hear."},
}


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


async def stream(request: Request, look: Callable[[], Row], last_event_id: str) -> Response:
    """Answer with the events of a run; with nothing where the asker has heard of its end, so as to ask no more.

    `look` returns the run as it stands, and may wait for the database.
    """
    first = await run_in_threadpool(look)
    if _has_ended(first) and _id(first) == last_event_id:
        return Response(status_code=204)
    return EventStream(_events(request, first, look, last_event_id), headers={"X-Accel-Buffering": "no"})


async def _events(request: Request, now: Row, look: Callable[[], Row], told: str) -> AsyncIterator[str]:
    silent = 0.0
    while not request.app.state.site.leaving.is_set():
        if _id(now) != told:
            told, silent = _id(now), 0.0
            yield f"event: {'end' if _has_ended(now) else 'progress'}\nid: {told}\ndata: {json_text(now)}\n\n"
        elif silent >= _SILENCE:
            silent = 0.0
            yield ": it goes on\n\n"
        if _has_ended(now):
            return
        await asyncio.sleep(_GLANCE)
        silent += _GLANCE
        now = await run_in_threadpool(look)


def _has_ended(run: Row) -> bool:
    return bool(run["state"] != RunState.RUNNING)


def _id(run: Row) -> str:
    """Return what tells one state of a run from another; the passing of time is none."""
    counted = {name: value for name, value in run.items() if not name.startswith("seconds")}
    return hashlib.sha256(json_text(counted).encode("utf-8", "replace")).hexdigest()[:16]
