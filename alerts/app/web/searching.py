"""The texts of the archive, searched: the newest first, each with the place in it that answers to the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Request, Response

from alerts import excerpts
from alerts.app.web.pages import page
from alerts.app.web.queries import Query
from alerts.app.web.site import Site, TheSite
from alerts.excerpts import Mark, Piece
from alerts.reading import publisher_of
from alerts.store import sightings
from crawler.archive import search
from crawler.archive.bigrams import places
from crawler.archive.search import Wanted
from crawler.model import Edit, Revision

router = APIRouter(include_in_schema=False)

_PAGE = 20
_LIST = "articles"  # that cursors are good for
_ASKED = ("q", "since", "until", "publisher", "topic", "all")
_YEARS = range(1900, 3000)


@dataclass(frozen=True, slots=True)
class Hit:
    """A text as a list shows it: its words are marked, and `findings` counts what was read in it."""

    number: int
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    publisher: str
    published: date
    topics: tuple[str, ...]
    findings: int
    edited: bool
    removed: bool


@router.get("/articles")
def find(request: Request, site: TheSite) -> Response:
    """Show a page of the texts that are looked for."""
    query = Query.of(request, *_ASKED)
    wanted, before = _wanted(query, site), query.number(_LIST)
    with site.app.database.read() as connection:
        found = search.find(connection, wanted, _PAGE + 1, before)
        counted = sightings.counts(connection, [it.number for it in found])
    shown, more = found[:_PAGE], len(found) > _PAGE
    return page(
        request, "articles.html",
        query=query, hits=[_hit(it, query["q"], counted.get(it.number, 0), site) for it in shown],
        count=None if more or before is not None else len(shown),
        next=query.after_number(_LIST, shown[-1].number) if more else "",
        searchable=search.is_searchable(query["q"]), publishers=_publishers(site), year=site.today().year,
    )  # fmt: skip


def _wanted(query: Query, site: Site) -> Wanted:
    zone = site.zone
    until = _day(query, "until", zone)
    return Wanted(
        words=query["q"],
        since=_day(query, "since", zone),
        until=until and until + timedelta(days=1),
        publisher=query["publisher"],
        topic=query["topic"],
        relevant=not query["all"],
    )


def _day(query: Query, name: str, zone: ZoneInfo) -> datetime | None:
    if not query[name]:
        return None
    try:
        day = date.fromisoformat(query[name])
    except ValueError as error:
        raise HTTPException(422) from error
    if day.year not in _YEARS:
        raise HTTPException(422)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _hit(revision: Revision, words: str, findings: int, site: Site) -> Hit:
    article, publisher = revision.article, publisher_of(revision, site.app.catalog.publishers)
    title = article.document.title
    return Hit(
        number=revision.number,
        title=excerpts.pieces(title, _marks(title, words)),
        excerpt=excerpts.snippet(article.text, _marks(article.text, words)) if revision.relevance.relevant else (),
        publisher=publisher.title,
        published=article.published.astimezone(ZoneInfo(publisher.zone)).date(),
        topics=revision.relevance.topics,
        findings=findings,
        edited=revision.novelty.edit is Edit.SUBSTANTIAL,
        removed=revision.removed is not None,
    )


def _marks(text: str, words: str) -> Sequence[Mark]:
    return [Mark(start, end) for start, end in places(text, words)] if words else ()


def _publishers(site: Site) -> dict[str, str]:
    """Return the titles of the publishers that are polled, in order, by the names that the archive has of them."""
    polled = map(site.app.catalog.publisher_of, site.app.catalog.sources.values())
    titles = {it.name: it.title for it in polled}
    return dict(sorted(titles.items(), key=lambda it: it[1]))
