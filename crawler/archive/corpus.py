"""The seed corpus in the database: texts that are known without being kept."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, literal, null, select

from crawler.archive import prints, tables
from crawler.archive.db import insert_new
from crawler.resemblance import print_of
from seeds.fingerprint import FINGERPRINT_VERSION, KnownText

#: A text of the corpus in the columns of a kept one: it has no number, address, story or article.
LIKE_A_REVISION = (
    null().label("number"),
    tables.seed_prints.c.title,
    tables.seed_prints.c.date.label("published"),
    literal("").label("url"),
    tables.seed_prints.c.content_hash,
    null().label("story_id"),
    null().label("extraction"),
    null().label("article"),
    null().label("visits"),
    null().label("muted"),
)


def remember(connection: Connection, texts: Iterable[KnownText]) -> int:
    """Make texts known that are not kept; return how many of them were new.

    Fingerprints of an earlier version, which nothing can equal any more, are dropped.
    """
    _drop_outdated(connection)
    known = {it.content_hash: it for it in texts}
    if not known:
        return 0
    rows = [
        {"content_hash": it.content_hash, "title": it.title, "date": it.date, "publisher": it.publisher}
        for it in known.values()
    ]
    insert = insert_new(connection, tables.seed_prints).values(rows).returning(tables.seed_prints.c.content_hash)
    fresh = connection.execute(insert).scalars().all()
    for content_hash in fresh:
        _keep_print(connection, known[content_hash])
    return len(fresh)


def _keep_print(connection: Connection, text: KnownText) -> None:
    if text.date:  # a text without a date lies in nobody's window
        mine = print_of(text.sketch, text.particulars)
        prints.keep(connection, mine, prints.sharing(connection, mine), text.date, seed=text.content_hash)


def _drop_outdated(connection: Connection) -> None:
    table = tables.seed_prints
    outdated = ~table.c.content_hash.startswith(f"{FINGERPRINT_VERSION}:", autoescape=True)
    prints.forget(connection, tables.prints.c.seed.in_(select(table.c.content_hash).where(outdated)))
    connection.execute(delete(table).where(outdated))
