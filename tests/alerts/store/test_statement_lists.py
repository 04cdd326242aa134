"""Statements are listed in pages, the last to be published first, narrowed by either database."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from alerts.model import Origin, Statement
from alerts.store import ledger, statement_lists
from alerts.store.statement_lists import ListedStatement, Wanted
from crawler.archive.db import Database

ALL = Wanted()


@pytest.fixture(autouse=True)
def _said(
    database: Database, now: datetime, statement: Callable[..., Statement], origin: Callable[..., Origin]
) -> None:
    """Four of a person, one of a body, one of a firm; the last two of them on one day."""
    told = [statement(text=f"第{number}次表态，各不相同，数量为{number}万") for number in range(4)]
    told.append(statement(text="本行将扩大“首贷户”", speaker=None, position=None, organization="示例市人民政府"))
    told.append(statement(text="我们公司获益", speaker="陈演示", organization="示例公司", official=False))
    with database.write() as connection:
        for number, it in enumerate(told, 1):
            day = origin(f"2026-11-{min(number, 5):02}", number)
            ledger.enter(connection, it, day, announced=True, now=now)


def listed(database: Database, wanted: Wanted = ALL) -> list[ListedStatement]:
    with database.read() as connection:
        found = statement_lists.statements(connection, wanted, 99)
        assert statement_lists.count(connection, wanted) == len(found)
    return found


def test_pages_join_without_a_gap(database: Database) -> None:
    whole = listed(database)
    assert [it.number for it in whole] == [6, 5, 4, 3, 2, 1]
    paged: list[ListedStatement] = []
    with database.read() as connection:
        while page := statement_lists.statements(connection, Wanted(), 4, paged[-1].place if paged else None):
            paged += page
    assert paged == whole


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(words="林示范 2万"), [3]),
        (Wanted(words="首贷户"), [5]),
        (Wanted(words="首贷户 林示范"), []),
        (Wanted(speaker="林示范"), [4, 3, 2, 1]),
        (Wanted(speaker="林"), []),
        (Wanted(organization="示例市"), [5]),
        (Wanted(official=True), [5, 4, 3, 2, 1]),
        (Wanted(since=datetime(2026, 11, 3, tzinfo=UTC), official=True), [5, 4, 3]),
        (Wanted(until=datetime(2026, 11, 3, tzinfo=UTC)), [2, 1]),
    ],
)
def test_statements_are_narrowed(database: Database, wanted: Wanted, expected: list[int]) -> None:
    assert [it.number for it in listed(database, wanted)] == expected
