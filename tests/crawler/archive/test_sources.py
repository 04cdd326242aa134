from dataclasses import replace
from datetime import datetime

from crawler.archive import sources
from crawler.archive.db import Database
from crawler.model import Source

MINE = Source("my/feed", "example.org", "https://example.org/feed.xml", categories=("财经",))


def test_a_source_is_added_once_and_removed(database: Database, now: datetime) -> None:
    with database.write() as connection:
        assert sources.add(connection, MINE, now)
        assert not sources.add(connection, MINE, now)
        assert sources.added(connection) == [MINE]
        assert sources.remove(connection, "my/feed")
        assert not sources.remove(connection, "my/feed")
        assert sources.added(connection) == []


def test_a_source_that_is_switched_off_comes_back_as_it_was(database: Database, now: datetime) -> None:
    with database.write() as connection:
        sources.add(connection, MINE, now)
        assert sources.disable(connection, MINE, now)
        assert (sources.added(connection), sources.switched_off(connection)) == ([], [MINE])
        assert not sources.add(connection, MINE, now)
        sources.enable(connection, MINE, declared=False)
        assert (sources.added(connection), sources.switched_off(connection)) == ([MINE], [])


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
