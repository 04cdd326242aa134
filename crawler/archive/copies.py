"""Copies: where else a kept text ran, letter for letter."""

from sqlalchemy import Connection

from crawler.archive import tables
from crawler.archive.db import insert_new
from crawler.model import Article


def note(connection: Connection, article: Article, revision: int, *, recurrence: bool) -> None:
    """Note that the text of a revision stands at an article's address too; a second time changes nothing."""
    row = {
        "revision": revision,
        "url": article.url,
        "publisher": article.publisher,
        "source": article.source,
        "title": article.document.title,
        "origin": article.origin,
        "published": article.published,
        "fetched_at": article.fetched_at,
        "recurrence": recurrence,
    }
    connection.execute(insert_new(connection, tables.copies), row)
