"""Takes a batch of what spiders brought into the archive: all of it in one transaction, or none.

known → novelty → relevance → rows. It fetches nothing and reads no page; it decides nothing that `novelty` and
`relevance` do not decide.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from crawler import novelty, relevance
from crawler.archive import articles, entries, polls, runs, states
from crawler.archive.db import Database
from crawler.model import Article, Failure, Novelty, Poll, Relevance, Revision, Verdict
from crawler.polling import DEFAULT_PACE, Pace
from crawler.relevance import Topic


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that was read for an entry. `entry` is the address under which the feed knows it."""

    article: Article
    entry: str
    announced: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """An entry whose page failed; a permanent failure is not worth many tries."""

    failure: Failure
    entry: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run has brought since the last batch.

    `failures` are those of whole sources; `requests` counts from the run's start.
    """

    arrivals: Sequence[Arrival] = ()
    misses: Sequence[Miss] = ()
    polls: Sequence[Poll] = ()
    failures: Sequence[Failure] = ()
    requests: int = 0
    entries: int = 0
    not_modified: int = 0


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


_COUNTED_AS = {Verdict.NEW: "new", Verdict.REVISED: "revised", Verdict.DUPLICATE: "duplicates"}


def ingest(
    database: Database, run: int, batch: Batch, topics: Sequence[Topic], now: datetime, *, pace: Pace = DEFAULT_PACE
) -> Intake:
    """Store a batch and count it in its run; each poll that has ended decides when its source is polled next."""
    judged = [relevance.judge(it.article.document.title, it.article.text, topics) for it in batch.arrivals]
    with database.write() as connection:
        outcomes = tuple(_take(connection, *pair) for pair in zip(batch.arrivals, judged, strict=True))
        for missed in batch.misses:
            failure = missed.failure
            reason = f"{failure.reason}: {failure.detail}"
            entries.miss(connection, failure.source, missed.entry, reason, permanent=missed.permanent)
        for poll in batch.polls:
            polls.remember(connection, run, poll)
        states.advance(connection, batch.polls, pace, random.random)
        cancelled = runs.beat(
            connection,
            run,
            now=now,
            requests=batch.requests,
            counts=_counts(batch, outcomes),
            failures=[*batch.failures, *(missed.failure for missed in batch.misses)],
        )
    return Intake(outcomes, cancelled)


def _take(connection: Connection, arrival: Arrival, judged: Relevance) -> Outcome:
    article = arrival.article
    verdict = novelty.judge(article, articles.known(connection, article))
    revision = None
    if verdict.verdict is not Verdict.DUPLICATE:
        revision = articles.keep(connection, article, judged, verdict, announced=arrival.announced)
    entries.settle(connection, article.source, arrival.entry, verdict, article.content_hash)
    return Outcome(arrival, verdict, revision)


def _counts(batch: Batch, outcomes: Sequence[Outcome]) -> Counter[str]:
    counts = Counter(_COUNTED_AS[outcome.novelty.verdict] for outcome in outcomes)
    counts["irrelevant"] = sum(1 for it in outcomes if it.revision and not it.revision.relevance.relevant)
    counts["done"] = len(batch.polls)
    counts["entries"] = batch.entries
    counts["not_modified"] = batch.not_modified
    return counts
