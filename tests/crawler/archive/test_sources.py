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
