"""Pages in files and at addresses → the articles in them, as `smewatch extract` prints it. Nothing is stored.

Addresses are fetched as a crawl fetches them (`crawler.fetch`): no private networks, limits, robots.txt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler import article, catalog, clock, encoding, fetch
from crawler.address import has_credentials, host, is_web
from crawler.article import Reading
from crawler.config import Settings
from crawler.errors import ArticleError, FetchError
from crawler.fetch import Answer
from crawler.model import Page, Publisher, Source
from seeds.errors import SmewatchError

_PAGES = ("html", "xml", "text/plain")  # kinds of content that may be a page; servers mistake one for another


@dataclass(frozen=True, slots=True)
class Extract:
    """The article that a page holds, and the publisher by whose rules it was read."""

    reading: Reading
    publisher: Publisher

    @property
    def published(self) -> datetime | None:
        """When it was published, in its publisher's zone."""
        moment = self.reading.published
        return moment.astimezone(ZoneInfo(self.publisher.zone)) if moment else None


def extracts(settings: Settings, places: Sequence[str]) -> Iterator[tuple[str, Extract | SmewatchError]]:
    """Read the page at each path or http(s) address; what holds no article comes as its error, with its place."""
    known = catalog.load()
    urls = [place for place in places if is_web(place) or has_credentials(place)]
    answers = dict(zip(urls, fetch.fetch_all(settings, urls), strict=True))
    for place in places:
        try:
            page = _fetched(answers[place]) if place in answers else _saved(Path(place))
            publisher = known.publisher_of(Source(name=place, publisher=host(page.url), url=page.url), page.url)
            yield place, Extract(article.read(page, publisher), publisher)
        except SmewatchError as error:
            yield place, error


def as_json(place: str, extract: Extract) -> Mapping[str, Any]:
    """Write an article in the form that others script against."""
    reading = extract.reading
    return {
        "path": place,
        "publisher": extract.publisher.name or None,
        "title": reading.title,
        "author": reading.author,
        "date": extract.published.isoformat() if extract.published else None,
        "text": reading.body.text,
        "origin": reading.imprint.origin,
        "issuer": reading.imprint.issuer,
        "document_number": reading.imprint.number,
        "image": reading.image,
    }


def as_text(extract: Extract) -> str:
    """Write an article for a person: its headline, a line on where it comes from, its text."""
    reading = extract.reading
    day = f"{extract.published:%Y-%m-%d %H:%M}" if extract.published else ""
    line = "  ".join(it for it in (day, reading.author, reading.imprint.number) if it)
    return f"{reading.title}\n{line}\n\n{reading.body.text}\n"


def _fetched(answer: Answer | FetchError) -> Page:
    if isinstance(answer, FetchError):
        raise answer
    content_type = answer.headers.get("content-type", "")
    if content_type and not any(kind in content_type.lower() for kind in _PAGES):
        raise ArticleError(f"the address answers with {content_type}, not with a page")
    return Page(answer.url, encoding.decode(answer.body, content_type), clock.now())


def _saved(path: Path) -> Page:
    """Read a saved page; its own word for its address, where it gives one, says whose it is."""
    try:
        text = encoding.decode(path.read_bytes())
        saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise ArticleError(f"the file cannot be read: {error.strerror}") from error
    return Page(article.own_address(text), text, saved_at)
