"""Prints of texts: kept, and found again by the sampled shingles that they share.

A shingle that stands in `CROWD` prints tells no texts apart: its rows are cleared away, one mark stays in their place,
and no print is put beside it again. So a look-up reads a bounded number of rows however large the archive is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select

from crawler import resemblance
from crawler.archive import naming, tables
from crawler.archive.db import insert_new
from crawler.model import Lookalike
from crawler.resemblance import Print

CROWD = 64
"""Prints that may share a shingle before it says nothing about them."""

_COMPARED = 8  # texts that an article is held against: those that share most with it
_FEWEST, _FEWEST_OF_FEW = 3, 2  # shingles that a text must share with an article to be looked at, …
_FEW = 12  # … and with an article that has fewer of them than this
_COMMON = 0  # the number of no print: it marks a shingle that stands in a crowd

# Written out, with the numbers in the statement: SQLAlchemy takes longer to bind thirty of them than the database to
# look them up, and this is done for every article. They are integers of our own making.
_SHARING = """
SELECT print FROM shingles WHERE hash IN ({hashes}) AND print <> {common}
GROUP BY print HAVING count(*) >= {fewest} ORDER BY count(*) DESC, print DESC LIMIT {compared}
"""
_CROWDED = """
SELECT hash, min(print) FROM shingles WHERE hash IN ({hashes})
GROUP BY hash HAVING count(*) >= {crowd} OR min(print) = {common}
"""
_ADD = "INSERT INTO shingles (hash, print) VALUES {rows}"
_PRINTS = (
    select(
        tables.prints,
        tables.revisions.c.title,
        tables.revisions.c.story_id,
        tables.articles.c.url,
        tables.seed_prints.c.title.label("seed_title"),
    )
    .outerjoin(tables.revisions, tables.revisions.c.number == tables.prints.c.revision)
    .outerjoin(tables.articles, tables.articles.c.id == tables.revisions.c.article_id)
    .outerjoin(tables.seed_prints, tables.seed_prints.c.content_hash == tables.prints.c.seed)
    .where(tables.prints.c.id.in_(bindparam("ids", expanding=True)))
)
_KEEP = insert(tables.prints).returning(tables.prints.c.id)


def lookalikes(connection: Connection, mine: Print) -> tuple[Lookalike, ...]:
    """Return the texts that share most shingles with a print, the first most of all."""
    if not (hashes := mine.indexed):
        return ()
    query = _SHARING.format(hashes=_listed(hashes), common=_COMMON, fewest=_fewest(len(hashes)), compared=_COMPARED)
    nearest = connection.exec_driver_sql(query).scalars().all()
    if not nearest:
        return ()
    found = {row.id: _lookalike(row) for row in connection.execute(_PRINTS, {"ids": nearest})}
    return tuple(found[number] for number in nearest if number in found)


def keep(
    connection: Connection,
    mine: Print,
    published: datetime,
    *,
    revision: int | None = None,
    seed: str | None = None,
) -> None:
    """Keep a print of a text, a kept one by its number or one of the seed corpus by its content hash."""
    row = {
        "revision": revision,
        "seed": seed,
        "published": published,
        "rate": mine.rate,
        "sketch": resemblance.encode(mine.hashes),
        "particulars": resemblance.encode(mine.particulars),
    }
    number: int = connection.execute(_KEEP, row).scalar_one()
    if not (hashes := mine.indexed):
        return
    query = _CROWDED.format(hashes=_listed(hashes), common=_COMMON, crowd=CROWD - 1)
    crowded = dict(tuple(row) for row in connection.exec_driver_sql(query))
    _clear(connection, [value for value, first in crowded.items() if first != _COMMON])
    if rows := [f"({value},{number})" for value in hashes if value not in crowded]:
        connection.exec_driver_sql(_ADD.format(rows=",".join(rows)))


def forget(connection: Connection, which: ColumnElement[bool]) -> None:
    """Drop the prints for which a condition on the table holds."""
    table = tables.prints
    for row in connection.execute(select(table.c.id, table.c.rate, table.c.sketch).where(which)).all():
        hashes = Print(row.rate, resemblance.decode(row.sketch), frozenset()).indexed
        of_print = (tables.shingles.c.print == row.id) & tables.shingles.c.hash.in_(hashes)
        connection.execute(delete(tables.shingles).where(of_print))
    connection.execute(delete(table).where(which))


def _fewest(shingles: int) -> int:
    return _FEWEST if shingles >= _FEW else min(_FEWEST_OF_FEW, shingles)


def _listed(hashes: Sequence[int]) -> str:
    return ",".join(map(str, hashes))


def _clear(connection: Connection, crowded: Sequence[int]) -> None:
    if crowded:
        connection.execute(delete(tables.shingles).where(tables.shingles.c.hash.in_(crowded)))
        marks = [{"hash": value, "print": _COMMON} for value in crowded]
        connection.execute(insert_new(connection, tables.shingles), marks)


def _lookalike(row: Row[Any]) -> Lookalike:
    kept = row.revision is not None
    at = row.published
    return Lookalike(
        name=naming.of_archive(row.title, at, row.url) if kept else naming.of_corpus(row.seed_title, at),
        published=at,
        print=Print(row.rate, resemblance.decode(row.sketch), resemblance.decode(row.particulars)),
        revision=row.revision,
        story=row.story_id,
    )
