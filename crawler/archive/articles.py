"""Articles and their revisions: asked for, kept, and read back in the order in which they came.

Every function takes an open connection, so that the caller says what belongs into one transaction.
"""

import logging
import zlib
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)

from crawler.archive import corpus, naming, tables
from crawler.edits import IN_A_ROW
from crawler.model import Article, Edit, Hit, Known, Novelty, Past, Relation, Relevance, Revision, SameText, Verdict
from seeds import codec, fingerprint
from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.text import TEXT_VERSION, plain

logger = logging.getLogger(__name__)

# What every article that arrives is asked and stored by. They are built once: SQLAlchemy takes longer to put a
# statement together than SQLite to carry it out.
_KEEP = tables.revisions.insert().returning(tables.revisions.c.number)
_BEGIN_STORY = tables.stories.insert().returning(tables.stories.c.id)
_ADD_ARTICLE = tables.articles.insert().returning(tables.articles.c.id)
_SHOW = update(tables.articles).where(tables.articles.c.id == bindparam("page")).values(shows=bindparam("number"))
# All that is known of one article comes in one answer.
_AT_ADDRESS = tables.articles.c.url == bindparam("url")
_COPIED_HERE = exists().where(
    tables.copies.c.revision == tables.revisions.c.number, tables.copies.c.url == bindparam("url")
)
_OF_REVISION = (
    tables.revisions.c.number,
    tables.revisions.c.title,
    tables.revisions.c.published,
    tables.articles.c.url,
    tables.revisions.c.content_hash,
    tables.revisions.c.story_id,
    tables.revisions.c.extraction,
    tables.articles.c.id.label("article"),
    tables.articles.c.visits,
    tables.articles.c.muted,
)
_KNOWN = union_all(
    select(literal("seed").label("how"), *corpus.LIKE_A_REVISION).where(
        tables.seed_prints.c.content_hash == bindparam("content_hash")
    ),
    select(case((_AT_ADDRESS | _COPIED_HERE, "again"), else_="same"), *_OF_REVISION)
    .join(tables.articles)
    .where(tables.revisions.c.content_hash == bindparam("content_hash")),
    select(literal("here"), *_OF_REVISION)
    .join(tables.articles, tables.articles.c.shows == tables.revisions.c.number)
    .where(_AT_ADDRESS),
)
_EARLIER = select(*tables.revisions.c["document", "before", "article_id"]).where(
    tables.revisions.c.number == bindparam("number")
)


def known(connection: Connection, article: Article) -> Known:
    """Return what the archive and the seed corpus know that bears on an article."""
    asked = {"content_hash": article.content_hash, "url": article.url}
    found = {row.how: row for row in connection.execute(_KNOWN, asked)}
    seed, again, here = (found.get(how) for how in ("seed", "again", "here"))
    kept = again or found.get("same")
    same = None
    if seed:
        same = SameText(naming.of_corpus(seed.title, seed.published), seed.published)
    elif kept:
        same = SameText(naming.of_archive(kept.title, kept.published, kept.url), kept.published)
    if same and kept:
        same = replace(same, revision=kept.number, here=again is not None)
    if here is None:
        return Known(same)
    at_address = fingerprint.original(here.content_hash)
    return Known(
        same=same,
        at_address=at_address,
        text_at_address=here.number,
        story_at_address=here.story_id,
        article_at_address=here.article,
        read_otherwise=here.extraction != article.extraction,
        past=_past(connection, here) if at_address != article.content_hash else Past(),
    )


def keep(
    connection: Connection, article: Article, known: Known, relevance: Relevance, novelty: Novelty, *, announced: bool
) -> Revision:
    """Store a text as the next revision of the article at its address, which shows it from now on.

    The archive must not have the text yet, unless the page has come back to it. `known` is what `known` returned of
    the article in the same transaction.
    """
    story = novelty.story or _begin_story(connection, novelty.takes_up)
    page = known.article_at_address or _add_article(connection, article)
    content_hash = article.content_hash
    if known.same and known.same.here:
        circumstances = f"{article.url} {article.fetched_at.isoformat()} {known.text_at_address}"
        content_hash = fingerprint.again(content_hash, circumstances)
    row = {
        "article_id": page,
        "content_hash": content_hash,
        "text_version": TEXT_VERSION,
        "extraction": article.extraction,
        "title": article.document.title,
        "published": article.published,
        "publisher": article.publisher,
        "source": article.source,
        "fetched_at": article.fetched_at,
        **_judged(relevance),
        "story_id": story,
        "verdict": novelty.verdict,
        "relation": novelty.relation,
        "measure": novelty.measure,
        "nearest": novelty.nearest,
        "before": known.text_at_address,
        "edit": novelty.edit,
        "reason": novelty.reason,
        "announced": announced,
        "origin": article.origin,
        "issuer": article.issuer,
        "document_number": article.document_number,
        "document": zlib.compress(article.raw or codec.dumps(article.document)),
    }
    number: int = connection.execute(_KEEP, row).scalar_one()
    connection.execute(_SHOW, {"page": page, "number": number})
    return Revision(number, article, relevance, replace(novelty, story=story), announced)


def show(connection: Connection, article: Article, known: Known, number: int) -> None:
    """Note that an article's page shows a text that is kept already; `known` is as for `keep`."""
    page = known.article_at_address or _add_article(connection, article)
    connection.execute(_SHOW, {"page": page, "number": number})


def reread(connection: Connection, article: Article, number: int) -> None:
    """Note that a kept text is read by an article's rules as it was by its own."""
    table = tables.revisions
    connection.execute(update(table).where(table.c.number == number).values(extraction=article.extraction))


def rejudge(connection: Connection, number: int, relevance: Relevance) -> None:
    """Note that a kept text is relevant, or not, by other topics or rules than before."""
    table = tables.revisions
    connection.execute(update(table).where(table.c.number == number).values(_judged(relevance)))


def count(connection: Connection) -> int:
    """Count the texts that the archive keeps."""
    counted: int = connection.execute(select(func.count()).select_from(tables.revisions)).scalar_one()
    return counted


def revisions_after(connection: Connection, number: int, limit: int, since: datetime | None = None) -> list[Revision]:
    """Return up to `limit` revisions with a higher number, lowest first: those that came in `since` then."""
    query = revisions().where(tables.revisions.c.number > number, *_since(since))
    return read(connection, query.order_by(tables.revisions.c.number).limit(limit))


def count_upto(connection: Connection, number: int, since: datetime | None = None) -> int:
    """Count the revisions up to a number: those that came in `since` then."""
    table = tables.revisions
    query = select(func.count()).select_from(table).where(table.c.number <= number, *_since(since))
    counted: int = connection.execute(query).scalar_one()
    return counted


def relevant_after(connection: Connection, number: int, limit: int) -> list[Revision]:
    """Return up to `limit` revisions with a higher number that belong to a topic, lowest first.

    With them come the substantial edits that belong to none: what they took the place of may have.
    """
    table = tables.revisions
    bears = (cast(table.c.topics, String) != "[]") | (table.c.edit == Edit.SUBSTANTIAL)
    query = revisions().where(table.c.number > number, bears)
    return read(connection, query.order_by(table.c.number).limit(limit))


def revision(connection: Connection, number: int) -> Revision | None:
    """Return the revision with a number, None where there is none."""
    row = connection.execute(revisions().where(tables.revisions.c.number == number)).first()
    return _revision(row) if row else None


def before(connection: Connection, number: int) -> Revision | None:
    """Return the text that a page showed before the revision with a number, None where that is its first.

    It is a copy where it was kept for another address.
    """
    table = tables.revisions
    told = select(table.c.before).where(table.c.number == number).scalar_subquery()
    row = connection.execute(revisions().where(table.c.number == told)).first()
    return _revision(row) if row else None


def read(connection: Connection, query: Any) -> list[Revision]:
    """Return what a query of `revisions` finds."""
    return [_revision(row) for row in connection.execute(query)]


def latest_number(connection: Connection) -> int:
    """Return the number of the revision that came in last, 0 where nothing has."""
    highest: int = connection.execute(select(func.coalesce(func.max(tables.revisions.c.number), 0))).scalar_one()
    return highest


def _judged(relevance: Relevance) -> dict[str, Any]:
    hits = [asdict(hit) for hit in relevance.hits]
    return {"score": relevance.score, "topics": list(relevance.topics), "hits": hits}


def _past(connection: Connection, here: Any) -> Past:
    if here.muted:
        return Past(muted=True)
    table = tables.revisions
    shown: int = connection.execute(select(func.count()).where(table.c.article_id == here.article)).scalar_one()
    texts: list[str] = []
    number = here.number
    while number is not None and len(texts) < IN_A_ROW:
        row = connection.execute(_EARLIER, {"number": number}).one()
        if not (document := unpacked(row.document, number)):
            break  # what came before one that is not there any more is no neighbour of what came after
        texts.append(plain(document.body))
        number = row.before if row.article_id == here.article else None  # before a copy it says what another page did
    return Past(tuple(texts[::-1]), shown, here.visits)


def unpacked(raw: bytes | None, number: int) -> Document | None:
    """Return a kept document, None for one whose time was up, or that is damaged: one row must not stop all others."""
    try:
        return codec.loads(zlib.decompress(raw)) if raw else None
    except (zlib.error, SeedFormatError) as error:
        logger.warning("document damaged revision=%d error=%s", number, error)
        return None


def _begin_story(connection: Connection, takes_up: int | None) -> int:
    story: int = connection.execute(_BEGIN_STORY, {"takes_up": takes_up}).scalar_one()
    return story


def _add_article(connection: Connection, article: Article) -> int:
    row = {"url": article.url, "publisher": article.publisher, "first_seen": article.fetched_at}
    number: int = connection.execute(_ADD_ARTICLE, row).scalar_one()
    return number


def _since(moment: datetime | None) -> list[ColumnElement[bool]]:
    return [] if moment is None else [tables.revisions.c.fetched_at >= moment]


def revisions(*, whole: bool = True) -> Any:
    """Return the query for all kept texts, to be narrowed and then `read`: `whole`, or as if their time was up.

    To unpack what texts say takes longer than all the rest of a list.
    """
    page, table = tables.articles.c, tables.revisions.c
    said = table.document if whole else null().label("document")
    others = (column for column in table if column is not table.document)
    return select(*others, said, page.url, page.removed_at, page.muted).join_from(tables.revisions, tables.articles)


def _revision(row: Row[Any]) -> Revision:
    article = Article(
        document=(document := unpacked(row.document, row.number) or Document(row.title, (), "", row.published, "")),
        text=plain(document.body),
        content_hash=fingerprint.original(row.content_hash),
        url=row.url,
        publisher=row.publisher,
        source=row.source,
        fetched_at=row.fetched_at,
        origin=row.origin,
        issuer=row.issuer,
        document_number=row.document_number,
        extraction=row.extraction,
    )
    relevance = Relevance(row.score, tuple(row.topics), tuple(Hit(**it) for it in row.hits))
    novelty = Novelty(
        verdict=Verdict(row.verdict),
        reason=row.reason,
        relation=Relation(row.relation) if row.relation else None,
        measure=row.measure,
        nearest=row.nearest,
        story=row.story_id,
        edit=Edit(row.edit) if row.edit else None,
    )
    return Revision(row.number, article, relevance, novelty, row.announced, row.removed_at, row.muted)
