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

_PAGE = select(tables.articles.c.first_seen, tables.articles.c.muted).where(tables.articles.c.url == bindparam("url"))
_MORE_TEXTS = 3  # that a page may show after it was unmuted before it can be muted again


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page whose time has come: as an entry says it (what is known of it), and how its last answer is recognised."""

    entry: FeedEntry
    before: Validators


def due(connection: Connection, sources: Collection[str], now: datetime) -> Mapping[str, list[DuePage]]:
    """Return the pages to look at again, by the source that they came from, up to `polling.MOST_VISITS` of each.

    Those that wait longest come first. It is one query for all sources of a run, and next to nothing where none is due.
    """
    page, text = tables.articles, tables.revisions
    each = text.alias()
    latest = select(func.max(each.c.number)).where(each.c.article_id == page.c.id).correlate(page).scalar_subquery()
    query = (
        select(page.c.url, page.c.etag, page.c.last_modified, text.c.source, text.c.title, text.c.published)
        .select_from(page.join(text, text.c.number == latest))
        .where(page.c.visit_at <= now, text.c.source.in_(list(sources)))
        .order_by(page.c.visit_at, page.c.id)
        .limit(polling.MOST_VISITS * len(sources))
    )
    found: defaultdict[str, list[DuePage]] = defaultdict(list)
    for row in connection.execute(query):
        if len(found[row.source]) < polling.MOST_VISITS:
            entry = FeedEntry(row.url, row.title, row.published)
            found[row.source].append(DuePage(entry, Validators(row.etag, row.last_modified)))
    return found


def present(
    connection: Connection, url: str, now: datetime, *, answer: Validators | None, watched: bool, visited: bool
) -> None:
    """Note that a page was fetched and is there; where it is `watched`, say when it is looked at again.

    `answer` is None where the server said no more than that nothing has changed.
    """
    row = connection.execute(_PAGE, {"url": url}).first()
    if row is None:
        return
    values: dict[str, Any] = {"removed_at": None}
    values["visit_at"] = polling.next_visit(row.first_seen, now) if watched and not row.muted else None
    if answer is not None:
        values |= {"etag": answer.etag, "last_modified": answer.last_modified}
    if visited:
        values["visits"] = tables.articles.c.visits + 1
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
    if row is not None:
        _update(connection, url, {"visit_at": polling.next_visit(row.first_seen, now)})


def mute(connection: Connection, url: str) -> None:
    """Keep no more texts of a page, and look at it no more."""
    _update(connection, url, {"muted": True, "visit_at": None})


def unmute(connection: Connection, revision: int, now: datetime) -> bool:
    """Keep a page's texts again, and look at it as before; return False where the page was not muted.

    A person said so: it takes as many texts more as before until it counts as restless again.
    """
    page, text = tables.articles, tables.revisions
    row = connection.execute(select(page).join(text).where(text.c.number == revision, page.c.muted)).first()
    if row is None:
        return False
    shown = connection.execute(select(func.count()).where(text.c.article_id == row.id)).scalar_one()
    visit_at = polling.next_visit(row.first_seen, now)
    values = {"muted": False, "visit_at": visit_at, "visits": max(row.visits, shown + _MORE_TEXTS)}
    _update(connection, row.url, values)
    return True


def muted(connection: Connection) -> Mapping[str, list[tuple[int, str]]]:
    """Return the pages that are muted by their source, each with the number of its latest revision and its address."""
    page, text = tables.articles, tables.revisions
    query = (
        select(func.max(text.c.number).label("number"), page.c.url, text.c.source)
        .join(page)
        .where(page.c.muted)
        .group_by(page.c.url, text.c.source)
        .order_by(page.c.url)
    )
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.source].append((row.number, row.url))
    return found


def _update(connection: Connection, url: str, values: Mapping[str, Any]) -> None:
    connection.execute(update(tables.articles).where(tables.articles.c.url == url).values(values))
