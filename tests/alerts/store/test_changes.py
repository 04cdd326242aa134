"""Changes are read back by when they were noticed, on both databases."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from alerts.corrections import Action, Correction
from alerts.model import Origin, Target
from alerts.store import changes, corrections, ledger, restating
from alerts.store.changes import Mark
from alerts.store.restating import Restatement
from crawler.archive.db import Database
from tests.plans import plans


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


def test_the_mark_is_another_whenever_a_change_comes_says_another_thing_or_is_spoken_of(
    database: Database, target: Callable[..., Target], origin: Callable[..., Origin], now: datetime
) -> None:
    def marked() -> Mark:
        with database.read() as connection:
            return changes.mark(connection)

    marks = [marked()]
    with database.write() as connection:
        change = ledger.enter(connection, target(), origin(), announced=True, now=now)
    marks.append(marked())
    for _ in range(2):
        with database.write() as connection:
            restating.assign(connection, change.number, ["finance"])
        marks.append(marked())
    with database.write() as connection:
        restating.restate(connection, [Restatement(change.number, target(), None)])
    marks.append(marked())
    with database.write() as connection:
        corrections.add(connection, Correction(Action.ALIAS, "审核员", now, "同一项", name="小巨人", instead="企业"))
    marks.append(marked())
    assert marks == [
        Mark(0, 0, 0), Mark(1, 0, 0), Mark(1, 1, 0), Mark(1, 2, 0), Mark(1, 3, 0), Mark(1, 3, 1),
    ]  # fmt: skip


def test_the_mark_is_taken_without_reading_a_change(database: Database) -> None:
    found = plans(database, changes.mark)
    assert "ix_changes_restated" in found
    # Each of its numbers is the end of an index: SQLite scans no table, PostgreSQL puts no rows together.
    assert not re.search("SCAN (?:changes|corrections)|Seq Scan|Aggregate", found)


def test_the_last_news_of_a_day_is_found_without_reading_and_sorting_all_of_it(
    database: Database, now: datetime
) -> None:
    found = plans(database, lambda connection: changes.news_between(connection, now, now + timedelta(days=1), 9))
    assert "ix_changes_noticed_at" in found
    assert "TEMP B-TREE" not in found
