"""What a server answers, as a spider reads it: its headers, what it is recognised by, what it holds."""

from scrapy.http import Response, TextResponse

from crawler import address, article, clock, encoding, walls
from crawler.catalog import Catalog
from crawler.errors import ArticleError, FetchError
from crawler.model import Article, FeedEntry, Page, Reason, Source, Validators
from crawler.spiders import payload
from crawler.spiders.following import Answer


def headers(response: Response) -> dict[str, str]:
    """Return all headers of an answer; one that was sent several times has its values joined."""
    return {name.decode("latin-1"): b",".join(it).decode("latin-1") for name, it in response.headers.items()}


def header(response: Response, name: str) -> str | None:
    """Return one header of an answer."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def validators(response: Response) -> Validators:
    """Return what an answer is recognised by when it is asked for again."""
    return Validators(header(response, "ETag"), header(response, "Last-Modified"))


def conditions(before: Validators, referer: str = "") -> dict[str, str]:
    """Return the headers of a request that asks whether anything is other than before."""
    asked = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified, "Referer": referer}
    return {name: value for name, value in asked.items() if value}


def of_source(response: Response, max_bytes: int) -> Answer:
    """Return a source's answer unpacked; raises FetchError for a wall, and for one that is larger than `max_bytes`."""
    _refuse_wall(response)
    return Answer(response.url, payload.unpacked(response.body, max_bytes), headers(response))


def article_in(response: Response, entry: FeedEntry, source: Source, catalog: Catalog) -> Article:
    """Read the article of an entry in its page; raises ArticleError or FetchError where there is none."""
    if address.is_front_page(response.url) and not address.is_front_page(entry.url):
        raise ArticleError("the address leads to the site's front page: what was there is gone")
    if not isinstance(response, TextResponse):
        raise ArticleError(f"the address answers with {header(response, 'Content-Type') or 'no page'}")
    _refuse_wall(response)
    text = encoding.decode(response.body, header(response, "Content-Type"))
    page = Page(response.url, text, clock.now())
    return article.extract(entry, page, catalog.publisher_of(source, response.url), source)


def _refuse_wall(response: Response) -> None:
    if wall := walls.sign(response.body):
        raise FetchError(Reason.BLOCKED, f"the site answers with a wall: {wall}")
