"""The values that a piece of news passes through on its way in: one small type per step.

`Source` → `FeedEntry` → `Article` → `Relevance`, `Novelty` → `Revision`; and `RunSummary`, what a crawl was.
Nothing here does anything but hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.resemblance import Print
from seeds.document import Document


class Level(StrEnum):
    """Who speaks through a publisher: the state at some level, or the press."""

    NATIONAL = "national"
    MINISTRY = "ministry"
    PROVINCE = "province"
    AGENCY = "agency"
    PORTAL = "portal"


class Kind(StrEnum):
    """What a source serves; also the name of the spider that reads it."""

    RSS = "rss"
    JSON = "json"
    LISTING = "listing"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True)
class JsonList:
    """Where a JSON list keeps what an entry needs: dotted paths (`result.data`), from the items on for the fields.

    A number steps into a list (`groupData.0.data.url`). `items` is "" where the answer itself is the list. `embedded`
    names the variable of a page's script that holds the JSON (`window.WinPageData`), "" where the answer is JSON, or
    JSON in a function's call (JSONP). A field that the list lacks is "". JSON Feed needs no declaration.
    """

    items: str = ""
    url: str = "url"
    title: str = "title"
    published: str = ""
    author: str = ""
    content: str = ""
    image: str = ""
    embedded: str = ""


@dataclass(frozen=True, slots=True)
class HtmlList:
    """Where an HTML list keeps its entries: CSS selectors, from the items on for the parts of an entry.

    `link` finds the element with the address (“” where the item is the link itself), `title` the one with the headline
    (its `title` attribute counts before its text; "" takes the link's), `date` the one with the date. `built_by`
    selects the script of a page that holds no list itself but says where to ask for it (`script[parseType=buildstatic]`
    on miit.gov.cn), `embedded` the scripts that hold the list's markup for the browser to put in place
    (`script[type='text/xml']` with records in CDATA on provincial sites); both are "" where the page shows the list.
    """

    items: str
    link: str = "a"
    title: str = ""
    date: str = ""
    built_by: str = ""
    embedded: str = ""


Rules = JsonList | HtmlList

#: The rules that a list of each kind has; an address of any other kind shows by itself where its entries are.
RULES: Mapping[Kind, type[Rules]] = {Kind.JSON: JsonList, Kind.LISTING: HtmlList}


@dataclass(frozen=True, slots=True)
class Source:
    """One address that is polled for entries.

    `name` is unique over all publishers (`sina/domestic`); a feed given by hand is named by its address.
    `categories` go into the documents that come from here, broadest first. `rules` say where a list of that kind keeps
    its entries; `referer` is the page that some servers want to be asked from.
    """

    name: str
    publisher: str
    url: str
    kind: Kind = Kind.RSS
    categories: tuple[str, ...] = ()
    rules: Rules | None = None
    referer: str = ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Which addresses of a publisher lead to one page, and under which of them it is known.

    `mirrors` pairs a host with the one whose pages it repeats, path by path (`wap.miit.gov.cn`, `www.miit.gov.cn`);
    `tracking` names parameters that say where a reader came from; `scheme` is the one under which pages are known, ""
    where the one that was asked for stands.
    """

    mirrors: tuple[tuple[str, str], ...] = ()
    tracking: tuple[str, ...] = ()
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher, as its file under `crawler/publishers/` declares it.

    `body`, `headline`, `author` and `date` are CSS selectors in order of trust; `noise` are CSS selectors of what is
    cut out of the body before there is a document. `zone` is the IANA zone in which the publisher's pages tell the
    time; `addresses` are the rules by which a page has one address.
    """

    name: str
    title: str
    level: Level
    hosts: tuple[str, ...]
    region: str = "全国"
    sources: tuple[Source, ...] = ()
    body: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"
    addresses: Addresses = Addresses()


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed: an address, and what the feed itself says of the article there.

    `published` is aware and in UTC, None where the feed gives no date; `updated`, when the page was last changed, is
    what a sitemap gives instead. `content` is the HTML the feed carries (often a summary, sometimes the whole article).
    A sitemap has no `title`: it is "" there.
    """

    url: str
    title: str
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    content: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An article page as it was fetched: its final address, and its HTML decoded to text."""

    url: str
    html: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """A document and where it comes from.

    `text` is `seeds.text.plain(document.body)` and `content_hash` that of `seeds.fingerprint`: both follow from the
    document alone and are carried along so that they are computed once. What the seed format has no place for is empty
    where the page does not tell it: `origin`, where the article was first printed (来源); `issuer` and
    `document_number`, those of a government's document (发文机关, 发文字号).
    """

    document: Document
    text: str
    content_hash: str
    url: str
    publisher: str
    source: str
    fetched_at: datetime
    origin: str = ""
    issuer: str = ""
    document_number: str = ""

    @property
    def published(self) -> datetime:
        """When it was published, as far as its document knows; else when it was fetched."""
        return self.document.date or self.fetched_at


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of a topic that an article contains: where it counts, how often, and its weight."""

    topic: str
    term: str
    count: int
    weight: float


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much an article is about the topics that are watched.

    `score` lies between 0 and 1; `topics` are the names of those whose threshold it reaches (none: irrelevant);
    `hits` are the terms it rests on.
    """

    score: float
    topics: tuple[str, ...]
    hits: tuple[Hit, ...]

    @property
    def relevant(self) -> bool:
        """Whether any topic is reached."""
        return bool(self.topics)


class Verdict(StrEnum):
    """Whether a text has been seen."""

    NEW = "new"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    NEAR_DUPLICATE = "near_duplicate"


class Relation(StrEnum):
    """How a near-duplicate is like the known text that it is nearest to."""

    SAME = "same"
    """The same text, with other words here and there."""
    EXCERPT = "excerpt"
    """One of the two holds the other."""
    MERGE = "merge"
    """It is put together from two known texts or more."""
    FOLLOW_UP = "follow-up"
    """It quotes the known text, and is news of its own."""


class Edit(StrEnum):
    """How much another text at the same address differs from the one before."""

    SUBSTANTIAL = "substantial"
    """A numeral, a date, a name or a negation is touched, or a sentence has come or gone."""
    COSMETIC = "cosmetic"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A known text that resembles an article.

    `name` says in words which text it is (“the archive: 《…》, 2021-11-23, https://…”); `revision` and `story` are
    numbers, None for a text of the seed corpus, which belongs to no story. `published` is aware.
    """

    name: str
    published: datetime
    print: Print
    revision: int | None = None
    story: int | None = None


@dataclass(frozen=True, slots=True)
class SameText:
    """A known text that has an article's content hash: its name in words, its date, and its number.

    `published` may be unknown for a text of the seed corpus, which has no number (`revision`) either.
    """

    name: str
    published: datetime | None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What a page that says something else now has said before.

    `texts` are its latest ones, the last one last (none of one whose time is up), `shown` counts all that it has shown,
    and `visits` how often it was looked at again. The texts of one that is `muted` are not kept any more.
    """

    texts: tuple[str, ...] = ()
    shown: int = 1
    visits: int = 0
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive and the seed corpus know that bears on one article.

    `same` has the article's content hash; `at_address` is the content hash of the latest text kept for the article's
    address, `story_at_address` that text's story, and `article_at_address` the article's number. `past` is what the
    page has said, where it says another text now.
    """

    same: SameText | None = None
    at_address: str | None = None
    story_at_address: int | None = None
    article_at_address: int | None = None
    past: Past = Past()


@dataclass(frozen=True, slots=True)
class Novelty:
    """A verdict on one article, with its reason in words.

    Of a near-duplicate `relation` says how it is like the text numbered `nearest` (None for one of the seed corpus),
    and `measure`, 0 to 1, how much of the smaller text the two share. `story` is the one it belongs to, None where it
    begins one of its own, and then `takes_up` is the story whose text it uses. `adds` is False where a known text holds
    it. `recurrence` marks a duplicate that comes back long after. `edit` is how much a revised text differs from the
    one before, None where that is not known; `mutes` says that its page shows another text at every fetch, and that no
    more of them are kept.
    """

    verdict: Verdict
    reason: str
    relation: Relation | None = None
    measure: float | None = None
    nearest: int | None = None
    story: int | None = None
    takes_up: int | None = None
    adds: bool = True
    recurrence: bool = False
    edit: Edit | None = None
    mutes: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A text that the archive keeps, numbered in the order in which texts came in.

    Numbers only grow, so a reader that remembers the last number it saw misses nothing. `announced` is False for
    texts of a source's first poll, its baseline: they are known from then on, and nobody is told of them. `removed` is
    since when its page is gone, and `muted` says that later texts of it are not kept.
    """

    number: int
    article: Article
    relevance: Relevance
    novelty: Novelty
    announced: bool
    removed: datetime | None = None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """One of the places where a text of a story ran.

    `revision` is the kept text that stands there; `origin` is where the page says it was first printed (来源), "" where
    it does not.
    """

    publisher: str
    url: str
    title: str
    published: datetime
    revision: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All that ran of one text. `appearances` has the first source first, and each address once."""

    number: int
    appearances: tuple[Appearance, ...]


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

    `seconds` is the time from start to end (to now, while it runs); `done` counts the sources that are done with.
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
    irrelevant: int = 0
