"""Texts are found by their words, date, publisher and topic, alike on both databases."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts.store import schema
from crawler.archive import articles, search
from crawler.archive.db import Database
from crawler.archive.search import Wanted
from crawler.model import Article, Novelty, Relevance, Verdict

SHANGHAI = ZoneInfo("Asia/Shanghai")
RELEVANT = Relevance(0.9, ("sme-policy", "tax-and-fees"), ())
IRRELEVANT = Relevance(0.1, (), ())


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database as `smewatch init` makes it: the index is made by the migrations alone."""
    on_sqlite = request.param == "sqlite"
    opened = Database(
        f"sqlite:///{tmp_path / 'archive.db'}" if on_sqlite else request.getfixturevalue("postgresql_url")
    )
    schema.upgrade(opened)
    yield opened
    opened.close()


Keep = Callable[..., int]


@pytest.fixture
def keep(archive: Database, make_article: Callable[..., Article]) -> Keep:
    numbers = iter(range(1, 1000))

    def kept(words: str, judged: Relevance = RELEVANT, url: str = "") -> int:
        article = make_article(words, url=url or f"https://example.org/{next(numbers)}")
        with archive.write() as connection:
            known = articles.known(connection, article)
            text = articles.keep(connection, article, known, judged, Novelty(Verdict.NEW, "new"), announced=True)
        return text.number

    return kept


def found(archive: Database, words: str = "", **wanted: object) -> list[int]:
    search.catch_up(archive)
    with archive.read() as connection:
        return [it.number for it in search.find(connection, Wanted(words, **wanted), 100)]  # type: ignore[arg-type]


def test_a_list_does_without_what_the_texts_say(archive: Database, keep: Keep) -> None:
    number = keep("国家税务总局对小微企业减税，全年减免2.5万亿元。")
    search.catch_up(archive)
    with archive.read() as connection:
        (whole,) = search.find(connection, Wanted("税务"), 9)
        (listed,) = search.find(connection, Wanted("税务"), 9, whole=False)
    assert (listed.number, listed.article.text) == (number, "")
    assert listed.article.document.title == whole.article.document.title
    assert (listed.relevance, listed.novelty) == (whole.relevance, whole.novelty)


def test_words_of_two_characters_are_found_and_all_have_to_stand_there(archive: Database, keep: Keep) -> None:
    tax = keep("国家税务总局对小微企业减税，全年减免2.5万亿元。")
    loan = keep("商业银行的税款贷款增加到3,000亿元。")
    assert found(archive, "税务") == [tax]
    assert found(archive, "税务总局 减税") == [tax]
    assert found(archive, "税务 贷款") == []
    assert found(archive, "税") == [loan, tax]
    assert found(archive, "税 -贷款") == [tax]
    assert found(archive, "3000") == [loan]
    assert found(archive, "2.5万亿") == [tax]
    assert found(archive, "局对小") == [tax]
    assert found(archive, "务局") == []


@pytest.mark.parametrize(
    "words", ['"', "' OR 1=1 --", "NEAR(税务)", "税务*", "-", "（）", "\x00", "a:b", "税务 AND NOT"]
)
def test_what_looks_like_a_query_is_words(archive: Database, keep: Keep, words: str) -> None:
    keep("国家税务总局对小微企业减税。")
    assert len(found(archive, words)) <= 1


def test_a_text_is_narrowed_by_date_publisher_and_topic(archive: Database, keep: Keep, now: datetime) -> None:
    number = keep("国家税务总局对小微企业减税。")
    other = keep("示例省召开运动会。", IRRELEVANT)
    day = timedelta(days=1)
    assert found(archive) == [other, number]
    assert found(archive, relevant=True) == [number]
    assert found(archive, topic="tax-and-fees") == [number]
    assert found(archive, topic="tax") == []
    assert found(archive, since=now - day, until=now + day) == [other, number]
    assert found(archive, until=now - day) == []
    assert found(archive, since=now + day) == []
    assert found(archive, publisher="nobody") == []


def test_of_an_irrelevant_text_only_the_title_is_known(archive: Database, keep: Keep) -> None:
    number = keep("示例省召开运动会。", IRRELEVANT)
    assert found(archive, "运动会") == []
    assert found(archive, "示例省出台") == [number]


def test_what_a_page_does_not_show_any_more_is_found_only_if_asked_for(archive: Database, keep: Keep) -> None:
    first = keep("对小微企业减税一半。", url="https://example.org/page")
    second = keep("对小微企业减税三成。", url="https://example.org/page")
    assert found(archive, "小微企业") == [second]
    assert found(archive, "小微企业", shown=False) == [second, first]


def test_the_index_follows_the_archive_and_pages_go_on_where_the_last_one_ended(archive: Database, keep: Keep) -> None:
    numbers = [keep(f"对小微企业减税第{number}次。") for number in range(5)]
    assert search.catch_up(archive) == 5
    assert search.catch_up(archive) == 0
    with archive.read() as connection:
        first = search.find(connection, Wanted("减税"), 2)
        rest = search.find(connection, Wanted("减税"), 10, before=first[-1].number)
    assert [it.number for it in (*first, *rest)] == numbers[::-1]


def test_a_text_that_is_too_long_is_found_by_its_beginning(archive: Database, keep: Keep) -> None:
    number = keep("减税" + "".join(chr(0x4E00 + it * 7 % 20_000) for it in range(120_000)))
    assert found(archive, "减税") == [number]


def test_a_word_of_any_length_is_found(archive: Database, keep: Keep) -> None:
    number = keep(f"校验码{'f00d' * 2000}，对小微企业减税。")
    assert found(archive, "减税") == [number]
    assert found(archive, "f00d" * 2000) == [number]
