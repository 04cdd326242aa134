from dataclasses import replace
from datetime import datetime

from crawler.archive import sources
from crawler.archive.db import Database
from crawler.model import HtmlList, JsonList, Kind, Source

MINE = Source("my/feed", "example.org", "https://example.org/feed.xml", categories=("财经",))
LISTS = [
    Source("my/json", "example.org", "https://example.org/a", Kind.JSON, rules=JsonList("data", title="名称")),
    Source(
        "my/list", "example.org", "https://example.org/b", Kind.LISTING, (), HtmlList("li:has(a)"), "https://a.org/"
    ),
    Source("my/open", "example.org", "https://example.org/c", Kind.JSON),
]


def test_a_source_is_added_once_and_removed(database: Database, now: datetime) -> None:
    with database.write() as connection:
        assert sources.add(connection, MINE, now)
        assert not sources.add(connection, MINE, now)
        assert sources.added(connection) == [MINE]
        assert sources.remove(connection, "my/feed")
        assert not sources.remove(connection, "my/feed")
        assert sources.added(connection) == []


def test_lists_keep_the_rules_by_which_they_are_read(each_database: Database, now: datetime) -> None:
    with each_database.write() as connection:
        for source in LISTS:
            assert sources.add(connection, source, now)
        assert sources.added(connection) == LISTS
        assert sources.disable(connection, LISTS[1], now)
        assert sources.switched_off(connection) == [LISTS[1]]


def test_a_source_that_is_switched_off_comes_back_as_it_was(database: Database, now: datetime) -> None:
    with database.write() as connection:
        sources.add(connection, MINE, now)
        assert sources.disable(connection, MINE, now)
        assert (sources.added(connection), sources.switched_off(connection)) == ([], [MINE])
        assert not sources.add(connection, MINE, now)
        sources.enable(connection, MINE, declared=False)
        assert (sources.added(connection), sources.switched_off(connection)) == ([MINE], [])


def test_a_source_moves_to_an_address_that_no_other_has(each_database: Database, now: datetime) -> None:
    moved = replace(MINE, url="https://example.org/new.xml", kind=Kind.JSON)
    with each_database.write() as connection:
        sources.add(connection, MINE, now)
        sources.add(connection, LISTS[1], now)
        assert not sources.move(connection, replace(MINE, url=LISTS[1].url))
        assert not sources.move(connection, replace(moved, name="nobody"))
        sources.disable(connection, MINE, now)
        assert sources.move(connection, moved)
        assert sources.added(connection) == [moved, LISTS[1]]


def test_a_declared_source_is_switched_off_without_becoming_one_that_was_added(
    database: Database, now: datetime
) -> None:
    with database.write() as connection:
        assert sources.disable(connection, MINE, now)
        assert (sources.added(connection), sources.switched_off(connection)) == ([], [MINE])
        sources.enable(connection, MINE, declared=True)
        assert (sources.added(connection), sources.switched_off(connection)) == ([], [])
        sources.add(connection, replace(MINE, name="its double"), now)
        assert not sources.disable(connection, MINE, now)
