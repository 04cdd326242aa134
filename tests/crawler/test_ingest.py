from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from crawler import catalog
from crawler.archive import articles, entries, polls, runs, stories, tables
from crawler.archive.db import Database
from crawler.errors import UnusableDatabaseError
from crawler.ingest import Arrival, Batch, Miss, ingest
from crawler.model import Article, Failure, FeedEntry, Poll, Reason, Relation, RunSummary, Source, Validators, Verdict

TOPICS = catalog.topics(Path("no-such-folder"))
SOURCE = Source("example/news", "example", "https://example.org/feed.xml")


@pytest.fixture
def database(each_database: Database) -> Database:
    return each_database


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
        assert polls.baselines(connection, run) == {SOURCE.name: poll.validators}


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


PLAN = (
    "示例省将实施中小企业数字化转型行动，为企业配备诊断专家，免费提供上云服务，并在三个园区先行试点，两年内推广到全省。",
    "省财政安排专项资金支持专精特新企业购置设备，按投资额给予补助，单个企业每年最多可以申请两次，优先支持首台套应用。",
)
REST = "各地要建立拖欠账款投诉平台，接到企业投诉后限期核实，属实的督促付款，并定期向社会公布办理情况，接受企业监督。"


def test_a_near_duplicate_is_kept_and_belongs_to_the_story(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    whole = make_article("\n".join((*PLAN, REST)))
    half = make_article("\n".join(PLAN), url="https://other.example/1")
    first, second = ingest(database, run, Batch([arrive(whole), arrive(half)]), TOPICS, now).outcomes
    assert first.revision is not None
    assert second.revision is not None
    assert (second.novelty.verdict, second.novelty.relation) == (Verdict.NEAR_DUPLICATE, Relation.EXCERPT)
    assert second.novelty.nearest == first.revision.number
    assert second.revision.novelty.story == first.revision.novelty.story
    assert summary(database, run, now).near_duplicates == 1
    with database.read() as connection:
        kept = articles.revision(connection, second.revision.number)
    assert kept is not None
    assert (kept.novelty.relation, kept.novelty.nearest, kept.novelty.story) == (
        Relation.EXCERPT, first.revision.number, first.revision.novelty.story,
    )  # fmt: skip
    assert kept.novelty.measure == second.novelty.measure


def test_a_merge_has_a_story_of_its_own_that_takes_up_another_one(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    texts = ["\n".join(PLAN), REST * 2, "\n".join((*PLAN, REST * 2))]
    arrivals = [arrive(make_article(text, url=f"https://e.example/{n}")) for n, text in enumerate(texts)]
    *_, merged = ingest(database, run, Batch(arrivals), TOPICS, now).outcomes
    assert merged.novelty.relation is Relation.MERGE
    assert merged.revision is not None
    with database.read() as connection:
        row = connection.execute(
            select(tables.stories).where(tables.stories.c.id == merged.revision.novelty.story)
        ).one()
    assert row.takes_up == merged.novelty.takes_up
    assert row.takes_up is not None


def test_where_a_copy_ran_is_noted_and_a_recurrence_is_no_part_of_the_story(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], arrive: Callable[..., Arrival]
) -> None:
    article = make_article()
    copy = make_article(url="https://other.example/1", title="换了题目")
    again = make_article(url="https://later.example/1")
    again = replace(again, document=replace(again.document, date=now + timedelta(days=365)))
    ingest(database, run, Batch([arrive(it) for it in (article, copy, copy, again)]), TOPICS, now)
    with database.read() as connection:
        noted = connection.execute(select(tables.copies).order_by(tables.copies.c.id)).all()
        (story,) = stories.of_revisions(connection, [1], {}).values()
    assert [(it.url, it.title, it.recurrence) for it in noted] == [
        (copy.url, "换了题目", False), (again.url, again.document.title, True),
    ]  # fmt: skip
    assert [it.url for it in story.appearances] == [article.url, copy.url]


@pytest.mark.parametrize("edited", [False, True])
def test_many_copies_of_one_text_cost_as_much_each_as_the_first_ones(
    database: Database,
    run: int,
    now: datetime,
    make_article: Callable[..., Article],
    edited: bool,
) -> None:
    statements = 0

    def counted(*_: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(database.engine, "before_cursor_execute", counted)
    costs = []
    for start in range(0, 400, 100):
        words = (
            "\n".join((*PLAN, f"{REST}{chr(0x6000 + n) * 3 if edited else ''}")) for n in range(start, start + 100)
        )
        made = (make_article(it, url=f"https://e.example/{start}/{n}") for n, it in enumerate(words))
        before = statements
        ingest(database, run, Batch([Arrival(it, it.url, announced=True) for it in made]), TOPICS, now)
        costs.append(statements - before)
    assert costs[3] <= costs[1]
    with database.read() as connection:
        printed = connection.execute(select(func.count()).select_from(tables.prints)).scalar_one()
        told = connection.execute(select(tables.revisions.c.story_id).distinct()).all()
    assert (printed, len(told)) == (1, 1)


@pytest.mark.parametrize(
    "words",
    [
        "", "。", "题" * 20, "中" * 100_000, "🏭💰" * 300, "a" * 50, "\u202e小微企业\u202c" * 30,
        "锟斤拷" * 200, "示例省支持中小企业发展，" * 30_000, "".join(map(chr, range(0x20, 0x3000))),
    ],
    ids=["nothing", "a mark", "a word", "one character", "emoji", "letters", "right to left", "debris", "long", "all"],
)  # fmt: skip
def test_any_text_has_a_verdict_and_is_known_from_then_on(
    database: Database, run: int, now: datetime, make_article: Callable[..., Article], words: str
) -> None:
    article, copy = make_article(words), make_article(words, url="https://other.example/1")
    batch = Batch([Arrival(it, it.url, announced=True) for it in (article, copy)])
    first, second = ingest(database, run, batch, TOPICS, now).outcomes
    assert (first.novelty.verdict, second.novelty.verdict) == (Verdict.NEW, Verdict.DUPLICATE)
