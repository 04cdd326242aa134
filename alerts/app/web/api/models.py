"""What answers hold, for OpenAPI: the members that `--json` has on the command line."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from alerts.corrections import Action
from alerts.errors import Fault
from alerts.model import ChangeKind, Comparator, StatementKind, Status
from crawler.health import State
from crawler.model import Edit, Kind, Reason, Relation, RunState, Verdict

Item = TypeVar("Item")

Moment = Annotated[str, Field(description="ISO 8601, with its offset.", examples=["2026-11-20T09:00:00+08:00"])]
Period = Annotated[str, Field(description="An ISO year, month or day.", examples=["2027"])]


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    # A generic model's own words do not come with those that are made of it.
    model_config = ConfigDict(
        json_schema_extra={"description": "A page of a list. `next` is the address of the one after it, null for none."}
    )

    items: list[Item]
    next: str | None


class FieldProblem(BaseModel):
    """A field of the request, and what is wrong with it."""

    field: str = Field(examples=["query.limit"])
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457).

    `run` and `href` name the run that holds the sources, `fault` says why a correction cannot be.
    """

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Conflict"])
    status: int = Field(examples=[409])
    detail: str
    errors: list[FieldProblem] | None = None
    run: int | None = None
    href: str | None = None
    fault: Fault | None = None


class Source(BaseModel):
    """Where something was read first; `url` is empty for what the seed corpus states."""

    title: str
    publisher: str
    published: Moment
    url: str


class _Figure(BaseModel):
    object: str = Field(examples=["专精特新“小巨人”企业"])
    value: float = Field(examples=[10000])
    unit: str = Field(examples=["家"])
    comparator: Comparator
    deadline: Period | None
    as_of: Period | None
    base: float | None
    status: Status
    scope: str = Field(examples=["全国"])
    action: str = Field(examples=["培育"])
    evidence: str
    start: int
    end: int


class _Words(BaseModel):
    speaker: str | None
    position: str | None
    organization: str | None = Field(examples=["工业和信息化部"])
    official: bool
    kind: StatementKind
    cue: str
    text: str
    start: int
    end: int


class Target(_Figure, Source):
    """A figure of the ledger.

    `id` is the number of the finding that it stands by, null for what the seed corpus alone states; `change` is what
    it meant last, when that was noticed `changed_at`.
    """

    id: int | None
    current: bool
    change: ChangeKind | None
    changed_at: Moment | None


class Sighting(_Figure, Source):
    """A figure each time it was read, and what that meant."""

    id: int | None
    kind: ChangeKind
    reason: str
    sentence: str


class TargetHistory(Target):
    """A figure, and all the sightings of its thing, the oldest first; `replaced_by` is the figure that it is now."""

    history: list[Sighting]
    replaced_by: int | None


class Statement(_Words, Source):
    """A statement of the ledger; `id` as of a target."""

    id: int | None


class Official(BaseModel):
    """A person in the present office."""

    name: str
    organization: str
    position: str
    first_seen: Moment
    last_seen: Moment
    sightings: int
    statements: int


class Article(BaseModel):
    """A text of the archive."""

    id: int
    title: str
    published: Moment
    publisher: str
    origin: str
    issuer: str
    document_number: str
    url: str
    content_hash: str
    verdict: Verdict
    reason: str
    relation: Relation | None
    measure: float | None
    nearest: int | None
    story: int | None
    relevance: float
    topics: list[str]
    edit: Edit | None
    removed: Moment | None
    muted: bool


class Finding(BaseModel):
    """A figure or a statement that was read in a text, with the members of either (`finding` says which it is)."""

    model_config = ConfigDict(extra="allow")

    id: int
    finding: str = Field(examples=["target"])
    kind: ChangeKind | StatementKind
    reason: str


class ArticleWhole(Article):
    """A text with what was read in it; `text` is null without a token that has the scope read."""

    excerpt: str
    findings: list[Finding]
    text: str | None


class Feed(BaseModel):
    """A source and how it fares."""

    name: str
    publisher: str
    url: str
    kind: Kind
    categories: list[str]
    rules: dict[str, Any] | None
    referer: str
    enabled: bool
    state: State
    reason: str
    polled: Moment | None
    last_new: Moment | None
    next_poll: Moment | None
    per_day: float | None
    muted: list[str]


class Failure(BaseModel):
    """A source that failed in a run."""

    source: str
    reason: Reason
    detail: str


class Run(BaseModel):
    """A crawl, as `crawl --json` prints it. `seconds_left` is about how long it still takes, if that can be told."""

    run: int
    state: RunState
    trigger: str
    seconds: float
    sources: int
    done: int
    sources_failed: list[Failure]
    requests: int
    not_modified: int
    entries: int
    new: int
    revised: int
    duplicates: int
    near_duplicates: int
    left: int
    irrelevant: int
    fetching: list[str]
    seconds_left: float | None
    href: str


class Correction(BaseModel):
    """What somebody has said of a finding."""

    id: int
    action: Action
    finding: int | None
    other: int | None
    fields: dict[str, Any]
    name: str
    instead: str
    undoes: int | None
    by: str
    at: Moment
    why: str
    in_force: bool


class Queued(BaseModel):
    """A mail is on its way that asks its reader to confirm; whatever the address is to the service."""

    detail: str
