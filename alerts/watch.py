"""Revisions of the archive → changes: reads on from its cursor, finds, compares with the ledger, and remembers.

Of an official page whose text was edited in anything that counts, the edit is a change of its own.

It pulls: the archive never knows that it is watched. A batch's ledger entries, its changes and the cursor are one
transaction, so an interruption loses nothing and doubles nothing. It tells nobody.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from alerts import edits, wording
from alerts.model import Change, ChangeKind, Finding, Origin
from alerts.store import ledger
from crawler.archive import articles
from crawler.archive.db import Database, take_turns
from crawler.catalog import undeclared
from crawler.edits import compare
from crawler.model import OFFICIAL, Edit, Publisher, Revision

_log = logging.getLogger(__name__)

# Loaded with the first text that there is to read: most crawls bring none, and loading takes longer than watching.
_GRAMMARS = "alerts.extract.findings"

_BATCH = 100  # revisions in a transaction: few enough that a crawl beside it never waits long


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read in a revision: `edit` is that of its page, where there is one to tell of."""

    origin: Origin
    findings: tuple[Finding, ...]
    edit: Change | None
    announced: bool

    @property
    def published(self) -> datetime:
        return self.origin.published


def catch_up(
    database: Database,
    publishers: Mapping[str, Publisher],
    now: datetime,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Change, ...]:
    """Compare what came in since the last time; return what every finding meant, repeats included.

    Only relevant articles are read for findings, and edits are told of pages that are relevant, or were. What is found
    in revisions that are not announced enters the ledger, and nobody is ever told of it. `publishers` holds, by name,
    those whose title, zone, region and level are known. `on_progress` is told after each batch how many revisions of
    how many are done with.
    """
    changes: list[Change] = []
    with database.read() as connection:
        start, end = ledger.cursor(connection), articles.latest_number(connection)
    while (batch := _next_batch(database, publishers, now)) is not None:
        changes += batch
        with database.read() as connection:
            reached = ledger.cursor(connection)
        on_progress(reached - start, max(end, reached) - start)
    _log.info("caught up changes=%d", len(changes))
    return tuple(changes)


def _next_batch(database: Database, publishers: Mapping[str, Publisher], now: datetime) -> list[Change] | None:
    with database.read() as connection:
        start = ledger.cursor(connection)
        # On PostgreSQL each question sees what has been committed by then: what comes in after this one waits for the
        # next batch. Nothing below that number is still to come: those who keep texts take turns
        # (`take_turns(connection, "archive")`), so numbers are committed in their order.
        latest = articles.latest_number(connection)
        revisions = [it for it in articles.relevant_after(connection, start, _BATCH) if it.number <= latest]
        edited = [it for it in revisions if it.novelty.edit is Edit.SUBSTANTIAL]
        before = {it.number: articles.before(connection, it.number) for it in edited}
    reached = revisions[-1].number if len(revisions) == _BATCH else latest
    if reached == start:
        return None
    # By publication: a crawl brings the newest first, and a target must be known before it can be raised.
    read = sorted((_read(it, before.get(it.number), publishers) for it in revisions), key=lambda it: it.published)
    with database.write() as connection:
        take_turns(connection, "watch")
        if ledger.cursor(connection) != start:
            return []  # another watch has been here since: look again from where it left off
        changes = []
        for it in read:
            for finding in it.findings:
                changes.append(ledger.enter(connection, finding, it.origin, announced=it.announced, now=now))
            if it.edit:
                changes.append(ledger.note_edit(connection, it.edit, announced=it.announced, now=now))
        ledger.move_cursor(connection, reached)
    return changes


def _read(revision: Revision, before: Revision | None, publishers: Mapping[str, Publisher]) -> _Reading:
    article = revision.article
    publisher = publishers.get(article.publisher) or undeclared(article.publisher)
    origin = Origin(
        revision=revision.number,
        title=article.document.title,
        url=article.url,
        publisher=publisher.title,
        published=article.published.astimezone(ZoneInfo(publisher.zone)),
        topics=revision.relevance.topics,
    )
    return _Reading(
        origin,
        _findings(revision, origin, publisher.region) if revision.relevance.relevant else (),
        _edit(before, revision, origin) if before and publisher.level in OFFICIAL else None,
        revision.announced,
    )


def _findings(revision: Revision, origin: Origin, region: str) -> tuple[Finding, ...]:
    grammars: Any = import_module(_GRAMMARS)
    try:
        found: tuple[Finding, ...] = grammars.find(origin.title, revision.article.text, origin.published.date(), region)
    except Exception:  # a fault of the grammars in one article must not keep all later ones from being read
        _log.exception("article not read for findings revision=%d url=%s", origin.revision, origin.url)
        return ()
    return found


def _edit(before: Revision, revision: Revision, origin: Origin) -> Change | None:
    """Return what is told of a page's text where the one before it differs in what counts.

    One of the two has to be relevant: “this document has been withdrawn” is about no topic. So the topics are those of
    both. A text whose time was up is no text that anything was added to.
    """
    topics = tuple(dict.fromkeys((*before.relevance.topics, *revision.relevance.topics)))
    if not (topics and before.article.text and revision.article.text):
        return None
    try:
        edit = edits.page_edit(compare(before.article.text, revision.article.text))
        reason = f"已发布的页面被修改：{wording.edited(edit)}" if edit else ""
    except Exception:  # nor must a fault of the comparison
        _log.exception("page not compared revision=%d url=%s", origin.revision, origin.url)
        return None
    return Change(ChangeKind.EDITED, edit, replace(origin, topics=topics), reason) if edit else None
