"""Articles and their revisions: asked for, kept, and read back in the order in which they came.

Every function takes an open connection, so that the caller says what belongs into one transaction.
"""

import zlib
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, cast, exists, func, select

from crawler.archive import tables
from crawler.archive.db import insert_new
from crawler.model import Article, Hit, Known, Novelty, Relevance, Revision, Verdict
from seeds import codec
from seeds.fingerprint import KnownText, encode_sketch
from seeds.text import TEXT_VERSION, plain

# What every article that arrives is asked and stored by. They are built once: SQLAlchemy takes longer to put a
# statement together than SQLite to carry it out.
_KEEP = tables.revisions.insert().returning(tables.revisions.c.number)
_ARTICLE_AT_ADDRESS = select(tables.articles.c.id).where(tables.articles.c.url == bindparam("url"))
_SEED_WITH_TEXT = select(tables.seed_prints.c.title, tables.seed_prints.c.date).where(
    tables.seed_prints.c.content_hash == bindparam("content_hash")
)
_KEPT_WITH_TEXT = (
    select(tables.revisions.c.title, tables.revisions.c.published, tables.articles.c.url)
    .join(tables.articles)
    .where(tables.revisions.c.content_hash == bindparam("content_hash"))
)
_TEXT_AT_ADDRESS = (
    select(tables.revisions.c.content_hash)
    .join(tables.articles)
    .where(tables.articles.c.url == bindparam("url"))
    .order_by(tables.revisions.c.number.desc())
    .limit(1)
)


def known(connection: Connection, article: Article) -> Known:
    """Return what the archive and the seed corpus know that bears on an article."""
    return Known(
        same_text=_same_text(connection, article.content_hash),
        at_address=_at_address(connection, article.url),
    )


def keep(
    connection: Connection, article: Article, relevance: Relevance, novelty: Novelty, *, announced: bool
) -> Revision:
    """Store a text as the next revision of the article at its address. The archive must not have the text yet."""
    row = {
        "article_id": _article_id(connection, article),
        "content_hash": article.content_hash,
        "text_version": TEXT_VERSION,
        "title": article.document.title,
        "published": article.published,
        "publisher": article.publisher,
        "source": article.source,
        "fetched_at": article.fetched_at,
        "score": relevance.score,
        "topics": list(relevance.topics),
        "hits": [asdict(hit) for hit in relevance.hits],
        "verdict": novelty.verdict,
        "reason": novelty.reason,
        "announced": announced,
        "origin": article.origin,
        "issuer": article.issuer,
        "document_number": article.document_number,
        "document": zlib.compress(codec.dumps(article.document)),
    }
    number: int = connection.execute(_KEEP, row).scalar_one()
    return Revision(number, article, relevance, novelty, announced)


def latest(connection: Connection, words: str, limit: int) -> list[Revision]:
    """Return the texts that came in last, newest first: those whose title holds the words."""
    query = _revisions().where(tables.revisions.c.title.contains(words, autoescape=True))
    return [_revision(row) for row in connection.execute(query.order_by(tables.revisions.c.number.desc()).limit(limit))]


def count(connection: Connection) -> int:
    """Count the texts that the archive keeps."""
    counted: int = connection.execute(select(func.count()).select_from(tables.revisions)).scalar_one()
    return counted


def holds(connection: Connection, content_hash: str) -> bool:
    """Return whether the archive keeps a text; that the seed corpus knows it does not count."""
    query = select(exists().where(tables.revisions.c.content_hash == content_hash))
    return bool(connection.execute(query).scalar_one())


def revisions_after(connection: Connection, number: int, limit: int) -> list[Revision]:
    """Return up to `limit` revisions with a higher number, lowest first."""
    query = _revisions().where(tables.revisions.c.number > number).order_by(tables.revisions.c.number).limit(limit)
    return [_revision(row) for row in connection.execute(query)]


def relevant_after(connection: Connection, number: int, limit: int) -> list[Revision]:
    """Return up to `limit` revisions with a higher number that belong to a topic, lowest first."""
    table = tables.revisions
    query = _revisions().where(table.c.number > number, cast(table.c.topics, String) != "[]")
    return [_revision(row) for row in connection.execute(query.order_by(table.c.number).limit(limit))]


def revision(connection: Connection, number: int) -> Revision | None:
    """Return the revision with a number, None where there is none."""
    row = connection.execute(_revisions().where(tables.revisions.c.number == number)).first()
    return _revision(row) if row else None


def latest_number(connection: Connection) -> int:
    """Return the number of the revision that came in last, 0 where nothing has."""
    highest: int = connection.execute(select(func.coalesce(func.max(tables.revisions.c.number), 0))).scalar_one()
    return highest


def remember_prints(connection: Connection, texts: Iterable[KnownText]) -> int:
    """Make texts known that are not kept (the seed corpus); return how many of them were new."""
    rows = [
        {
            "content_hash": it.content_hash,
            "title": it.title,
            "date": it.date,
            "publisher": it.publisher,
            "sketch": encode_sketch(it.sketch),
        }
        for it in texts
    ]
    if not rows:
        return 0
    insert = insert_new(connection, tables.seed_prints).values(rows).returning(tables.seed_prints.c.content_hash)
    return len(connection.execute(insert).all())


def _same_text(connection: Connection, content_hash: str) -> str | None:
    seed = connection.execute(_SEED_WITH_TEXT, {"content_hash": content_hash}).first()
    if seed:
        day = f", {seed.date:%Y-%m-%d}" if seed.date else ""
        return f"the seed corpus: 《{seed.title}》{day}"
    kept = connection.execute(_KEPT_WITH_TEXT, {"content_hash": content_hash}).first()
    if kept:
        return f"the archive: 《{kept.title}》, {kept.published:%Y-%m-%d}, {kept.url}"
    return None


def _at_address(connection: Connection, url: str) -> str | None:
    return connection.execute(_TEXT_AT_ADDRESS, {"url": url}).scalar()


def _article_id(connection: Connection, article: Article) -> int:
    row = {"url": article.url, "publisher": article.publisher, "first_seen": article.fetched_at}
    connection.execute(insert_new(connection, tables.articles), row)
    number: int = connection.execute(_ARTICLE_AT_ADDRESS, {"url": article.url}).scalar_one()
    return number


def _revisions() -> Any:
    return select(tables.revisions, tables.articles.c.url).join(tables.articles)


def _revision(row: Row[Any]) -> Revision:
    document = codec.loads(zlib.decompress(row.document))
    article = Article(
        document=document,
        text=plain(document.body),
        content_hash=row.content_hash,
        url=row.url,
        publisher=row.publisher,
        source=row.source,
        fetched_at=row.fetched_at,
        origin=row.origin,
        issuer=row.issuer,
        document_number=row.document_number,
    )
    relevance = Relevance(row.score, tuple(row.topics), tuple(Hit(**it) for it in row.hits))
    return Revision(row.number, article, relevance, Novelty(Verdict(row.verdict), row.reason), row.announced)
