"""Which pages are looked at again and when, and what is remembered of what was found there."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from crawler.archive import articles, pages
from crawler.archive.db import Database
from crawler.model import Article, Novelty, Relevance, Validators, Verdict
from crawler.polling import MOST_VISITS
from tests.plans import plans

RELEVANT = Relevance(0.9, ("sme-policy",), ())
DAY = timedelta(days=1)

Keep = Callable[..., str]


@pytest.fixture
def keep(each_database: Database, now: datetime, make_article: Callable[..., Article]) -> Keep:
    """Keep a page's text; returns the page's address."""

    def kept(number: int = 1, words: str = "减免租金。", source: str = "example/news", *, watched: bool = True) -> str:
        article = make_article(f"示例省第{number}号文件：{words}", url=f"https://example.org/{number}", source=source)
        with each_database.write() as connection:
            known = articles.known(connection, article)
            articles.keep(connection, article, known, RELEVANT, Novelty(Verdict.NEW, "new"), announced=True)
            answer = Validators('"v1"', "Mon, 02 Mar 2026 00:30:00 GMT")
            pages.present(connection, article.url, now, answer=answer, watched=watched)
        return article.url

    return kept


def due(database: Database, now: datetime, *sources: str) -> dict[str, list[str]]:
    with database.read() as connection:
        found = pages.due(connection, sources or ("example/news",), now)
    return {source: [it.entry.url for it in group] for source, group in found.items()}


def test_a_page_is_due_a_day_later_with_what_its_last_answer_is_recognised_by(
    each_database: Database, now: datetime, keep: Keep
) -> None:
    url = keep()
    assert due(each_database, now + DAY - timedelta(seconds=1)) == {}
    assert due(each_database, now + DAY) == {"example/news": [url]}
    assert due(each_database, now + DAY, "example/other") == {}
    with each_database.read() as connection:
        ((page,),) = pages.due(connection, ["example/news"], now + DAY).values()
    assert (page.entry.title, page.entry.published) == ("示例省出台措施", now)
    assert page.before == Validators('"v1"', "Mon, 02 Mar 2026 00:30:00 GMT")


def test_each_visit_puts_the_next_one_off_and_the_last_ends_them(
    each_database: Database, now: datetime, keep: Keep
) -> None:
    url = keep()
    visited: list[int] = []
    for day in range(60):
        if due(each_database, now + day * DAY):
            visited.append(day)
            with each_database.write() as connection:
                pages.present(connection, url, now + day * DAY, watched=True, unchanged=True)
    assert visited == [1, 3, 7, 14, 30]


def test_a_page_that_is_not_watched_is_never_due(each_database: Database, now: datetime, keep: Keep) -> None:
    keep(watched=False)
    assert due(each_database, now + 60 * DAY) == {}


def test_a_poll_looks_at_so_many_pages_and_the_longest_waiting_first(
    each_database: Database, now: datetime, keep: Keep
) -> None:
    urls = [keep(number) for number in range(3 * MOST_VISITS)]
    other = keep(99, source="example/other")  # however many of the first wait before it
    assert due(each_database, now + DAY, "example/news", "example/other") == {
        "example/news": urls[:MOST_VISITS],
        "example/other": [other],
    }


def test_a_page_with_several_texts_is_due_once_by_its_latest_source(
    each_database: Database, now: datetime, keep: Keep
) -> None:
    url = keep()
    keep(words="减免两项租金。", source="example/other")
    assert due(each_database, now + DAY, "example/news", "example/other") == {"example/other": [url]}


def test_a_muted_page_is_named_once_by_the_source_of_what_it_shows_and_found_by_an_index(
    each_database: Database, keep: Keep
) -> None:
    url = keep()
    keep(words="减免两项租金。", source="example/other")
    with each_database.write() as connection:
        pages.mute(connection, url)
    with each_database.read() as connection:
        assert pages.muted(connection) == {"example/other": [(2, url)]}
    assert "ix_articles_muted" in plans(each_database, pages.muted)


def removed(database: Database) -> datetime | None:
    with database.read() as connection:
        (kept,) = articles.revisions_after(connection, articles.latest_number(connection) - 1, 1)
        return kept.removed


def test_a_page_is_gone_since_the_first_time_that_it_was_not_there_until_it_is_back(
    each_database: Database, now: datetime, keep: Keep
) -> None:
    url = keep()
    assert removed(each_database) is None
    for day in (1, 3):
        with each_database.write() as connection:
            pages.absent(connection, url, now + day * DAY)
    assert removed(each_database) == now + DAY
    with each_database.write() as connection:
        pages.present(connection, url, now + 7 * DAY, watched=True, unchanged=True)
    assert removed(each_database) is None


def test_a_muted_page_is_named_and_not_visited_until_a_person_says_so(
    each_database: Database, now: datetime, keep: Keep
) -> None:
    url = keep()
    with each_database.write() as connection:
        assert not pages.unmute(connection, 1, now)
        pages.mute(connection, url)
        pages.present(connection, url, now, watched=True, unchanged=True)
        assert pages.muted(connection) == {"example/news": [(1, url)]}
    assert due(each_database, now + 60 * DAY) == {}
    with each_database.write() as connection:
        pages.passed_over(connection, url, now)
    assert due(each_database, now + 60 * DAY) == {}
    with each_database.write() as connection:
        assert pages.unmute(connection, 1, now)
        assert pages.muted(connection) == {}
    assert due(each_database, now + DAY) == {"example/news": [url]}
