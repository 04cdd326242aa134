"""The present rules over the archive: what they would find more, no more, or otherwise than was found once.

Old news stays old: what is found in addition enters the ledger without being told to anybody, and no cursor or
watermark is moved. What persons have said of a finding holds for it however it is read.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from alerts import reading
from alerts.corrections import Standing, is_here
from alerts.model import Finding, Origin
from alerts.officials import Term, by_name
from alerts.store import corrections, ledger, officials, restating, sightings
from alerts.store.restating import Restatement
from alerts.store.sightings import Sighting
from crawler import relevance
from crawler.archive import articles
from crawler.archive.db import Database, take_turns
from crawler.model import Publisher, Relevance, Revision
from crawler.relevance import Topic

_BATCH = 100  # revisions in a transaction


class Outcome(StrEnum):
    """What the present rules do to a finding, or to an article as a whole."""

    ADDED = "added"
    LOST = "lost"
    CHANGED = "changed"
    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the present rules see otherwise: a finding `before` and `after`, or neither for an article.

    `number` is that of the finding's change, 0 for one that is added.
    """

    outcome: Outcome
    origin: Origin
    before: Finding | None = None
    after: Finding | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """A revision as the present rules read it."""

    revision: Revision
    relevance: Relevance
    origin: Origin
    findings: tuple[Finding, ...]


def reanalyse(
    database: Database,
    topics: Sequence[Topic],
    publishers: Mapping[str, Publisher],
    now: datetime,
    *,
    since: datetime | None = None,
    apply: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Difference]:
    """Read the archive's texts again that came in `since` then, and give what differs, a batch at a time.

    Nothing is written unless it is to `apply`; then each batch is one transaction, and another time finds nothing.
    Texts that have not been compared with the ledger yet are left to that, and those whose time is up as they are.
    `on_progress` is told after each batch how many of these texts are done with, and how many they are.
    """
    with database.read() as connection:
        end = ledger.cursor(connection)
        total = articles.count_upto(connection, end, since)
        terms = by_name(officials.terms(connection))
    reached = done = 0
    while reached < end:
        with database.read() as connection:
            batch = [it for it in articles.revisions_after(connection, reached, _BATCH, since) if it.number <= end]
        if not batch:
            break
        reached = batch[-1].number
        read = [fresh for it in batch if (fresh := _read(it, topics, publishers, terms))]
        yield from _compared(database, read, now, apply=apply)
        done += len(batch)
        on_progress(done, total)


def _read(
    revision: Revision,
    topics: Sequence[Topic],
    publishers: Mapping[str, Publisher],
    terms: Mapping[str, tuple[Term, ...]],
) -> _Read | None:
    article = revision.article
    if not article.text:
        return None
    judged = relevance.judge(article.document.title, article.text, topics)
    found = reading.findings_in(revision, publishers, terms) if judged.relevant else ()
    if found is None:
        return None
    origin = replace(reading.origin_of(revision, publishers), topics=judged.topics)
    return _Read(revision, judged, origin, found)


def _compared(database: Database, read: Sequence[_Read], now: datetime, *, apply: bool) -> list[Difference]:
    with database.write() if apply else database.read() as connection:
        if apply:
            take_turns(connection, "watch")
        known = sightings.of_revisions(connection, [it.revision.number for it in read])
        standing = corrections.standing(connection, _bearing(read, known))
        differing = [(it, list(_differences(it, known.get(it.revision.number, ()), standing))) for it in read]
        if apply:
            _apply(connection, differing, standing, now)
            _assign(connection, read, known)
        return [it for of_text, its_findings in differing for it in (*_of_article(of_text), *its_findings)]


def _bearing(read: Sequence[_Read], known: Mapping[int, Collection[Sighting]]) -> Iterator[tuple[str, Finding]]:
    """Give what persons may have said something of: what is read now and what was, each with its article's hash."""
    for it in read:
        text = it.revision.article.content_hash
        yield from ((text, finding) for finding in it.findings)
        yield from ((text, sighting.read) for sighting in known.get(it.revision.number, ()))


def _of_article(read: _Read) -> list[Difference]:
    if read.relevance.relevant == read.revision.relevance.relevant:
        return []
    return [Difference(Outcome.RELEVANT if read.relevance.relevant else Outcome.IRRELEVANT, read.origin)]


def _differences(read: _Read, known: Collection[Sighting], standing: Standing) -> Iterator[Difference]:
    """Pair what is read now with what was read once: equals first, then what is read out of the same words.

    What a person has corrected is a finding by that person's word, whether it is read now or not.
    """
    fresh, rest = list(read.findings), []
    for it in known:
        if it.read in fresh:
            fresh.remove(it.read)
        else:
            rest.append(it)
    for it in rest:
        if same := next((finding for finding in fresh if is_here(it.read, finding)), None):
            fresh.remove(same)
            yield Difference(Outcome.CHANGED, it.origin, it.read, same, it.number)
        elif not standing.is_vouched(it.read, it.text):
            yield Difference(Outcome.LOST, it.origin, it.read, None, it.number)
    for finding in fresh:
        if standing.amend(finding, read.revision.article.content_hash).finding is not None:
            yield Difference(Outcome.ADDED, read.origin, None, finding)


def _apply(
    connection: Connection, differing: Sequence[tuple[_Read, Sequence[Difference]]], standing: Standing, now: datetime
) -> None:
    differences = [(it, read.revision.article.content_hash) for read, found in differing for it in found]
    restating.restate(connection, [_restated(it, text, standing) for it, text in differences if it.number])
    for it, text in differences:
        if not it.number and it.after:
            amended = standing.amend(it.after, text)
            restating.enter(connection, it.after, amended, it.origin, announced=False, now=now)
    restating.merge_anew(connection)


def _restated(it: Difference, text: str, standing: Standing) -> Restatement:
    assert it.before
    return Restatement(it.number, it.after or it.before, standing.amend(it.after, text) if it.after else None)


def _assign(connection: Connection, read: Sequence[_Read], known: Mapping[int, Collection[Sighting]]) -> None:
    """Let articles belong to the topics that they are about now, and with them what was found there."""
    for it in read:
        if it.relevance != it.revision.relevance:
            articles.rejudge(connection, it.revision.number, it.relevance)
        for sighting in known.get(it.revision.number, ()):
            if sighting.origin.topics != it.origin.topics:
                restating.assign(connection, sighting.number, it.origin.topics)
