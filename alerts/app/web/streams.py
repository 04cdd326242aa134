"""Who listens to the service for long: how many at once, in all and of each, and one look at what all are shown."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from alerts.app.web.limits import line_of

#: Streams at once. Each holds a connection, and a process may mostly open 1024 files: pages, mails and the database
#: need theirs as well.
MOST = 200
#: … of the line of one client: nobody alone leaves the others without.
EACH = 20

GLANCE = 0.5  # seconds between two looks at the same


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look has shown: `state` tells one from another, `event` is how it is sent, `last` whether more follow."""

    state: str
    event: str
    last: bool


class Streams:
    """The streams of a server, which are of its loop: they are counted, and share the looks at what they show."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._looks: dict[Hashable, tuple[float, asyncio.Task[Sight]]] = {}

    def refusal(self, client: str) -> str:
        """Say why a client is served no other stream, "" where it is."""
        if self._open.total() >= MOST:
            return f"{MOST} streams are open, and more are not served at once"
        if self._open[line_of(client)] >= EACH:
            return f"{EACH} streams of your address are open, and more are not served to one at once"
        return ""

    @contextmanager
    def counted(self, client: str) -> Iterator[None]:
        """Count one of a client for as long as the context lasts."""
        line = line_of(client)
        self._open[line] += 1
        try:
            yield
        finally:
            self._open -= Counter([line])  # who has none left is forgotten

    async def look(self, shown: Hashable, look: Callable[[], Sight]) -> Sight:
        """Return what the last look has shown at the same, or take another where that was a glance ago.

        `look` may wait for the database.
        """
        now = time.monotonic()
        self._looks = {
            key: (at, task) for key, (at, task) in self._looks.items() if now - at < GLANCE or not task.done()
        }
        if shown not in self._looks:
            self._looks[shown] = now, asyncio.create_task(run_in_threadpool(look))
        return await asyncio.shield(self._looks[shown][1])  # who goes away takes it from nobody else
