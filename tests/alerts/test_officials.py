"""Who holds which office on which day, by what texts have said."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from alerts import watch
from alerts.extract.register import SHIPPED, Office
from alerts.model import Statement
from alerts.officials import Term, as_it_stands, by_name, office_told
from alerts.store import officials
from crawler.archive.db import Database

DAY = datetime(2026, 11, 20, tzinfo=UTC)
DEPUTY, HEAD = (Office(it, "示例省工业和信息化厅") for it in ("副厅长", "厅长"))
ELSEWHERE = Office("局长", "示例市财政局")


def term(office: Office, ago: int, last: int = 0, name: str = "汪海晴") -> Term:
    return Term(name, office, DAY - timedelta(days=ago), DAY - timedelta(days=last), 2)


def test_the_later_office_in_one_body_is_held_and_the_earlier_was_before() -> None:
    terms = [term(DEPUTY, 700, 300), term(HEAD, 200)]
    assert as_it_stands(by_name(terms), DAY)["汪海晴"] == HEAD
    assert as_it_stands(by_name(terms), DAY - timedelta(days=400))["汪海晴"] == DEPUTY


def test_of_one_name_in_two_bodies_nothing_is_said() -> None:
    terms = [term(HEAD, 700, 300), term(ELSEWHERE, 200)]
    assert "汪海晴" not in as_it_stands(by_name(terms), DAY)


def test_a_body_that_one_text_names_without_its_place_is_that_of_the_other() -> None:
    terms = [term(HEAD, 700, 300), term(Office("厅长", "省工业和信息化厅"), 200)]
    assert as_it_stands(by_name(terms), DAY)["汪海晴"] == HEAD


def test_a_person_of_the_shipped_register_is_followed_to_another_body() -> None:
    name = next(iter(SHIPPED))
    terms = [term(SHIPPED[name], 700, 300, name), term(ELSEWHERE, 200, 0, name)]
    assert as_it_stands(by_name(terms), DAY)[name] == ELSEWHERE
    assert as_it_stands({}, DAY)[name] == SHIPPED[name]


def test_nobody_holds_an_office_before_the_first_sighting_or_long_after_the_last() -> None:
    terms = by_name([term(HEAD, 2000, 1500)])
    assert "汪海晴" not in as_it_stands(terms, DAY)
    assert "汪海晴" not in as_it_stands(terms, DAY - timedelta(days=2001))


def test_an_office_that_the_register_told_is_no_sighting(statement: Callable[..., Statement]) -> None:
    assert office_told(statement(), "示例省工信厅厅长林示范表示") == Office("厅长", "示例省工业和信息化厅")
    assert office_told(statement(), "林示范表示") is None


def test_an_official_who_was_introduced_once_is_known_to_later_articles(
    database: Database, publish: Callable[..., int], now: datetime
) -> None:
    publish("示例省工业和信息化厅厅长汪海晴表示，服务站要办到每一个园区里去。", date=now - timedelta(days=9))
    watch.catch_up(database, {}, now)
    publish("汪海晴表示，贷款利率还要再降一些，让企业得到实惠。", date=now)
    (said,) = (it.finding for it in watch.catch_up(database, {}, now) if isinstance(it.finding, Statement))
    assert (said.position, said.organization) == ("厅长", "示例省工业和信息化厅")
    with database.read() as connection:
        (known,) = officials.terms(connection)
    assert (known.office, known.sightings, known.first_seen) == (HEAD, 1, now - timedelta(days=9))


@pytest.mark.parametrize("newest_first", [True, False])
def test_an_official_who_is_introduced_is_known_to_later_articles_of_the_same_crawl(
    database: Database, publish: Callable[..., int], now: datetime, newest_first: bool
) -> None:
    articles = [
        ("示例省工业和信息化厅厅长汪海晴表示，服务站要办到每一个园区里去。", now - timedelta(days=9)),
        ("汪海晴表示，贷款利率还要再降一些，让企业得到实惠。", now),
    ]
    for words, date in reversed(articles) if newest_first else articles:
        publish(words, date=date)
    found = [it.finding for it in watch.catch_up(database, {}, now) if isinstance(it.finding, Statement)]
    assert [(it.position, it.organization) for it in found] == [("厅长", "示例省工业和信息化厅")] * 2
