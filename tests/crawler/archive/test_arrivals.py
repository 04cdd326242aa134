"""What came in is found by its source and by the run that brought it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.archive import arrivals, articles, polls, runs
from crawler.archive.db import Database
from crawler.model import Article, Novelty, Poll, Relevance, RunState, Source, Verdict

MINUTE = timedelta(minutes=1)


def keep(database: Database, article: Article, at: datetime, *, relevant: bool = True) -> int:
    with database.write() as connection:
        arrived = replace(article, fetched_at=at)
        known = articles.known(connection, arrived)
        relevance = Relevance(0.9, ("sme-policy",), ()) if relevant else Relevance(0.1, (), ())
        return articles.keep(connection, arrived, known, relevance, Novelty(Verdict.NEW, "new"), announced=True).number


def test_the_last_texts_of_a_source_come_newest_first(
    database: Database, make_article: Callable[..., Article], now: datetime
) -> None:
    first = keep(database, make_article("甲" * 30, url="https://news.example.org/1.html"), now)
    second = keep(
        database, make_article("乙" * 30, url="https://news.example.org/2.html"), now + MINUTE, relevant=False
    )
    keep(database, make_article("丙" * 30, url="https://news.example.org/3.html", source="example/other"), now)
    with database.read() as connection:
        found = arrivals.of_source(connection, "example/news", 9)
        assert [it.number for it in found] == [second, first]
        assert [(it.topics, it.verdict) for it in found] == [((), Verdict.NEW), (("sme-policy",), Verdict.NEW)]
        assert [it.number for it in arrivals.of_source(connection, "example/news", 1)] == [second]


def test_a_run_brought_what_came_from_its_sources_while_it_ran(
    database: Database, make_article: Callable[..., Article], now: datetime
) -> None:
    source = Source("example/news", "example", "https://example.org/feed.xml")
    with database.write() as connection:
        run = runs.begin(connection, [source], trigger="test", announce=False, now=now)
        polls.remember(connection, run, [Poll(source.name, now, 200, 1, 1, 1, 1)])
    keep(database, make_article("甲" * 30, url="https://news.example.org/1.html"), now - MINUTE)
    brought = keep(database, make_article("乙" * 30, url="https://news.example.org/2.html"), now + MINUTE)
    keep(database, make_article("丙" * 30, url="https://news.example.org/3.html", source="example/other"), now + MINUTE)
    with database.write() as connection:
        assert [it.number for it in arrivals.of_run(connection, run, 9)] == [brought]
        runs.end(connection, run, RunState.FINISHED, now=now + 2 * MINUTE)
    keep(database, make_article("丁" * 30, url="https://news.example.org/4.html"), now + 3 * MINUTE)
    with database.read() as connection:
        assert [it.number for it in arrivals.of_run(connection, run, 9)] == [brought]
        assert arrivals.of_run(connection, 99, 9) == []
