"""Revisions of the archive → changes: reads on from its cursor, finds, compares with the ledger, and remembers.

Of an official page whose text was edited in anything that counts, the edit is a change of its own.

It pulls: the archive never knows that it is watched. A batch's ledger entries, its changes and the cursor are one
transaction, so an interruption loses nothing and doubles nothing. It tells nobody.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alerts import edits, reading, wording
from alerts.edits import UNTOUCHED, Rewriting
from alerts.extract.register import Office
from alerts.model import Change, ChangeKind, Finding, Origin, Statement
from alerts.officials import Term, by_name, office_told, seen
from alerts.store import changes, corrections, ledger, officials, restating
from crawler.archive import articles
from crawler.archive.db import Database, take_turns
from crawler.edits import Comparison, compare
from crawler.model import OFFICIAL, Edit, Publisher, Revision

_log = logging.getLogger(__name__)

_BATCH = 100  # revisions in a transaction: few enough that a crawl beside it never waits long


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read in a revision, and what its page says otherwise than before (None where that cannot be told).

    `page` is what that did to its figures, `offices` what it calls the officials that it quotes. `topics` are those of
    both texts of the page where it was edited; `official` is whether its edits are told.
    """

    origin: Origin
    text: str
    findings: tuple[Finding, ...]
    offices: Mapping[str, Office]
    edited: Comparison | None
    page: Rewriting
    topics: tuple[str, ...]
    official: bool
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
    those whose title, zone, region and level are known. `on_progress` is told before each text is read, as a long one
    takes its time, and after each batch, how many revisions of how many are done with.
    """
    noticed: list[Change] = []
    with database.read() as connection:
        start, end = ledger.cursor(connection), articles.latest_number(connection)
        terms = dict(by_name(officials.terms(connection)))

    def reach(number: int) -> None:
        on_progress(number - start, max(end, number) - start)

    while (batch := _next_batch(database, publishers, terms, now, reach)) is not None:
        noticed += batch
        with database.read() as connection:
            reach(ledger.cursor(connection))
    _log.info("caught up changes=%d", len(noticed))
    return tuple(noticed)


def _next_batch(
    database: Database,
    publishers: Mapping[str, Publisher],
    terms: dict[str, tuple[Term, ...]],
    now: datetime,
    reach: Callable[[int], None],
) -> list[Change] | None:
    """Compare the next revisions, None where there are none; `terms` learns what they say of who holds which office."""
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
    read: list[_Reading] = []
    # By publication: a crawl brings the newest first, and a target must be known before it can be raised, nor does a
    # text name the office of somebody whom an earlier one has introduced.
    for revision, number in zip(sorted(revisions, key=_published), (it.number for it in revisions), strict=True):
        reach(number - 1)
        read.append(_read(revision, before.get(revision.number), publishers, terms))
        for name, office in read[-1].offices.items():
            terms[name] = seen(terms.get(name, ()), name, office, read[-1].published)
    with database.write() as connection:
        take_turns(connection, "watch")
        if ledger.cursor(connection) != start:
            return []  # another watch has been here since: look again from where it left off
        noticed: list[Change] = []
        standing = corrections.standing(connection, [(it.text, finding) for it in read for finding in it.findings])
        for it in read:
            entered = []
            for finding in it.findings:
                amended = standing.amend(finding, it.text)
                change = restating.enter(
                    connection, finding, amended, it.origin, announced=it.announced, now=now, page=it.page
                )
                entered += [change] if change else []
            for name, office in it.offices.items():
                officials.see(connection, name, office, it.published)
            if edit := _edit(it, entered):
                entered.append(changes.note_edit(connection, edit, announced=it.announced, now=now))
            noticed += entered
        ledger.move_cursor(connection, reached)
        terms |= by_name(officials.terms_of(connection, {name for it in read for name in it.offices}))
    return noticed


def _published(revision: Revision) -> datetime:
    return revision.article.published


def _read(
    revision: Revision,
    before: Revision | None,
    publishers: Mapping[str, Publisher],
    terms: Mapping[str, tuple[Term, ...]],
) -> _Reading:
    origin = reading.origin_of(revision, publishers)
    edited = _compared(before, revision) if before else None
    page, topics = UNTOUCHED, origin.topics
    if before and edited:
        # The text may have been kept for another address that shows it.
        stated = replace(reading.origin_of(before, publishers), url=origin.url)
        page = edits.rewriting(edited, _found(before, publishers, terms), stated)
        topics = tuple(dict.fromkeys((*stated.topics, *topics)))
    found = _found(revision, publishers, terms)
    said = [(it.speaker, office_told(it, revision.article.text)) for it in found if isinstance(it, Statement)]
    return _Reading(
        origin,
        revision.article.content_hash,
        found,
        {name: office for name, office in said if name and office},
        edited,
        page,
        topics,
        reading.publisher_of(revision, publishers).level in OFFICIAL,
        revision.announced,
    )


def _found(
    revision: Revision, publishers: Mapping[str, Publisher], terms: Mapping[str, tuple[Term, ...]]
) -> tuple[Finding, ...]:
    return (reading.findings_in(revision, publishers, terms) or ()) if revision.relevance.relevant else ()


def _compared(before: Revision, revision: Revision) -> Comparison | None:
    """Compare a page's text with the one before it; a text whose time was up is no text that anything was added to."""
    if not (before.article.text and revision.article.text):
        return None
    try:
        return compare(before.article.text, revision.article.text)
    except Exception:  # nor must a fault of the comparison
        _log.exception("page not compared revision=%d url=%s", revision.number, revision.article.url)
        return None


def _edit(read: _Reading, entered: Sequence[Change]) -> Change | None:
    """Return what is told of the edit of a page beside the figures that were entered from it.

    One of the two texts has to be relevant: “this document has been withdrawn” is about no topic.
    """
    if not (read.edited and read.official and read.topics):
        return None
    edit = edits.page_edit(edits.untold(read.edited, entered))
    if edit is None:
        return None
    reason = f"已发布的页面被修改：{wording.edited(edit)}"
    return Change(ChangeKind.EDITED, edit, replace(read.origin, topics=read.topics), reason)
