"""A crawl as it goes along → server-sent events. Who listens holds neither a thread nor a connection in between."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import AbstractContextManager
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from alerts.app.row_formats import Row, json_text
from alerts.app.web import streams
from alerts.app.web.site import Site, client_of
from alerts.app.web.streams import Sight
from crawler.model import RunState

_SILENCE = 15.0  # seconds after which a comment shows proxies that somebody is there
_LATER = 30  # seconds after which it may be tried again whether there is room

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


class _Counted(EventStream):
    """A stream that is counted for as long as it is sent."""

    def __init__(self, events: AsyncIterator[str], counted: AbstractContextManager[None]) -> None:
        super().__init__(events, headers={"X-Accel-Buffering": "no"})
        self._counted = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        with self._counted:
            await super().__call__(scope, receive, send)


async def stream(request: Request, shown: Hashable, look: Callable[[], Row], last_event_id: str) -> Response:
    """Answer with the events of a run; with nothing where the asker has heard of its end, so as to ask no more.

    `look` returns the run as it stands, the same for all who name the same as `shown`. Raises a 429 where as many
    streams are open as may be, in all or of who asks.
    """
    site: Site = request.app.state.site

    def sight() -> Sight:
        return _sight(look())

    first = await run_in_threadpool(sight)
    if first.last and first.state == last_event_id:
        return Response(status_code=204)
    client = client_of(request)
    if why := site.streams.refusal(client):
        raise HTTPException(429, f"{why}: ask for the run, or try again", {"Retry-After": str(_LATER)})
    return _Counted(_events(site, first, shown, sight, last_event_id), site.streams.counted(client))


async def _events(site: Site, now: Sight, shown: Hashable, look: Callable[[], Sight], told: str) -> AsyncIterator[str]:
    silent = 0.0
    while not site.leaving.is_set():
        if now.state != told:
            told, silent = now.state, 0.0
            yield now.event
        elif silent >= _SILENCE:
            silent = 0.0
            yield ": it goes on\n\n"
        if now.last:
            return
        await asyncio.sleep(streams.GLANCE)
        silent += streams.GLANCE
        now = await site.streams.look(shown, look)


def _sight(run: Row) -> Sight:
    counted = {name: value for name, value in run.items() if not name.startswith("seconds")}  # time passes by itself
    state = hashlib.sha256(json_text(counted).encode("utf-8", "replace")).hexdigest()[:16]
    last = run["state"] != RunState.RUNNING
    return Sight(state, f"event: {'end' if last else 'progress'}\nid: {state}\ndata: {json_text(run)}\n\n", last)
