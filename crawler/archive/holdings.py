"""Whole holdings: everything that is known of kept texts, read out in order and put back into another archive.

Every function takes an open connection, so that the caller says what belongs into one transaction.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from crawler import resemblance
from crawler.archive import pages, tables
from crawler.archive.db import UTCDateTime, insert_new
from crawler.holding import Address, Copy, Holding
from crawler.model import Edit, Hit, Novelty, Relation, Relevance, Verdict
from crawler.resemblance import Print
from seeds.errors import SeedFormatError

_KNOWN = (
    select(
        tables.revisions.c.content_hash,
        tables.revisions.c.number,
        tables.revisions.c.story_id,
        tables.revisions.c.published,
        tables.articles.c.url,
    )
    .join(tables.articles)
    .where(tables.revisions.c.content_hash.in_(bindparam("hashes", expanding=True)))
)
# When the text that a page shows was fetched from it.
_FETCHED = (
    select(func.coalesce(tables.copies.c.fetched_at, tables.revisions.c.fetched_at, type_=UTCDateTime()))
    .select_from(pages.SHOWN)
    .where(tables.articles.c.id == bindparam("page"))
)
_SHOW = update(tables.articles).where(tables.articles.c.id == bindparam("page")).values(shows=bindparam("number"))
_OF_COPY = tuple(name for name in Copy.__slots__ if name != "page")
_ADDRESS = select(tables.articles.c.id).where(tables.articles.c.url == bindparam("url"))
_KEEP = insert(tables.revisions).returning(tables.revisions.c.number)
_BEGIN_STORY = insert(tables.stories).returning(tables.stories.c.id)


@dataclass(frozen=True, slots=True)
class Shelved:
    """Where a text stands in the archive: its number, its story, the address that it is kept for, and its date."""

    number: int
    story: int
    url: str
    published: datetime


def after(connection: Connection, number: int, limit: int) -> list[tuple[Holding, bytes | SeedFormatError | None]]:
    """Return up to `limit` holdings with a higher number, lowest first, each with its document in the seed format.

    That is None where its time is up; one that is damaged comes as its error.
    """
    table = tables.revisions
    query = (
        select(table, *_address_columns(), tables.stories.c.takes_up, tables.prints.c.id.label("print_id"))
        .join(tables.articles, tables.articles.c.id == table.c.article_id)
        .join(tables.stories, tables.stories.c.id == table.c.story_id)
        .outerjoin(tables.prints, tables.prints.c.revision == table.c.number)
        .where(table.c.number > number)
        .order_by(table.c.number)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    copies = _copies(connection, [row.number for row in rows])
    prints = _prints(connection, [row.number for row in rows if row.document is None])
    return [
        (_holding(row, copies.get(row.number, ()), prints.get(row.number)), _unpacked(row.document)) for row in rows
    ]


def known(connection: Connection, hashes: Iterable[str]) -> dict[str, Shelved]:
    """Return those of some texts that the archive keeps, by their content hashes."""
    rows = connection.execute(_KNOWN, {"hashes": list(hashes)})
    return {row.content_hash: Shelved(row.number, row.story_id, row.url, row.published) for row in rows}


def keep(connection: Connection, holding: Holding, document: bytes | None) -> Shelved:
    """Store a holding under the next number; of its numbers those of `novelty` count, and are this archive's.

    Without a story it begins one. Nobody is ever told of it, whatever `announced` says. The archive must not have the
    text yet; its print, if one is kept, is the caller's to keep.
    """
    novelty = holding.novelty
    story: int = novelty.story or connection.execute(_BEGIN_STORY, {"takes_up": novelty.takes_up}).scalar_one()
    page = _article(connection, holding.address)
    row = {
        "article_id": page,
        "content_hash": holding.content_hash,
        "text_version": holding.text_version,
        "extraction": holding.extraction,
        "title": holding.title,
        "published": holding.published,
        "publisher": holding.publisher,
        "source": holding.source,
        "fetched_at": holding.fetched_at,
        "score": holding.relevance.score,
        "topics": list(holding.relevance.topics),
        "hits": [asdict(hit) for hit in holding.relevance.hits],
        "story_id": story,
        "verdict": novelty.verdict,
        "relation": novelty.relation,
        "measure": novelty.measure,
        "nearest": novelty.nearest,
        "before": holding.before,
        "edit": holding.edit,
        "reason": novelty.reason,
        "announced": False,
        "origin": holding.origin,
        "issuer": holding.issuer,
        "document_number": holding.document_number,
        "document": None if document is None else zlib.compress(document),
    }
    number: int = connection.execute(_KEEP, row).scalar_one()
    _show(connection, page, number, holding.fetched_at)
    return Shelved(number, story, holding.address.url, holding.published)


def note_copies(connection: Connection, revision: int, copies: Sequence[Copy]) -> None:
    """Note where else the text of a revision ran; what is noted already stays as it is."""
    for it in copies:
        page = _article(connection, it.page or Address(it.url, it.publisher, it.fetched_at))
        row = {"revision": revision} | {name: getattr(it, name) for name in _OF_COPY}
        if connection.execute(insert_new(connection, tables.copies), row).rowcount:
            _show(connection, page, revision, it.fetched_at)


def _unpacked(document: bytes | None) -> bytes | SeedFormatError | None:
    try:
        return None if document is None else zlib.decompress(document)
    except zlib.error as error:
        return SeedFormatError(f"its document in the database is damaged: {error}")


def _address_columns() -> list[Any]:
    return [tables.articles.c[name].label(f"address_{name}") for name in Address.__slots__]


def _show(connection: Connection, page: int, number: int, fetched_at: datetime) -> None:
    """Let a page show a text, unless it shows one that was fetched from it later: an archive may be brought any time.

    So what a page shows comes right in whatever order its texts are taken in.
    """
    shown = connection.execute(_FETCHED, {"page": page}).scalar()
    if shown is None or shown < fetched_at:
        connection.execute(_SHOW, {"page": page, "number": number})


def _article(connection: Connection, address: Address) -> int:
    row = {name: getattr(address, name) for name in Address.__slots__}
    connection.execute(insert_new(connection, tables.articles), row)
    number: int = connection.execute(_ADDRESS, {"url": address.url}).scalar_one()
    return number


def _address(row: Row[Any]) -> Address:
    return Address(**{name: row._mapping[f"address_{name}"] for name in Address.__slots__})


def _copies(connection: Connection, numbers: Sequence[int]) -> Mapping[int, tuple[Copy, ...]]:
    table = tables.copies
    copies: dict[int, tuple[Copy, ...]] = {}
    query = (
        select(table, *_address_columns())
        .join(tables.articles, tables.articles.c.url == table.c.url)
        .where(table.c.revision.in_(numbers))
        .order_by(table.c.id)
    )
    for row in connection.execute(query):
        copy = Copy(**{name: row._mapping[name] for name in _OF_COPY}, page=_address(row))
        copies[row.revision] = (*copies.get(row.revision, ()), copy)
    return copies


def _prints(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Print]:
    table = tables.prints
    rows = connection.execute(select(table).where(table.c.revision.in_(numbers)))
    return {
        row.revision: Print(row.rate, resemblance.decode(row.sketch), resemblance.decode(row.particulars))
        for row in rows
    }


def _holding(row: Row[Any], copies: tuple[Copy, ...], mine: Print | None) -> Holding:
    return Holding(
        number=row.number,
        content_hash=row.content_hash,
        text_version=row.text_version,
        title=row.title,
        published=row.published,
        address=_address(row),
        publisher=row.publisher,
        source=row.source,
        fetched_at=row.fetched_at,
        relevance=Relevance(row.score, tuple(row.topics), tuple(Hit(**it) for it in row.hits)),
        novelty=Novelty(
            verdict=Verdict(row.verdict),
            reason=row.reason,
            relation=Relation(row.relation) if row.relation else None,
            measure=row.measure,
            nearest=row.nearest,
            story=row.story_id,
            takes_up=row.takes_up,
            adds=row.print_id is not None,
        ),
        announced=row.announced,
        extraction=row.extraction,
        before=row.before,
        edit=Edit(row.edit) if row.edit else None,
        origin=row.origin,
        issuer=row.issuer,
        document_number=row.document_number,
        copies=copies,
        print=mine,
    )
