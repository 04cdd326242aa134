"""Officials are listed in pages by their present offices, with how much each has said."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from alerts.corrections import Action, Correction
from alerts.extract.register import SHIPPED, Office
from alerts.model import Origin, Statement
from alerts.store import corrections, ledger, officials
from alerts.store.officials import Official
from crawler.archive.db import Database
from tests.plans import plans

YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def _seen(
    database: Database, now: datetime, statement: Callable[..., Statement], origin: Callable[..., Origin]
) -> None:
    """林示范 rose within the body; two bodies have a 陈演示, seen at the same time."""
    bureau = "示例省工业和信息化厅"
    with database.write() as connection:
        officials.see(connection, "林示范", Office("副厅长", bureau), now - YEAR)
        officials.see(connection, "林示范", Office("厅长", bureau), now)
        for body in ("示例市商务局", "示例县商务局"):
            officials.see(connection, "陈演示", Office("局长", body), now - timedelta(days=1))
        for number in range(2):
            said = statement(text=f"第{number}次表态，各不相同，数量为{number}万")
            ledger.enter(connection, said, origin(revision=number + 1), announced=True, now=now)


def listed(database: Database, words: str = "") -> list[Official]:
    with database.read() as connection:
        return officials.officials(connection, words, 99)


def told(found: list[Official]) -> list[tuple[str, str, int]]:
    return [(it.term.name, it.term.office.position, it.statements) for it in found]


def test_each_person_has_one_office_the_last_seen_first_and_the_words_tell_who_is_meant(database: Database) -> None:
    assert told(listed(database)) == [("林示范", "厅长", 2), ("陈演示", "局长", 0), ("陈演示", "局长", 0)]
    assert told(listed(database, "林示范 厅长")) == [("林示范", "厅长", 2)]
    assert [it.term.office.organization for it in listed(database, "示例县")] == ["示例县商务局"]
    assert listed(database, "副厅长") == []


def test_a_person_of_the_shipped_register_is_followed_to_another_body(database: Database, now: datetime) -> None:
    name, office = next(iter(SHIPPED.items()))
    with database.write() as connection:
        officials.see(connection, name, office, now - 2 * YEAR)
        officials.see(connection, name, Office("局长", "示例市财政局"), now - YEAR)
    assert [it.term.office.organization for it in listed(database, name)] == ["示例市财政局"]


def test_a_body_that_one_text_names_without_its_place_is_listed_as_the_others_that_have_one(
    database: Database, now: datetime
) -> None:
    with database.write() as connection:
        officials.see(connection, "林示范", Office("厅长", "省工业和信息化厅"), now + YEAR)
        officials.see(connection, "周样板", Office("厅长", "省工业和信息化厅"), now + YEAR)
    bodies = [(it.term.name, it.term.office.organization) for it in listed(database, "工业和信息化厅")]
    assert bodies == [("周样板", "省工业和信息化厅"), ("林示范", "示例省工业和信息化厅")]


def test_names_that_were_joined_are_one_person(database: Database, now: datetime) -> None:
    with database.write() as connection:
        officials.see(connection, "林示範", Office("厅长", "示例省工业和信息化厅"), now + YEAR)
        said = Correction(Action.JOIN, "somebody", now, "one person", name="林示範", instead="林示范")
        corrections.add(connection, said)
    assert told(listed(database, "林示范")) == [("林示范", "厅长", 2)]
    assert listed(database, "林示範") == []


def test_pages_join_without_a_gap(database: Database) -> None:
    paged: list[Official] = []
    with database.read() as connection:
        while page := officials.officials(connection, "", 1, paged[-1].place if paged else None):
            paged += page
    assert paged == listed(database)


def test_a_career_is_all_terms_of_a_name_and_of_those_joined_to_it_the_first_one_first(
    database: Database, now: datetime
) -> None:
    with database.write() as connection:
        officials.see(connection, "林示帆", Office("处长", "示例省财政厅"), now - 3 * YEAR)
        said = Correction(Action.JOIN, "审核员", now, "同一人", name="林示帆", instead="林示范")
        corrections.add(connection, said)
    with database.read() as connection:
        assert [it.office.position for it in officials.career(connection, "林示范")] == ["处长", "副厅长", "厅长"]
        assert [it.office.position for it in officials.career(connection, "林示帆")] == ["处长"]
        assert officials.career(connection, "无此人") == []


def test_who_was_seen_last_is_found_without_looking_through_all(database: Database) -> None:
    assert "ix_terms_last_seen" in plans(database, lambda connection: officials.officials(connection, "", 1))
