"""Takes a batch of what spiders brought into the archive: all of it in one transaction, or none.

known → novelty → relevance → rows. It fetches nothing and reads no page; it decides nothing that `novelty` and
`relevance` do not decide.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from crawler import novelty, relevance
from crawler.archive import articles, copies, entries, pages, polls, prints, runs, states
from crawler.archive.db import Database, take_turns
from crawler.archive.entries import Settled
from crawler.archive.prints import Sharing
from crawler.model import Article, Failure, Novelty, Poll, Relevance, Revision, Validators, Verdict
from crawler.polling import DEFAULT_PACE, Pace
from crawler.relevance import Topic
from crawler.resemblance import Print, print_of
from seeds import fingerprint


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that was read for an entry. `entry` is the address under which the feed knows it.

    `answer` is what its page's answer is recognised by, None where the feed carried it whole; a page that is `watched`
    is looked at again for edits. One that was `visited` for that has no entry ("").
    """

    article: Article
    entry: str
    announced: bool
    answer: Validators | None = None
    watched: bool = False
    visited: bool = False


@dataclass(frozen=True, slots=True)
class Miss:
    """An entry whose page failed; a permanent failure is not worth many tries.

    `gone` is the page's own address where its server says that it is there no more, else "".
    """

    failure: Failure
    entry: str
    permanent: bool
    gone: str = ""


class Found(StrEnum):
    """What a visit found that brought no article."""

    UNCHANGED = "unchanged"
    GONE = "gone"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was looked at again, and brought no article."""

    url: str
    found: Found


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run has brought since the last batch.

    `failures` are those of whole sources; `requests` counts from the run's start; `fetching` names the sources that are
    being polled, the longest first.
    """

    arrivals: Sequence[Arrival] = ()
    misses: Sequence[Miss] = ()
    visits: Sequence[Visit] = ()
    polls: Sequence[Poll] = ()
    failures: Sequence[Failure] = ()
    requests: int = 0
    entries: int = 0
    left: int = 0
    not_modified: int = 0
    fetching: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one arrival: `revision` is None for a text that was known."""

    arrival: Arrival
    novelty: Novelty
    revision: Revision | None


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a batch: one outcome for each arrival, in order, and whether the run is asked to stop."""

    outcomes: tuple[Outcome, ...]
    cancelled: bool


_COUNTED_AS = {
    Verdict.NEW: "new",
    Verdict.REVISED: "revised",
    Verdict.DUPLICATE: "duplicates",
    Verdict.NEAR_DUPLICATE: "near_duplicates",
}
_SEEN_BEFORE = {Verdict.REVISED, Verdict.DUPLICATE}


def ingest(
    database: Database, run: int, batch: Batch, topics: Sequence[Topic], now: datetime, *, pace: Pace = DEFAULT_PACE
) -> Intake:
    """Store a batch and count it in its run; each poll that has ended decides when its source is polled next."""
    judged = [relevance.judge(it.article.document.title, it.article.text, topics) for it in batch.arrivals]
    printed = [print_of_article(it.article) for it in batch.arrivals]
    with database.write() as connection:
        take_turns(connection, "archive")
        outcomes = tuple(_take(connection, *it) for it in zip(batch.arrivals, printed, judged, strict=True))
        entries.settle_all(connection, [_settled(it) for it in outcomes if not it.arrival.visited])
        for visit in batch.visits:
            _note(connection, visit, now)
        for missed in batch.misses:
            failure = missed.failure
            reason = f"{failure.reason}: {failure.detail}"
            entries.miss(connection, failure.source, missed.entry, reason, permanent=missed.permanent)
            if missed.gone:
                pages.absent(connection, missed.gone, now)
        polls.remember(connection, run, batch.polls)
        states.advance(connection, batch.polls, pace, random.random)
        cancelled = runs.beat(
            connection,
            run,
            now=now,
            requests=batch.requests,
            counts=_counts(batch, outcomes),
            failures=[*batch.failures, *(missed.failure for missed in batch.misses)],
            fetching=batch.fetching,
        )
    return Intake(outcomes, cancelled)


def print_of_article(article: Article) -> Print:
    """Return what an article is compared with others by."""
    if article.print is not None:
        return article.print
    it = fingerprint.of_text(article.document.title, article.text)
    return print_of(it.sketch, it.particulars)


def keep_text(
    connection: Connection, article: Article, mine: Print, judged: Relevance, *, announced: bool
) -> tuple[Novelty, Revision | None]:
    """Judge an article's text and keep it, or note where it ran; the revision is None for a text that was known."""
    known = articles.known(connection, article)
    sharing = prints.sharing(connection, mine) if known.same is None else Sharing()
    lookalikes = prints.lookalikes(connection, sharing) if known.at_address is None else ()
    verdict = novelty.judge(article, mine, known, lookalikes)
    if verdict.verdict is Verdict.DUPLICATE:
        if verdict.nearest is not None:
            copies.note(connection, article, verdict.nearest, recurrence=verdict.recurrence)
            articles.show(connection, article, known, verdict.nearest)
        elif verdict.unchanged and known.read_otherwise and known.text_at_address:
            articles.reread(connection, article, known.text_at_address)
        return verdict, None
    announced = announced and not known.read_otherwise  # the rules are what has changed
    revision = articles.keep(connection, article, known, judged, verdict, announced=announced)
    if verdict.adds:
        prints.keep(connection, mine, sharing, article.published, revision=revision.number)
    return verdict, revision


def _take(connection: Connection, arrival: Arrival, mine: Print, judged: Relevance) -> Outcome:
    article = arrival.article
    verdict, revision = keep_text(connection, article, mine, judged, announced=arrival.announced)
    if verdict.mutes:
        pages.mute(connection, article.url)
    if (arrival.watched and judged.relevant) or verdict.verdict in _SEEN_BEFORE:
        pages.present(
            connection,
            article.url,
            article.fetched_at,
            answer=arrival.answer,
            watched=_watched(arrival, verdict, judged),
            unchanged=arrival.visited and verdict.unchanged,
        )
    return Outcome(arrival, verdict, revision)


def _settled(outcome: Outcome) -> Settled:
    arrival = outcome.arrival
    return Settled(arrival.article.source, arrival.entry, outcome.novelty, arrival.article.content_hash)


def _watched(arrival: Arrival, verdict: Novelty, judged: Relevance) -> bool | None:
    """Return whether a page is looked at again from now on, None where that stays as it is."""
    if arrival.watched:
        return judged.relevant
    # A source that does not watch pages, and brings what one of them says, cancels no visits of another's.
    return None if judged.relevant or verdict.unchanged else False


def _note(connection: Connection, visit: Visit, now: datetime) -> None:
    if visit.found is Found.UNCHANGED:
        pages.present(connection, visit.url, now, watched=True, unchanged=True)
        return
    if visit.found is Found.GONE:
        pages.absent(connection, visit.url, now)
    pages.passed_over(connection, visit.url, now)


def _counts(batch: Batch, outcomes: Sequence[Outcome]) -> Counter[str]:
    # A page that is unchanged when it is looked at again is no duplicate that a source has brought.
    told = (it for it in outcomes if it.revision or not it.arrival.visited)
    counts = Counter(_COUNTED_AS[outcome.novelty.verdict] for outcome in told)
    counts["irrelevant"] = sum(1 for it in outcomes if it.revision and not it.revision.relevance.relevant)
    counts["done"] = len(batch.polls)
    counts["entries"] = batch.entries
    counts["left"] = batch.left
    counts["not_modified"] = batch.not_modified
    return counts
