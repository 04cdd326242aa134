"""Pages that are looked at again: when, what was found there, those that are gone, and those that are muted.

What a page says stands in its revisions (`crawler.archive.articles`). A page that was not kept has no row here, and
whatever is noted of it is passed over.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from crawler import polling
from crawler.archive import tables
from crawler.model import FeedEntry, Validators

#: A page, the text that it shows and, where that is kept for another one's address, what is noted of the copy here.
SHOWN = tables.articles.join(tables.revisions, tables.revisions.c.number == tables.articles.c.shows).outerjoin(
    tables.copies,
    (tables.copies.c.revision == tables.articles.c.shows) & (tables.copies.c.url == tables.articles.c.url),
)
_SOURCE, _TITLE, _PUBLISHED = (
    func.coalesce(tables.copies.c[it], tables.revisions.c[it]).label(it) for it in ("source", "title", "published")
)
_PAGE = select(tables.articles.c.first_seen, tables.articles.c.muted).where(tables.articles.c.url == bindparam("url"))


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page whose time has come: as an entry says it (what is known of it), and how its last answer is recognised."""

    entry: FeedEntry
    before: Validators


def due(connection: Connection, sources: Collection[str], now: datetime) -> Mapping[str, list[DuePage]]:
    """Return the pages to look at again, by the source that they came from, up to `polling.MOST_VISITS` of each.

    Those that wait longest come first. It is one query for all sources of a run, and next to nothing where none is due.
    """
    page = tables.articles.c
    in_turn = func.row_number().over(partition_by=_SOURCE, order_by=(page.visit_at, page.id)).label("turn")
    waiting = (
        select(page.url, page.etag, page.last_modified, _SOURCE, _TITLE, _PUBLISHED, in_turn)
        .select_from(SHOWN)
        .where(page.visit_at <= now, _SOURCE.in_(list(sources)))
        .subquery()
    )
    # Of each source by itself: pages of one that fails stay due, and would take the others' turns.
    query = select(waiting).where(waiting.c.turn <= polling.MOST_VISITS).order_by(waiting.c.turn)
    found: defaultdict[str, list[DuePage]] = defaultdict(list)
    for row in connection.execute(query):
        entry = FeedEntry(row.url, row.title, row.published)
        found[row.source].append(DuePage(entry, Validators(row.etag, row.last_modified)))
    return found


def present(
    connection: Connection,
    url: str,
    now: datetime,
    *,
    answer: Validators | None = None,
    watched: bool | None = None,
    unchanged: bool = False,
) -> None:
    """Note that what a page says has come in: where it is `watched`, say when it is looked at again.

    `watched` is None where that stays as it is. `answer` is None where the page gave none of its own: its feed carried
    the text, or its server said no more than that nothing has changed. `unchanged` says that a visit found it so.
    """
    row = connection.execute(_PAGE, {"url": url}).first()
    if row is None:
        return
    values: dict[str, Any] = {}
    if watched is not None:
        values["visit_at"] = polling.next_visit(row.first_seen, now) if watched and not row.muted else None
    if answer is not None:
        values |= {"etag": answer.etag, "last_modified": answer.last_modified, "removed_at": None}
    if unchanged:
        values |= {"visits": tables.articles.c.visits + 1, "removed_at": None}
    if values:
        _update(connection, url, values)


def absent(connection: Connection, url: str, now: datetime) -> None:
    """Note that a page which was there is gone.

    Once is enough: 404 and 410 are the server's own word, other than its silence, nobody is mailed about it, and a page
    that comes back is there again.
    """
    page = tables.articles.c
    there = (page.url == url) & page.removed_at.is_(None)
    connection.execute(update(tables.articles).where(there).values(removed_at=now))


def passed_over(connection: Connection, url: str, now: datetime) -> None:
    """Note that a visit to a page has brought nothing, so that the next one comes in its turn and not at once."""
    row = connection.execute(_PAGE, {"url": url}).first()
    if row is not None and not row.muted:
        _update(connection, url, {"visit_at": polling.next_visit(row.first_seen, now)})


def mute(connection: Connection, url: str) -> None:
    """Keep no more texts of a page, and look at it no more."""
    _update(connection, url, {"muted": True, "visit_at": None})


def unmute(connection: Connection, revision: int, now: datetime) -> bool:
    """Keep a page's texts again, and look at it as before; return False where the page was not muted.

    A person said so: it takes as many texts more as at first until it can count as restless again.
    """
    page, text = tables.articles, tables.revisions
    row = connection.execute(select(page).join(text).where(text.c.number == revision, page.c.muted)).first()
    if row is None:
        return False
    shown = connection.execute(select(func.count()).where(text.c.article_id == row.id)).scalar_one()
    visit_at = polling.next_visit(row.first_seen, now)
    values = {"muted": False, "visit_at": visit_at, "visits": max(row.visits, shown)}
    _update(connection, row.url, values)
    return True


def muted(connection: Connection) -> Mapping[str, list[tuple[int, str]]]:
    """Return the pages that are muted by their source, each with the number of the text it shows and its address."""
    page = tables.articles.c
    query = select(page.shows, page.url, _SOURCE).select_from(SHOWN).where(page.muted).order_by(page.url)
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.source].append((row.shows, row.url))
    return found


def _update(connection: Connection, url: str, values: Mapping[str, Any]) -> None:
    connection.execute(update(tables.articles).where(tables.articles.c.url == url).values(values))
