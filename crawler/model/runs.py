"""How polls and runs go, and why they fail. Values that only hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why a source or a page failed: the words of `sources_failed` in a run's summary."""

    BLOCKED = "blocked"
    TIMEOUT = "timeout"
    HTTP = "http"
    DNS = "dns"
    CONNECTION = "connection"
    MALFORMED = "malformed"
    NOT_A_FEED = "not_a_feed"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    FORBIDDEN = "forbidden"
    CONFIGURATION = "configuration"
    NO_ARTICLE = "no_article"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that failed in a run, wholly or for one of its pages (then the page stands in `detail`)."""

    source: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer asks of the next poll: not before `retry_after`, nothing new for `fresh_for`."""

    retry_after: timedelta = timedelta()
    fresh_for: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Validators:
    """What an answer is recognised by: its ETag and Last-Modified as the server wrote them, and its body's SHA-256.

    Some servers keep an ETag after the body has changed and others send none at all, hence the hash.
    """

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll of one source.

    `status` is the HTTP status (None without an answer), `bytes` the length of its body, `new` the entries that were
    listed for the first time, `newest` when the latest one listed was published, if it says so. `validators` are empty
    where something is left to fetch: then the next poll must see the whole feed. `asked` is what the answer asks of it.
    """

    source: str
    at: datetime
    status: int | None
    bytes: int
    entries: int
    new: int
    milliseconds: int
    reason: Reason | None = None
    detail: str = ""
    validators: Validators = Validators()
    newest: datetime | None = None
    asked: Asked = Asked()


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a crawl was: its counters are those of `smewatch crawl --json`.

    `seconds` is the time from start to end (to now, while it runs); `done` counts the sources that are done with, and
    `left` the entries that are left for the next poll, because a source listed more than one poll fetches. `fetching`
    names some of the sources that are being polled.
    """

    run: int
    state: RunState
    trigger: str
    seconds: float
    sources: int
    done: int = 0
    sources_failed: tuple[Failure, ...] = ()
    requests: int = 0
    not_modified: int = 0
    entries: int = 0
    new: int = 0
    revised: int = 0
    duplicates: int = 0
    near_duplicates: int = 0
    left: int = 0
    irrelevant: int = 0
    fetching: tuple[str, ...] = ()
