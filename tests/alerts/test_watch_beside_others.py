"""A watch beside crawls, on both databases: everything is read, and once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from unittest.mock import Mock

import pytest

from alerts import watch
from alerts.model import Change, Target
from alerts.store import ledger, schema
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
