"""The entries of feeds: which need fetching, and what became of those that were fetched.

An entry is known by its source and its address (GUIDs repeat); a digest of all that the feed says of it tells whether
it has changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, select, update

from crawler.archive import tables
from crawler.archive.db import in_parts, insert_new
from crawler.model import FeedEntry, Novelty, Verdict

#: A page that is gone, or holds no article, is asked for this often before its entry is let go.
ATTEMPTS = 3

_TOLD = tables.entries.c.verdict.is_not(None)
_SAME_TEXT = _TOLD & (tables.entries.c.content_hash == bindparam("content_hash"))

# Every article that arrives is settled by it: built once, like those of `crawler.archive.articles`.
_SETTLE = (
    update(tables.entries)
    .where(tables.entries.c.source == bindparam("of_source"), tables.entries.c.url == bindparam("of_url"))
    .values(
        {
            it: case((_SAME_TEXT, it), else_=bindparam(it.name, type_=it.type))
            for it in tables.entries.c["verdict", "reason"]
        }
    )
    .values(content_hash=bindparam("content_hash"), attempts=0)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry that needs fetching. `announced` says whether people are told of what it brings.

    `fresh` is False for one that was listed before: it has changed, or its page failed.
    """

    entry: FeedEntry
    announced: bool
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """An entry whose page was fetched: what its text was judged to be, and its content hash."""

    source: str
    url: str
    novelty: Novelty
    content_hash: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the places where a text ran: its source and address, and why it was not kept there, if it was not."""

    source: str
    url: str
    reason: str


def digest(entry: FeedEntry) -> str:
    """Return a hash over all that a feed says of an entry."""
    dates = (str(entry.published), str(entry.updated))
    said = (entry.url, entry.title, *dates, entry.author, entry.content, entry.image)
    return sha256("\x00".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def wanted(
    connection: Connection, source: str, found: Sequence[FeedEntry], *, announced: bool, now: datetime
) -> list[Wanted]:
    """Note the entries that a feed holds now; return those to fetch: new or changed ones, and those that failed.

    An entry that is tried again keeps the `announced` of the first try: what a source's first poll could not fetch
    still belongs to its baseline.
    """
    table = tables.entries
    rows = _rows(connection, source, [entry.url for entry in found])
    fresh: list[Wanted] = []
    added: list[dict[str, Any]] = []
    for entry in found:
        row, digested = rows.get(entry.url), digest(entry)
        if row is not None and row.digest == digested:
            if row.attempts < (ATTEMPTS if row.verdict is None else 0):
                fresh.append(Wanted(entry, row.announced, fresh=False))
            continue
        # What an entry was told stands until its page is read again: till then its tries are counted from below.
        attempts = 0 if row is None or row.verdict is None else -ATTEMPTS
        state = {"digest": digested, "announced": announced, "attempts": attempts, "last_seen": now}
        if row is None:
            added.append({"source": source, "url": entry.url, "first_seen": now} | state)
        else:
            connection.execute(update(table).where(_is(source, entry.url)).values(state))
        fresh.append(Wanted(entry, announced, fresh=row is None))
    if added:
        connection.execute(insert_new(connection, table), added)
    for chunk in in_parts(list(rows)):
        here = (table.c.source == source) & table.c.url.in_(chunk)
        connection.execute(update(table).where(here).values(last_seen=now))
    return fresh


def settle(connection: Connection, source: str, url: str, novelty: Novelty, content_hash: str) -> None:
    """Note what became of an entry that was fetched: it is not fetched again before the feed says something else.

    One that has the text which it had before keeps what it was told then.
    """
    settle_all(connection, [Settled(source, url, novelty, content_hash)])


def settle_all(connection: Connection, settled: Sequence[Settled]) -> None:
    """Settle the entries of a batch, in order."""
    rows = [
        {
            "of_source": it.source,
            "of_url": it.url,
            "verdict": it.novelty.verdict,
            "reason": it.novelty.reason,
            "content_hash": it.content_hash,
        }
        for it in settled
    ]
    if rows:
        connection.execute(_SETTLE, rows)


def miss(connection: Connection, source: str, url: str, reason: str, *, permanent: bool) -> None:
    """Note that an entry's page failed: it is asked for again, after permanent failures up to ATTEMPTS times."""
    table = tables.entries
    values = {"attempts": table.c.attempts + int(permanent), "reason": case((_TOLD, table.c.reason), else_=reason)}
    connection.execute(update(table).where(_is(source, url)).values(values))


def copies(connection: Connection, content_hash: str) -> list[Copy]:
    """Return all the places where a text ran, the first one first."""
    table = tables.entries
    query = select(table.c.source, table.c.url, table.c.reason).where(table.c.content_hash == content_hash)
    return [Copy(*row) for row in connection.execute(query.order_by(table.c.id))]


def known_texts(connection: Connection, source: str) -> list[Copy]:
    """Return a source's entries whose text was known before it came, in the order in which they were listed first."""
    table = tables.entries
    query = select(table.c.source, table.c.url, table.c.reason)
    of_source = query.where(table.c.source == source, table.c.verdict == Verdict.DUPLICATE)
    return [Copy(*row) for row in connection.execute(of_source.order_by(table.c.id))]


def _rows(connection: Connection, source: str, urls: Sequence[str]) -> dict[str, Any]:
    table = tables.entries
    query = select(table.c.url, table.c.digest, table.c.verdict, table.c.attempts, table.c.announced)
    chunks = (query.where(table.c.source == source, table.c.url.in_(chunk)) for chunk in in_parts(urls))
    return {row.url: row for chunk in chunks for row in connection.execute(chunk)}


def _is(source: str, url: str) -> ColumnElement[bool]:
    return (tables.entries.c.source == source) & (tables.entries.c.url == url)
