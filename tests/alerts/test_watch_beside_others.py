"""A watch beside crawls and other watches, on both databases: everything is read, and once."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime
from unittest.mock import Mock

import pytest

from alerts import watch
from alerts.extract import findings
from alerts.extract.register import Register
from alerts.model import Change, Finding, Target
from alerts.store import changes, ledger, schema
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.model import Revision

VALUES = (3000, 3500, 4000)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    schema.upgrade(database)
    yield database
    database.close()


@pytest.fixture
def goal(publish: Callable[..., int]) -> Callable[[int], int]:
    def make(value: int) -> int:
        return publish(f"到2027年，示例省培育省级“专精特新”中小企业{value}家。")

    return make


def values(changes: list[Change] | tuple[Change, ...]) -> list[float]:
    return [it.finding.value for it in changes if isinstance(it.finding, Target)]


@pytest.mark.parametrize("question", ["latest_number", "relevant_after"])
def test_what_is_committed_while_the_archive_is_asked_is_read_once(
    database: Database,
    goal: Callable[[int], int],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
) -> None:
    first, *coming = VALUES
    goal(first)

    def answered_late(*arguments: object) -> int | list[Revision]:
        answer: int | list[Revision] = getattr(articles, question)(*arguments)
        if coming:
            goal(coming.pop(0))
        return answer

    monkeypatch.setattr(watch, "articles", Mock(wraps=articles, **{f"{question}.side_effect": answered_late}))
    changes = watch.catch_up(database, {}, now)
    assert values(changes) == list(VALUES)
    with database.read() as connection:
        assert ledger.cursor(connection) == len(VALUES)


def test_two_watches_that_have_read_the_same_enter_it_once(
    database: Database, goal: Callable[[int], int], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in VALUES:
        goal(value)
    both_have_read = threading.Barrier(2, timeout=60)
    find = findings.find
    held = threading.local()
    noticed: list[Change] = []

    def found(title: str, text: str, published: date, region: str, register: Register) -> tuple[Finding, ...]:
        if not getattr(held, "once", False):
            held.once = True
            both_have_read.wait()
        return find(title, text, published, region, register)

    monkeypatch.setattr(findings, "find", found)
    threads = [threading.Thread(target=lambda: noticed.extend(watch.catch_up(database, {}, now))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values(noticed) == list(VALUES)
    with database.read() as connection:
        assert values(changes.news(connection, 0, changes.latest(connection))) == list(VALUES)
