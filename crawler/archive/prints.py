"""Prints of texts: kept, and found again by the sampled shingles that they share.

A shingle that stands in `CROWD` prints tells no texts apart: its rows are cleared away, one mark stays in their place,
and no print is put beside it again. So a look-up reads a bounded number of rows however large the archive is.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select

from crawler import resemblance
from crawler.archive import naming, tables
from crawler.archive.db import insert_new
from crawler.model import Lookalike
from crawler.resemblance import INDEXED, Print
from seeds.fingerprint import SAMPLED

CROWD = 64
"""Prints that may share a shingle before it says nothing about them."""

_COMPARED = 8  # texts that an article is held against: those that share most with it
_FEWEST, _FEWEST_OF_FEW = 3, 2  # shingles that a text must share with an article to be looked at, …
_FEW = 12  # … and with an article that has fewer of them than this
_LEAST_SHARE = 0.3  # of the shorter text's, where texts that are one share more than half: chance makes it less
_COMMON = 0  # the number of no print: it marks a shingle that stands in a crowd

# Written out, with the numbers in the statement: SQLAlchemy takes longer to bind thirty of them than the database to
# look them up, and this is done for every article. They are integers of our own making.
_STANDS_IN = "SELECT hash, print FROM shingles WHERE hash IN ({hashes})"
_SIZES = "SELECT id, rate, length(sketch) FROM prints WHERE id IN ({numbers})"
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


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who shares shingles with a print.

    `nearest` are the prints that share most, the first most of all, each with how many of its `shingles` it shares,
    which its `rate` divides. Of those, `crowded` stand in as many prints as may share one, and `common` in a crowd
    already.
    """

    nearest: Mapping[int, int] = field(default_factory=dict)
    shingles: int = 0
    rate: int = SAMPLED
    crowded: Set[int] = frozenset()
    common: Set[int] = frozenset()


def sharing(connection: Connection, mine: Print) -> Sharing:
    """Look up who shares shingles with a print."""
    if not (hashes := mine.indexed):
        return Sharing()
    rows = connection.exec_driver_sql(_STANDS_IN.format(hashes=",".join(map(str, hashes)))).all()
    values, numbers = zip(*rows, strict=True) if rows else ((), ())  # columns are counted quicker than rows
    shared, stands_in = Counter(numbers), Counter(values)
    common = {value for value, number in rows if number == _COMMON} if _COMMON in shared else set()
    crowded = {value for value, count in stands_in.items() if count >= CROWD - 1}
    del shared[_COMMON]
    fewest = _fewest(len(hashes))
    enough = ((count, number) for number, count in shared.items() if count >= fewest)
    nearest = {number: count for count, number in nlargest(_COMPARED, enough)}
    return Sharing(nearest, len(hashes), mine.rate, crowded - common, common)


def lookalikes(connection: Connection, sharing: Sharing) -> tuple[Lookalike, ...]:
    """Return the texts that share most shingles with a print, in order.

    Passed over are those that share too little with it, and of themselves, to be one with it or a part.
    """
    if not sharing.nearest:
        return ()
    sizes = connection.exec_driver_sql(_SIZES.format(numbers=",".join(map(str, sharing.nearest))))
    nearest = {number for number, rate, size in sizes if _may_be_like(sharing, number, rate, size)}
    if not nearest:
        return ()
    found = {row.id: _lookalike(row) for row in connection.execute(_PRINTS, {"ids": sorted(nearest)})}
    return tuple(found[number] for number in sharing.nearest if number in found)


def keep(
    connection: Connection,
    mine: Print,
    sharing: Sharing,
    published: datetime,
    *,
    revision: int | None = None,
    seed: str | None = None,
) -> None:
    """Keep a print of a text, a kept one by its number or one of the seed corpus by its content hash.

    `sharing` is what the function of that name returned of it in the same transaction.
    """
    row = {
        "revision": revision,
        "seed": seed,
        "published": published,
        "rate": mine.rate,
        "sketch": resemblance.encode(mine.hashes),
        "particulars": resemblance.encode(mine.particulars),
    }
    number: int = connection.execute(_KEEP, row).scalar_one()
    _clear(connection, sharing.crowded)
    telling = set(mine.indexed) - sharing.crowded - sharing.common
    if rows := [f"({value},{number})" for value in telling]:
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


def _may_be_like(sharing: Sharing, number: int, rate: int, size: int) -> bool:
    """Whether the shingles that a print shares are more than a phrase's; `size` is that of its sketch, in bytes."""
    theirs = size / resemblance.HASH_BYTES / INDEXED
    # Only what the coarser of the two rates divides can be shared.
    shareable = min(sharing.shingles * sharing.rate, theirs * rate) / max(sharing.rate, rate)
    return sharing.nearest[number] >= _LEAST_SHARE * shareable


def _clear(connection: Connection, crowded: Collection[int]) -> None:
    if marks := [{"hash": value, "print": _COMMON} for value in crowded]:
        connection.execute(delete(tables.shingles).where(tables.shingles.c.hash.in_(crowded)))
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
