"""The article in a page: a feed's entry and the fetched page into a document of the seed format. Pure.

How each part of a page is read stands in `crawler.extraction`. Here stands who is believed: the feed for title, author,
date and image as far as it gives them, the page for the text, for all that the feed leaves out, and for the time of a
day that the feed gives alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler import times
from crawler.address import absolute, canonical, is_web
from crawler.errors import ArticleError
from crawler.extraction import body, headline, imprint, markup, published
from crawler.extraction.body import Body
from crawler.extraction.imprint import Imprint
from crawler.extraction.markup import one_line
from crawler.model import Article, FeedEntry, Page, Publisher, Source
from crawler.resemblance import print_of
from seeds import codec, fingerprint
from seeds.document import Document
from seeds.errors import SeedFormatError

EXTRACTION_VERSION = 2
"""Changes with any rule by which another text is read in the same page: that is no edit of the page's."""

_UNANNOUNCED = FeedEntry(url="", title="")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of an article. `published` is in UTC and whole seconds, None where neither feed nor page tells."""

    title: str
    author: str
    published: datetime | None
    body: Body
    image: str
    imprint: Imprint


def extract(entry: FeedEntry, page: Page, publisher: Publisher, source: Source) -> Article:
    """Read the article that an entry announces out of its page. Raises ArticleError where there is none."""
    return _article(read(page, publisher, entry), page.url, page.fetched_at, publisher, source)


def from_feed(entry: FeedEntry, publisher: Publisher, source: Source, now: datetime) -> Article:
    """Make the article of what the feed itself says, where `is_whole` holds. Raises ArticleError where it cannot be."""
    title = one_line(entry.title)
    found = body.told(entry.content, publisher, entry.url, title)
    reading = Reading(
        title=title,
        author=one_line(entry.author) or publisher.title,
        published=_announced(entry),
        body=found,
        image=_image((entry.image, *found.images), entry.url),
        imprint=imprint.read({}, "", "", found.text),
    )
    return _article(reading, entry.url, now, publisher, source)


def is_whole(entry: FeedEntry) -> bool:
    """Return whether a feed says all that its page would: a title that is not cut, a date, and the whole text."""
    return bool(entry.published) and not _is_cut(one_line(entry.title)) and body.is_whole(entry.content)


def read(page: Page, publisher: Publisher, entry: FeedEntry = _UNANNOUNCED) -> Reading:
    """Read what a page holds, with what is known of it beforehand. Raises ArticleError where there is no article."""
    tree = markup.parsed(page.html, page.url)
    metas, shown = markup.metas(tree), markup.shown(tree)
    title = one_line(entry.title)
    if _is_cut(title):
        title = _completed(title, headline.headlines(tree, publisher.headline, metas, shown))
    found = body.find(tree, publisher, page.url, title, entry.content)
    byline = imprint.byline(shown, title, found.text)
    whose = imprint.read(metas, shown, byline, found.text)
    authors = (*markup.values(tree, publisher.author), one_line(entry.author), whose.author, publisher.title)
    moment, zone = _announced(entry), ZoneInfo(publisher.zone)
    if moment is None or times.is_bare_day(moment, zone):  # a list of a government's documents often has days alone
        told = published.find(
            tree, publisher.date, metas, shown, byline, url=page.url, zone=zone, now=page.fetched_at
        )  # fmt: skip
        moment = told if moment is None else times.sharpened(moment, told, zone)
    return Reading(
        title=title,
        author=next(filter(None, authors), ""),
        published=moment,
        body=found,
        image=_image((entry.image, metas.get("og:image", ""), *found.images), page.url),
        imprint=whose,
    )


def own_address(page: str) -> str:
    """Return the address that a page gives as its own, empty where it gives none."""
    tree = markup.parsed(page, "")
    links = [link.get("href", "") for link in markup.select(tree, "link[rel=canonical]")]
    return next((it for it in (*links, markup.metas(tree).get("og:url", "")) if is_web(it)), "")


def _article(reading: Reading, url: str, fetched_at: datetime, publisher: Publisher, source: Source) -> Article:
    document = Document(
        title=reading.title,
        categories=source.categories or (publisher.title,),
        author=reading.author,
        date=reading.published or fetched_at.replace(microsecond=0),
        body=reading.body.html,
        headimg=reading.image,
        thumbnail=reading.image,
    )
    known_by = fingerprint.of_text(reading.title, reading.body.text)
    return Article(
        document=document,
        text=reading.body.text,
        content_hash=known_by.content_hash,
        url=canonical(url, publisher.addresses),
        publisher=publisher.name,
        source=source.name,
        fetched_at=fetched_at,
        origin=reading.imprint.origin,
        issuer=reading.imprint.issuer,
        document_number=reading.imprint.number,
        extraction=EXTRACTION_VERSION,
        print=print_of(known_by.sketch, known_by.particulars),
        raw=_written(document),
    )


def _written(document: Document) -> bytes:
    """Turn a document that the seed form cannot hold away here, where it costs one page and not a batch."""
    try:
        return codec.dumps(document)
    except SeedFormatError as error:
        raise ArticleError(f"the article does not fit the seed format: {error}") from error


def _is_cut(title: str) -> bool:
    return not title or title.endswith((".", "…"))


def _completed(told: str, headlines: Iterable[str]) -> str:
    """Return the page's headline for a title that the feed cut short, or does not give."""
    stem = told.rstrip(".…")
    title = next((found for found in headlines if found.startswith(stem)), told)
    if not title:
        raise ArticleError("the article has no title, neither in the feed nor in the page")
    return title


def _announced(entry: FeedEntry) -> datetime | None:
    return entry.published.replace(microsecond=0) if entry.published else None


def _image(addresses: Iterable[str], base: str) -> str:
    for address in addresses:
        found = absolute(base, address)
        if found and not any(character.isspace() for character in found):
            return found
    return ""
