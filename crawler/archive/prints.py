"""Prints of texts: kept, and found again by the sampled shingles that they share.

A shingle that stands in `CROWD` prints tells no texts apart: its rows are cleared away, and one mark stays in their
place. So a look-up reads a bounded number of rows however large the archive is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select

from crawler import resemblance
from crawler.archive import tables
from crawler.archive.db import insert_new
from crawler.model import Lookalike
from crawler.resemblance import Print

CROWD = 64
"""Prints that may share a shingle before it says nothing about them."""

_COMPARED = 8  # texts that an article is held against: those that share most with it
_COMMON = 0  # the number of no print: it marks a shingle that stands in a crowd

_SHARING = select(tables.shingles.c.hash, tables.shingles.c.print).where(
    tables.shingles.c.hash.in_(bindparam("hashes", expanding=True))
)
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
class Neighbourhood:
    """What stands near a text: those that share most with it, the first most of all; and its shingles that all have."""

    lookalikes: tuple[Lookalike, ...]
    common: frozenset[int]


def neighbourhood(connection: Connection, mine: Print) -> Neighbourhood:
    """Find the texts that share a print's shingles. It clears crowds away, so it needs a transaction that writes."""
    hashes = mine.indexed
    if not hashes:
        return Neighbourhood((), frozenset())
    sharing: dict[int, list[int]] = {}
    for value, number in connection.execute(_SHARING, {"hashes": hashes}):
        sharing.setdefault(value, []).append(number)
    crowded = [value for value, numbers in sharing.items() if len(numbers) >= CROWD]
    _clear(connection, crowded)
    common = frozenset(crowded) | {value for value, numbers in sharing.items() if _COMMON in numbers}
    counts = Counter(number for value, numbers in sharing.items() if value not in common for number in numbers)
    return Neighbourhood(_lookalikes(connection, [number for number, _ in counts.most_common(_COMPARED)]), common)


def keep(
    connection: Connection,
    mine: Print,
    published: datetime,
    *,
    revision: int | None = None,
    seed: str | None = None,
    common: Iterable[int] = (),
) -> None:
    """Keep a print of a text, a kept one by its number or one of the seed corpus by its content hash.

    `common` are the shingles of its neighbourhood that all have: it is not looked for by them.
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
    rows = [{"hash": value, "print": number} for value in mine.indexed if value not in common]
    if rows:
        connection.execute(insert(tables.shingles), rows)


def forget(connection: Connection, which: ColumnElement[bool]) -> None:
    """Drop the prints for which a condition on the table holds."""
    table = tables.prints
    for row in connection.execute(select(table.c.id, table.c.rate, table.c.sketch).where(which)).all():
        hashes = Print(row.rate, resemblance.decode(row.sketch), frozenset()).indexed
        of_print = (tables.shingles.c.print == row.id) & tables.shingles.c.hash.in_(hashes)
        connection.execute(delete(tables.shingles).where(of_print))
    connection.execute(delete(table).where(which))


def _clear(connection: Connection, crowded: Sequence[int]) -> None:
    if crowded:
        connection.execute(delete(tables.shingles).where(tables.shingles.c.hash.in_(crowded)))
        marks = [{"hash": value, "print": _COMMON} for value in crowded]
        connection.execute(insert_new(connection, tables.shingles), marks)


def _lookalikes(connection: Connection, numbers: Sequence[int]) -> tuple[Lookalike, ...]:
    if not numbers:
        return ()
    found = {row.id: _lookalike(row) for row in connection.execute(_PRINTS, {"ids": numbers})}
    return tuple(found[number] for number in numbers if number in found)


def _lookalike(row: Row[Any]) -> Lookalike:
    day = f"{row.published:%Y-%m-%d}"
    name = (
        f"the archive: 《{row.title}》, {day}, {row.url}"
        if row.revision
        else f"the seed corpus: 《{row.seed_title}》, {day}"
    )
    return Lookalike(
        name=name,
        published=row.published,
        print=Print(row.rate, resemblance.decode(row.sketch), resemblance.decode(row.particulars)),
        revision=row.revision,
        story=row.story_id,
    )
