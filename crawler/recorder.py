"""What a run brings, gathered until it is written: the bridge between spiders, which fetch, and `ingest`, which stores.

The methods that spiders call only collect and never wait; `look_back`, `want` and `write` use the database and belong
in a thread. A source's poll is written together with the last of its pages, so that whatever happens before that, the
next poll sees the whole feed again.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from crawler.archive import entries, pages, polls, runs
from crawler.archive.db import Database
from crawler.archive.entries import Wanted
from crawler.archive.pages import DuePage
from crawler.errors import FetchError
from crawler.ingest import Arrival, Batch, Intake, Miss, Visit, ingest
from crawler.model import Asked, Failure, FeedEntry, Poll, RunState, Source, Validators
from crawler.polling import DEFAULT_PACE, Pace
from crawler.relevance import Topic

_NAMED = 5  # sources that are named as being polled


@dataclass(slots=True, eq=False)
class OpenPoll:
    """A poll that is under way. `pending` counts the pages that have neither arrived nor failed."""

    source: Source
    at: datetime
    before: Validators
    announced: bool
    started: float = field(default_factory=time.monotonic)
    status: int | None = None
    bytes: int = 0
    entries: int = 0
    new: int = 0
    pending: int = 0
    complete: bool = True
    failed: bool = False
    after: Validators = field(default_factory=Validators)
    newest: datetime | None = None
    asked: Asked = field(default_factory=Asked)
    #: Hosts that asked not to be called for a while: what is left there comes with the next poll.
    resting: set[str] = field(default_factory=set)

    def told_to_wait(self, pause: timedelta) -> None:
        """Note for how long a server asks not to be called again; the longest such time counts."""
        self.asked = replace(self.asked, retry_after=max(self.asked.retry_after, pause))

    def closed(self, error: FetchError | None = None) -> Poll:
        """Return the poll as it is remembered."""
        return Poll(
            source=self.source.name,
            at=self.at,
            status=self.status,
            bytes=self.bytes,
            entries=self.entries,
            new=self.new,
            milliseconds=round((time.monotonic() - self.started) * 1000),
            reason=error.reason if error else None,
            detail=error.detail if error else "",
            validators=self.after if self.complete and not error else Validators(),
            newest=self.newest,
            asked=self.asked,
        )


@dataclass(frozen=True, slots=True)
class Fetched:
    """An article on its way into the archive, and the poll that it belongs to; a visited page's belongs to none."""

    arrival: Arrival
    poll: OpenPoll | None


class Recorder:
    """Gathers what a run brings, and writes it in batches."""

    def __init__(
        self, database: Database, run: int, topics: Sequence[Topic], *, announce: bool, pace: Pace = DEFAULT_PACE
    ) -> None:
        self.run = run
        self.announce = announce
        self._database = database
        self._topics = topics
        self._pace = pace
        self._before: Mapping[str, Validators] = {}
        self._arrivals: list[Arrival] = []
        self._misses: list[Miss] = []
        self._visits: list[Visit] = []
        self._polls: list[Poll] = []
        self._failures: list[Failure] = []
        self._open: dict[str, None] = {}  # in the order in which they were opened
        self._entries = self._left = self._not_modified = 0

    def look_back(self) -> None:
        """Read what earlier polls have left for the run's own, all at once and before the first of them."""
        with self._database.read() as connection:
            self._before = polls.baselines(connection, self.run)

    def open(self, source: Source, now: datetime) -> OpenPoll:
        """Begin a poll. The first one that succeeds is the source's baseline: nobody is told of what it brings."""
        self._open[source.name] = None
        before = self._before.get(source.name)
        return OpenPoll(source, now, before or Validators(), announced=self.announce or before is not None)

    def want(self, poll: OpenPoll, found: Sequence[FeedEntry], now: datetime) -> list[Wanted]:
        """Note the entries that a poll found; return those whose pages are needed."""
        with self._database.write() as connection:
            wanted = entries.wanted(connection, poll.source.name, found, announced=poll.announced, now=now)
        poll.new = sum(it.fresh for it in wanted)
        poll.newest = max((moment for it in found if (moment := it.published or it.updated)), default=None)
        return wanted

    def due(self, sources: Sequence[Source], now: datetime) -> Mapping[str, list[DuePage]]:
        """Return the pages that are to be looked at again, by the names of their sources."""
        with self._database.read() as connection:
            return pages.due(connection, [it.name for it in sources], now)

    def answered(self, poll: OpenPoll, *, status: int, body: bytes, etag: str | None, modified: str | None) -> bool:
        """Note a source's answer; return False where it is the same as the one that was dealt with last."""
        poll.status, poll.bytes = status, len(body)
        poll.after = Validators(etag, modified, sha256(body).hexdigest())
        unchanged = status == 304 or poll.after.body_hash == poll.before.body_hash
        if unchanged:
            poll.after = poll.before
            self._not_modified += 1
            self._close(poll)
        return not unchanged

    def listed(self, poll: OpenPoll, *, found: int, wanted: int, left: int) -> None:
        """Note how many entries a poll found, how many pages come and how many are left for the next poll."""
        poll.entries, poll.pending = found, wanted
        if left:
            poll.complete = False
        self._entries += found
        self._left += left
        if not wanted:
            self._close(poll)

    def lacking(self, poll: OpenPoll, part: str, error: FetchError) -> None:
        """Note that a part of a source's list failed: the poll is not complete."""
        self._failures.append(Failure(poll.source.name, error.reason, f"{part}: {error.detail}"))
        poll.complete = False

    def arrived(self, fetched: Fetched) -> None:
        """Take an article in."""
        self._arrivals.append(fetched.arrival)
        if fetched.poll is not None:
            self._one_less(fetched.poll)

    def visited(self, visit: Visit) -> None:
        """Note that a page which was looked at again brought no article."""
        self._visits.append(visit)

    def missed(self, poll: OpenPoll, url: str, error: FetchError, *, permanent: bool, gone: str = "") -> None:
        """Note that an entry's page failed: until it is fetched or let go, the poll is not complete.

        `gone` is the page's address where its server says that it is there no more.
        """
        failure = Failure(poll.source.name, error.reason, f"{url}: {error.detail}")
        self._misses.append(Miss(failure, url, permanent, gone))
        poll.complete = False
        self._one_less(poll)

    def failed(self, poll: OpenPoll, error: FetchError) -> None:
        """Note that a source as a whole failed."""
        poll.failed = True
        self._failures.append(Failure(poll.source.name, error.reason, error.detail))
        self._close(poll, error)

    @property
    def waiting(self) -> int:
        """The number of articles that wait to be written."""
        return len(self._arrivals)

    def drain(self, requests: int) -> Batch:
        """Hand over all that was gathered. `requests` is the number of requests that the run has sent so far."""
        batch = Batch(
            arrivals=self._arrivals,
            misses=self._misses,
            visits=self._visits,
            polls=self._polls,
            failures=self._failures,
            requests=requests,
            entries=self._entries,
            left=self._left,
            not_modified=self._not_modified,
            fetching=list(islice(self._open, _NAMED)),
        )
        self._arrivals, self._misses, self._visits, self._polls, self._failures = [], [], [], [], []
        self._entries = self._left = self._not_modified = 0
        return batch

    def write(self, batch: Batch, now: datetime) -> Intake:
        """Store a batch."""
        return ingest(self._database, self.run, batch, self._topics, now, pace=self._pace)

    def end(self, state: RunState, now: datetime, failure: Failure | None = None) -> None:
        """End the run and let go of the database."""
        with self._database.write() as connection:
            runs.end(connection, self.run, state, now=now, failure=failure)
        self._database.close()

    def _one_less(self, poll: OpenPoll) -> None:
        poll.pending -= 1
        if poll.pending == 0:
            self._close(poll)

    def _close(self, poll: OpenPoll, error: FetchError | None = None) -> None:
        self._open.pop(poll.source.name, None)
        self._polls.append(poll.closed(error))
