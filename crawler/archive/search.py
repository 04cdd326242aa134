"""The texts of the archive, found by their words, their date, their publisher and their topic; the newest first.

The index knows titles, and of relevant texts the whole (`crawler.archive.bigrams`). On SQLite it is a contentless FTS5
table, on PostgreSQL a column of vectors; both are written in SQL here and in the migration that makes them. It follows
the archive: what came in is indexed after a crawl, by its number.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, String, cast, column, select, table, text

from crawler.archive import articles, tables
from crawler.archive.bigrams import Phrase, phrases, terms
from crawler.archive.db import Database, take_turns
from crawler.model import Revision
from seeds.text import plain

_BATCH = 200  # texts in a transaction

_LONGEST = 50_000  # terms of a text that are indexed: PostgreSQL's vectors hold a megabyte, …
_POSITIONS = 16_383  # … and know no position above this: words further on are found, but not that they follow

_NEXT: Select[Any] = select(
    tables.revisions.c.number, tables.revisions.c.title, tables.revisions.c.topics, tables.revisions.c.document
).order_by(tables.revisions.c.number).limit(_BATCH)  # fmt: skip
_ADD = {
    "sqlite": text("INSERT INTO search_terms (rowid, terms) VALUES (:number, :terms)"),
    "postgresql": text("INSERT INTO search_terms (number, terms) VALUES (:number, CAST(:terms AS tsvector))"),
}
_LATEST = {
    "sqlite": text("SELECT coalesce((SELECT rowid FROM search_terms ORDER BY rowid DESC LIMIT 1), 0)"),
    "postgresql": text("SELECT coalesce(max(number), 0) FROM search_terms"),
}
# Where the index has the numbers of texts: SQLite goes through them from the last one on, and stops with the page.
_INDEX = {
    "sqlite": table("search_terms", column("rowid", Integer)),
    "postgresql": table("search_terms", column("number", Integer)),
}
_MATCHES = {
    "sqlite": text("search_terms MATCH :wanted"),
    "postgresql": text("search_terms.terms @@ CAST(:wanted AS tsquery)"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is empty or None is not asked for.

    `words` must all stand in a text (one after a “-” must not); `since` and `until` bound the date of publication, the
    latter without itself; `relevant` leaves out what belongs to no topic, `shown` what its page does not show any more.
    """

    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    publisher: str = ""
    topic: str = ""
    relevant: bool = False
    shown: bool = True


def is_searchable(words: str) -> bool:
    """Whether something can be looked for by words, or there are none: by punctuation alone nothing can."""
    return not words.strip() or any(not it.excluded for it in phrases(words))


def find(
    connection: Connection, wanted: Wanted, limit: int, before: int | None = None, *, whole: bool = True
) -> list[Revision]:
    """Return up to `limit` texts with a lower number than `before`, highest number first.

    `whole` is as for `articles.revisions`, whose titles and dates are there in either case.
    Words of which nothing can be looked for find nothing.
    """
    if not is_searchable(wanted.words):
        return []
    asked = phrases(wanted.words)
    kept, page = tables.revisions.c, tables.articles.c
    query = articles.revisions(whole=whole)
    number: ColumnElement[int] = kept.number
    if asked:
        dialect = connection.dialect.name
        write = _fts5 if dialect == "sqlite" else _tsquery
        (number,) = _INDEX[dialect].c
        query = query.join(_INDEX[dialect], number == kept.number)
        query = query.where(_MATCHES[dialect].bindparams(wanted=write(asked)))
    for condition in (
        number < before if before is not None else None,
        _published(wanted) if wanted.since or wanted.until else None,
        kept.publisher == wanted.publisher if wanted.publisher else None,
        cast(kept.topics, String).contains(f'"{wanted.topic}"', autoescape=True) if wanted.topic else None,
        cast(kept.topics, String) != "[]" if wanted.relevant else None,
        page.shows == kept.number if wanted.shown else None,
    ):
        if condition is not None:
            query = query.where(condition)
    return articles.read(connection, query.order_by(number.desc()).limit(limit))


def _published(wanted: Wanted) -> ColumnElement[bool]:
    # By itself, of the index alone: else SQLite would read and sort all texts of the time to show the last ones.
    dated = tables.revisions.alias().c
    query = select(dated.number)
    query = query.where(dated.published >= wanted.since) if wanted.since else query
    query = query.where(dated.published < wanted.until) if wanted.until else query
    return tables.revisions.c.number.in_(query)


def catch_up(database: Database, on_progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index what came in since the last time; return how many texts that were."""
    done = 0
    with database.read() as connection:
        start, end = _latest(connection), articles.latest_number(connection)
    if start >= end:
        return 0  # who only looks for something is not to wait for those who write
    while True:
        with database.write() as connection:
            take_turns(connection, "search")
            latest = _latest(connection)
            batch = connection.execute(_NEXT.where(tables.revisions.c.number > latest)).all()
            if batch:
                rows = [{"number": it.number, "terms": _indexed(connection, it)} for it in batch]
                connection.execute(_ADD[connection.dialect.name], rows)
        if not batch:
            return done
        done += len(batch)
        on_progress(batch[-1].number - start, max(end, batch[-1].number) - start)


def _latest(connection: Connection) -> int:
    number: int = connection.execute(_LATEST[connection.dialect.name]).scalar_one()
    return number


def _indexed(connection: Connection, row: Row[Any]) -> str:
    document = articles.unpacked(row.document, row.number) if row.topics else None  # of most texts the title is enough
    whole = f"{row.title}\n{plain(document.body) if document else ''}"
    said = islice(terms(whole), _LONGEST)
    return " ".join(said) if connection.dialect.name == "sqlite" else _tsvector(said)


def _tsvector(said: Iterable[str]) -> str:
    return " ".join(f"'{term}':{min(at, _POSITIONS)}" for at, term in enumerate(said, 1))


def _fts5(asked: Sequence[Phrase]) -> str:
    def written(it: Phrase) -> str:
        return f'"{" ".join(it.terms)}"' + (" *" if it.prefix else "")

    found = " AND ".join(written(it) for it in asked if not it.excluded)
    return f"({found})" + "".join(f" NOT {written(it)}" for it in asked if it.excluded)


def _tsquery(asked: Sequence[Phrase]) -> str:
    def written(it: Phrase) -> str:
        return "(" + " <-> ".join(f"'{term}'" + (":*" if it.prefix else "") for term in it.terms) + ")"

    return " & ".join(("!" if it.excluded else "") + written(it) for it in asked)
