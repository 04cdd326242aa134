"""Takes texts from files into the archive as known: whatever they say, nobody is told of it.

It is `ingest` for what no feed brought. A document of which an index tells comes back as it was in the archive that
wrote the index, with its address, its story and its verdict; any other is judged like an article of its author's. Each
batch is one transaction, so an interruption keeps what was taken in, and a second try passes over it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from crawler import relevance
from crawler.archive import articles, holdings, prints
from crawler.archive.db import Database, take_turns
from crawler.archive.holdings import Shelved
from crawler.holding import SEED, Copy, Holding
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article, Novelty, Relevance, Verdict
from crawler.novelty import WINDOW
from crawler.relevance import Topic
from crawler.resemblance import Print, print_of
from crawler.shelf import Offer, Refusal, Shelf, offers
from seeds import codec, fingerprint, library
from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.text import TEXT_VERSION, plain

SOURCE = "seeds"

_BATCH = 100  # texts in a transaction
_LONGEST_NAME = 100  # characters of a publisher's name, as its column has them


@dataclass(frozen=True, slots=True)
class Adoption:
    """What came of taking texts in: how many were added, how many the archive had already, and what was refused.

    `irrelevant` of those that were added belong to no topic, and are not read for findings.
    """

    added: int
    known: int
    irrelevant: int
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Brought:
    """A document that no index tells of, as the article that it is taken for."""

    article: Article
    print: Print
    judged: Relevance


@dataclass(frozen=True, slots=True)
class _Told:
    """What an index tells of a text; nothing else was read of one that is known, or whose time is up."""

    holding: Holding
    document: bytes | None = None
    print: Print | None = None


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What the numbers of an index are in this archive: those of texts, and those of stories."""

    texts: dict[int | None, int] = field(default_factory=dict)
    stories: dict[int | None, int] = field(default_factory=dict)

    def learn(self, kept: Holding, here: Shelved) -> None:
        self.texts[kept.number] = here.number
        self.stories.setdefault(kept.novelty.story, here.story)

    def translate(self, told: Holding) -> Holding:
        """Put this archive's numbers for an index's; one that is not here is None."""
        novelty = replace(
            told.novelty,
            nearest=self.texts.get(told.novelty.nearest),
            story=self.stories.get(told.novelty.story),
            takes_up=self.stories.get(told.novelty.takes_up),
        )
        return replace(told, before=self.texts.get(told.before), novelty=novelty)


def adopt(
    database: Database,
    shelves: Sequence[Shelf],
    topics: Sequence[Topic],
    now: datetime,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Adoption:
    """Take the texts of shelves in; `on_progress` is told after each batch how many are done with.

    The author of a document without an index counts as its publisher, and it has no address: its content hash stands
    for one. What the archive has already stays as it is; an index may add where else it ran.
    """
    refused: list[Refusal] = []
    added: Counter[bool] = Counter()  # by whether they are relevant
    done = 0
    for shelf in shelves:
        numbers = _known_numbers(database, shelf)
        pending = offers(shelf)
        while batch := list(islice(pending, _BATCH)):
            done += len(batch)
            texts = _read_batch(database, batch, topics, now)
            refused += [it for it in texts if isinstance(it, Refusal)]
            with database.write() as connection:
                take_turns(connection, "archive")
                added.update(
                    _relevance(it).relevant
                    for it in texts
                    if not isinstance(it, Refusal) and _take(connection, it, numbers)
                )
            on_progress(done)
    return Adoption(added.total(), done - added.total() - len(refused), added[False], tuple(refused))


def _relevance(text: _Brought | _Told) -> Relevance:
    return text.judged if isinstance(text, _Brought) else text.holding.relevance


def _known_numbers(database: Database, shelf: Shelf) -> _Numbers:
    """Look up what the archive has of an index: whatever comes first, a story that is here is not begun again."""
    numbers = _Numbers()
    with database.read() as connection:
        if not shelf.index or not articles.latest_number(connection):
            return numbers
    told = (it.holding for it in offers(shelf) if isinstance(it, Offer) and it.holding)
    while batch := list(islice(told, _BATCH)):
        here = _known(database, batch)
        for it in batch:
            if it.content_hash in here:
                numbers.learn(it, here[it.content_hash])
    return numbers


def _known(database: Database, told: Iterable[Holding]) -> dict[str, Shelved]:
    with database.read() as connection:
        return holdings.known(connection, [it.content_hash for it in told])


def _read_batch(
    database: Database, batch: Sequence[Offer | Refusal], topics: Sequence[Topic], now: datetime
) -> list[_Brought | _Told | Refusal]:
    known = _known(database, [it.holding for it in batch if isinstance(it, Offer) and it.holding])
    texts: list[_Brought | _Told | Refusal] = []
    for it in batch:
        if isinstance(it, Offer):
            told = it.holding
            # A second try would take as long as the first one if it read again what is here.
            is_here = told is not None and told.content_hash in known
            texts.append(_Told(told) if told and is_here else _read(it, topics, now))
        else:
            texts.append(it)
    return texts


def _read(offer: Offer, topics: Sequence[Topic], now: datetime) -> _Brought | _Told | Refusal:
    told = offer.holding
    if offer.document is None:
        assert told is not None
        return _Told(told, print=told.print)
    document = library.read(offer.document)
    if isinstance(document, SeedFormatError):
        return Refusal(offer.name, str(document))
    if "\0" in document.title + document.author:
        return Refusal(offer.name, "its title or author has a NUL character, which databases do not store")
    if told is not None:
        return _as_told(offer.name, document, told)
    article = _article(document, now)
    judged = relevance.judge(document.title, article.text, topics)
    return _Brought(article, print_of_article(article), judged)


def _as_told(name: str, document: Document, told: Holding) -> _Told | Refusal:
    it = fingerprint.of(document)
    mine = print_of(it.sketch, it.particulars)
    if fingerprint.is_outdated(told.content_hash):  # an earlier program wrote the index
        novelty = replace(told.novelty, adds=True)
        told = replace(told, content_hash=it.content_hash, text_version=TEXT_VERSION, novelty=novelty)
    elif not fingerprint.is_twin(told.content_hash) and told.content_hash != it.content_hash:
        return Refusal(name, "the document is not the text of which the index tells")
    told = replace(told, title=document.title, published=document.date or told.fetched_at)
    return _Told(told, codec.dumps(document), mine)


def _article(document: Document, now: datetime) -> Article:
    text = plain(document.body)
    content_hash = fingerprint.content_hash(document.title, text)
    return Article(
        document=document,
        text=text,
        content_hash=content_hash,
        url=f"{SEED}{content_hash}",
        publisher=document.author[:_LONGEST_NAME],
        source=SOURCE,
        fetched_at=now,
    )


def _take(connection: Connection, text: _Brought | _Told, numbers: _Numbers) -> bool:
    """Store a text, or what an index adds to it; return whether it is new."""
    content_hash = (text.article if isinstance(text, _Brought) else text.holding).content_hash
    here = holdings.known(connection, [content_hash]).get(content_hash)
    if isinstance(text, _Told):
        told = text.holding
        numbers.learn(told, here or _keep_told(connection, text, numbers))
        holdings.note_copies(connection, numbers.texts[told.number], _copies(told, here))
    elif here is None:
        _keep_brought(connection, text)
    return here is None


def _keep_brought(connection: Connection, text: _Brought) -> None:
    novelty, revision = keep_text(connection, text.article, text.print, text.judged, announced=False)
    if revision is None:  # the seed corpus knows it: that is no reason not to keep it where somebody brings it
        known, new = articles.known(connection, text.article), Novelty(Verdict.NEW, f"from a file: {novelty.reason}")
        articles.keep(connection, text.article, known, text.judged, new, announced=False)


def _keep_told(connection: Connection, text: _Told, numbers: _Numbers) -> Shelved:
    told = text.holding
    here = holdings.keep(connection, numbers.translate(told), text.document)
    if told.novelty.adds and text.print:
        sharing = prints.sharing(connection, text.print)
        prints.keep(connection, text.print, sharing, told.published, revision=here.number)
    return here


def _copies(told: Holding, here: Shelved | None) -> list[Copy]:
    """Return where else a text ran: with one that was here already under another address, the index's own too."""
    if here is None or here.url == told.address.url:
        return list(told.copies)
    own = Copy(
        url=told.address.url,
        publisher=told.publisher,
        source=told.source,
        title=told.title,
        published=told.published,
        fetched_at=told.fetched_at,
        origin=told.origin,
        recurrence=abs(told.published - here.published) > WINDOW,
        page=told.address,
    )
    return [it for it in (own, *told.copies) if it.url != here.url]
