from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from crawler import catalog
from crawler.archive import articles, entries, polls, runs
from crawler.archive.db import Database
from crawler.errors import UnusableDatabaseError
from crawler.ingest import Arrival, Batch, Miss, ingest
from crawler.model import Article, Failure, FeedEntry, Poll, Reason, RunSummary, Source, Validators, Verdict

TOPICS = catalog.topics(Path("no-such-folder"))
SOURCE = Source("example/news", "example", "https://example.org/feed.xml")


@pytest.fixture
def run(database: Database, now: datetime) -> int:
    with database.write() as connection:
        return runs.begin(connection, [SOURCE], trigger="test", announce=True, now=now)


@pytest.fixture
def arrive(database: Database, now: datetime) -> Callable[..., Arrival]:
    """An article whose entry the feed has told of."""

    def noted(article: Article, *, announced: bool = True) -> Arrival:
        entry = FeedEntry(article.url, article.document.title)
        with database.write() as connection:
            entries.wanted(connection, article.source, [entry], announced=announced, now=now)
        return Arrival(article, entry.url, announced)

    return noted


def summary(database: Database, run: int, now: datetime) -> RunSummary:
    with database.read() as connection:
        found = runs.summary(connection, run, now)
    assert found is not None
    return found


def test_a_new_article_is_judged_and_kept(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    article = make_article(title="示例省支持中小企业")
    intake = ingest(database, run, Batch([arrive(article, announced=False)]), TOPICS, now)
    (outcome,) = intake.outcomes
    assert outcome.novelty.verdict is Verdict.NEW
    assert not intake.cancelled
    with database.read() as connection:
        (revision,) = articles.revisions_after(connection, 0, 10)
    assert revision == outcome.revision
    assert revision.relevance.topics == ("sme-policy",)
    assert not revision.announced
    assert summary(database, run, now).new == 1


def test_the_same_text_twice_in_one_batch_is_kept_once(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    article, copy = make_article(), make_article(url="https://other.example.org/copy.html")
    batch = Batch([arrive(article), arrive(copy)])
    first, second = ingest(database, run, batch, TOPICS, now).outcomes
    assert first.novelty.verdict is Verdict.NEW
    assert second.novelty.verdict is Verdict.DUPLICATE
    assert article.url in second.novelty.reason
    assert second.revision is None
    with database.read() as connection:
        assert len(articles.revisions_after(connection, 0, 10)) == 1
        assert [it.url for it in entries.copies(connection, article.content_hash)] == [article.url, copy.url]
    assert (summary(database, run, now).new, summary(database, run, now).duplicates) == (1, 1)


def test_another_text_at_the_same_address_is_a_revision_of_the_article(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    ingest(database, run, Batch([arrive(make_article("旧文：支持三千家中小企业发展。"))]), TOPICS, now)
    changed = make_article("新文：支持四千家中小企业发展。")
    (outcome,) = ingest(database, run, Batch([arrive(changed)]), TOPICS, now).outcomes
    assert outcome.novelty.verdict is Verdict.REVISED
    assert outcome.revision is not None
    assert outcome.revision.number == 2
    assert summary(database, run, now).revised == 1


def test_an_irrelevant_article_is_kept_and_counted(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    walk = make_article("湖畔公园今天向市民开放，步道和凉亭都已修好。", title="公园开放")
    (outcome,) = ingest(database, run, Batch([arrive(walk)]), TOPICS, now).outcomes
    assert outcome.revision is not None
    assert not outcome.revision.relevance.relevant
    counted = summary(database, run, now)
    assert (counted.new, counted.irrelevant) == (1, 1)


def test_misses_polls_and_failures_are_told_in_the_summary(database: Database, run: int, now: datetime) -> None:
    url, missed = "https://example.org/1.html", Failure(SOURCE.name, Reason.HTTP, "https://example.org/1.html: 500")
    dead = Failure("dead", Reason.DNS, "no such host")
    with database.write() as connection:
        entries.wanted(connection, SOURCE.name, [FeedEntry(url, "示例")], announced=True, now=now)
    poll = Poll(SOURCE.name, now, 200, 10, 1, 1, 5, validators=Validators(etag='"v1"'))
    batch = Batch(
        misses=[Miss(missed, url, permanent=False)],
        polls=[poll],
        failures=[dead],
        requests=9,
        entries=4,
        not_modified=2,
    )
    ingest(database, run, batch, TOPICS, now)
    counted = summary(database, run, now)
    assert counted.sources_failed == (dead, missed)
    assert (counted.requests, counted.entries, counted.not_modified, counted.done) == (9, 4, 2, 1)
    with database.read() as connection:
        assert polls.validators(connection, SOURCE.name) == poll.validators


def test_nothing_of_a_batch_is_written_where_part_of_it_cannot_be(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    good = arrive(make_article())
    unwritable = Poll(SOURCE.name, now, 200, 10, 1, 1, None)  # type: ignore[arg-type]
    with pytest.raises(UnusableDatabaseError, match="milliseconds"):
        ingest(database, run, Batch([good], polls=[unwritable]), TOPICS, now)
    with database.read() as connection:
        assert articles.revisions_after(connection, 0, 10) == []
        assert entries.copies(connection, good.article.content_hash) == []
    assert summary(database, run, now).new == 0


def test_the_intake_says_when_the_run_is_to_stop(database: Database, run: int, now: datetime) -> None:
    with database.write() as connection:
        runs.cancel(connection, run)
    assert ingest(database, run, Batch(), TOPICS, now).cancelled
