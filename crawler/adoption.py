"""Takes documents from files into the archive as texts that are known: whatever they say, nobody is told of it.

It is `ingest` for documents that no feed brought. Each batch is one transaction, so an interruption keeps what was
taken in, and a second try passes over it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from crawler import relevance
from crawler.archive import articles
from crawler.archive.db import Database, take_turns
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article
from crawler.relevance import Topic
from seeds import fingerprint
from seeds.document import Document
from seeds.text import plain

SOURCE = "seeds"

_BATCH = 100  # documents in a transaction


def adopt(database: Database, documents: Iterable[Document], topics: Sequence[Topic], now: datetime) -> tuple[int, int]:
    """Take documents in; return how many were added, and how many the archive had already.

    A document's author counts as its publisher. It has no address: its content hash stands for one.
    """
    added = known = 0
    pending = iter(documents)
    while batch := [_article(document, now) for document in islice(pending, _BATCH)]:
        with database.write() as connection:
            take_turns(connection, "archive")
            for article in batch:
                if articles.holds(connection, article.content_hash):
                    known += 1
                    continue
                judged = relevance.judge(article.document.title, article.text, topics)
                keep_text(connection, article, print_of_article(article), judged, announced=False)
                added += 1
    return added, known


def _article(document: Document, now: datetime) -> Article:
    text = plain(document.body)
    content_hash = fingerprint.content_hash(document.title, text)
    return Article(
        document=document,
        text=text,
        content_hash=content_hash,
        url=f"seed:{content_hash}",
        publisher=document.author,
        source=SOURCE,
        fetched_at=now,
    )
