"""A piece of news on its way in: entry, page, article, and what is thought of it. Values that only hold."""

from dataclasses import dataclass, field
from datetime import datetime

from crawler.model.novelty import Novelty
from crawler.resemblance import Print
from seeds.document import Document


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
    `document_number`, those of a government's document (发文机关, 发文字号). `extraction` is the version of the rules
    by which it was read in its page (`crawler.article`). `print`, what it is compared with others by, and `raw`, the
    document as it is written, are there while it is on its way in, so that they are made once as well.
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
    extraction: int = 1
    print: Print | None = field(default=None, compare=False, repr=False)
    raw: bytes | None = field(default=None, compare=False, repr=False)

    @property
    def published(self) -> datetime:
        """When it was published, as far as its document knows; else when it was fetched."""
        return self.document.date or self.fetched_at


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of a topic that an article contains: where it counts, how often, and its weight.

    The weight is negative for a term that speaks against the topic, and 0 for a phrase that it excludes.
    """

    topic: str
    term: str
    count: int
    weight: float


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much an article is about the topics that are watched.

    `score` lies between 0 and 1; `topics` are the names of those whose threshold it reaches (none: irrelevant), each
    sub-topic after all that have none; `hits` are the terms it rests on.
    """

    score: float
    topics: tuple[str, ...]
    hits: tuple[Hit, ...]

    @property
    def relevant(self) -> bool:
        """Whether any topic is reached."""
        return bool(self.topics)


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
    """All that ran of one text. `appearances` has the first source first; an edited page is there with each text."""

    number: int
    appearances: tuple[Appearance, ...]
