"""Changes are read back by when they were noticed, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

from alerts.model import Origin, Target
from alerts.store import changes, corrections, ledger
from crawler.archive.db import Database


def test_the_last_news_between_two_moments_is_read_in_its_order(
    database: Database, target: Callable[..., Target], origin: Callable[..., Origin], now: datetime
) -> None:
    with database.write() as connection:
        for number in range(1, 6):
            at, read = now + timedelta(hours=number), origin(revision=number)
            ledger.enter(connection, target(100 * number, object=f"{number}类企业"), read, announced=True, now=at)
            ledger.enter(connection, target(7, object=f"{number}类平台"), read, announced=False, now=at)
            ledger.enter(connection, target(100, object="1类企业"), read, announced=True, now=at)
    with database.read() as connection:
        start, end = now + timedelta(hours=2), now + timedelta(hours=5)
        told = [it.finding for it in changes.news_between(connection, start, end, 9)]
        assert [it.value for it in told if isinstance(it, Target)] == [200, 300, 400]
        last = [it.finding for it in changes.news_between(connection, start, end, 2)]
        assert [it.value for it in last if isinstance(it, Target)] == [300, 400]
        assert corrections.last_number(connection) == 0
