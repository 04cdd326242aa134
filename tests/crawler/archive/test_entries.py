from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection

from crawler.archive import entries
from crawler.archive.db import Database
from crawler.archive.entries import Copy, Wanted
from crawler.model import FeedEntry, Novelty, Verdict

ENTRY = FeedEntry("https://example.org/1", "示例省出台措施")
NEW = Novelty(Verdict.NEW, "no text like it is known")


def wanted(connection: Connection, now: datetime, *found: FeedEntry, announced: bool = True) -> list[Wanted]:
    return entries.wanted(connection, "example", found, announced=announced, now=now)


def test_an_entry_is_wanted_until_it_is_settled(database: Database, now: datetime) -> None:
    with database.write() as connection:
        assert wanted(connection, now, ENTRY) == [Wanted(ENTRY, True)]
        assert wanted(connection, now, ENTRY) == [Wanted(ENTRY, True, fresh=False)]
        entries.settle(connection, "example", ENTRY.url, NEW, "1:abc")
        assert wanted(connection, now, ENTRY) == []


@pytest.mark.parametrize(
    "changed",
    [
        replace(ENTRY, title="示例省出台措施（更新）"),
        replace(ENTRY, content="<p>全文</p>"),
        replace(ENTRY, author="甲"),
    ],
)
def test_an_entry_of_which_the_feed_says_something_else_is_wanted_again(
    database: Database, now: datetime, changed: FeedEntry
) -> None:
    with database.write() as connection:
        wanted(connection, now, ENTRY)
        entries.settle(connection, "example", ENTRY.url, NEW, "1:abc")
        assert wanted(connection, now, changed) == [Wanted(changed, True, fresh=False)]


def test_the_same_address_in_another_source_is_an_entry_of_its_own(database: Database, now: datetime) -> None:
    with database.write() as connection:
        wanted(connection, now, ENTRY)
        entries.settle(connection, "example", ENTRY.url, NEW, "1:abc")
        assert entries.wanted(connection, "other", [ENTRY], announced=True, now=now) == [Wanted(ENTRY, True)]


def test_a_page_that_fails_for_now_is_asked_for_every_time(database: Database, now: datetime) -> None:
    with database.write() as connection:
        for attempt in range(entries.ATTEMPTS + 2):
            assert wanted(connection, now, ENTRY) == [Wanted(ENTRY, True, fresh=attempt == 0)]
            entries.miss(connection, "example", ENTRY.url, "timeout", permanent=False)


def test_a_page_that_is_gone_is_let_go_until_the_feed_speaks_of_it_anew(database: Database, now: datetime) -> None:
    renamed = replace(ENTRY, title="改题")
    with database.write() as connection:
        for attempt in range(entries.ATTEMPTS):
            assert wanted(connection, now, ENTRY) == [Wanted(ENTRY, True, fresh=attempt == 0)]
            entries.miss(connection, "example", ENTRY.url, "http", permanent=True)
        assert wanted(connection, now, ENTRY) == []
        assert wanted(connection, now, renamed) == [Wanted(renamed, True, fresh=False)]


def test_what_the_first_poll_could_not_fetch_still_belongs_to_the_baseline(database: Database, now: datetime) -> None:
    later = FeedEntry("https://example.org/2", "后来的消息")
    with database.write() as connection:
        assert wanted(connection, now, ENTRY, announced=False) == [Wanted(ENTRY, False)]
        entries.miss(connection, "example", ENTRY.url, "timeout", permanent=False)
        assert wanted(connection, now, ENTRY, later, announced=True) == [
            Wanted(ENTRY, False, fresh=False),
            Wanted(later, True),
        ]


def test_a_text_names_all_the_places_where_it_ran(database: Database, now: datetime) -> None:
    duplicate = Novelty(Verdict.DUPLICATE, "the same text as in the archive")
    with database.write() as connection:
        for source, novelty in (("first", NEW), ("second", duplicate)):
            entries.wanted(connection, source, [ENTRY], announced=True, now=now)
            entries.settle(connection, source, ENTRY.url, novelty, "1:abc")
        assert entries.copies(connection, "1:abc") == [
            Copy("first", ENTRY.url, NEW.reason),
            Copy("second", ENTRY.url, duplicate.reason),
        ]


def test_more_entries_than_one_query_takes(database: Database, now: datetime) -> None:
    many = [FeedEntry(f"https://example.org/{number}", str(number)) for number in range(700)]
    with database.write() as connection:
        assert len(wanted(connection, now, *many)) == 700
        for entry in many:
            entries.settle(connection, "example", entry.url, NEW, "1:abc")
        assert wanted(connection, now, *many) == []


def test_an_entry_keeps_what_it_was_first_told_while_its_text_stays_the_same(database: Database, now: datetime) -> None:
    renamed, known = replace(ENTRY, title="改题"), Novelty(Verdict.DUPLICATE, "the same text as in the archive")
    with database.write() as connection:
        wanted(connection, now, ENTRY)
        entries.settle(connection, "example", ENTRY.url, known, "1:abc")
        wanted(connection, now, renamed)
        entries.miss(connection, "example", ENTRY.url, "timeout", permanent=True)
        assert wanted(connection, now, renamed) == [Wanted(renamed, True, fresh=False)]
        entries.settle(
            connection, "example", ENTRY.url, Novelty(Verdict.DUPLICATE, "unchanged at its address"), "1:abc"
        )
        assert wanted(connection, now, renamed) == []
        assert entries.known_texts(connection, "example") == [Copy("example", ENTRY.url, known.reason)]


def test_an_entry_with_another_text_is_told_anew(database: Database, now: datetime) -> None:
    renamed, copied = replace(ENTRY, title="改题"), Novelty(Verdict.DUPLICATE, "the same text as in the archive")
    with database.write() as connection:
        wanted(connection, now, ENTRY)
        entries.settle(connection, "example", ENTRY.url, NEW, "1:abc")
        assert entries.known_texts(connection, "example") == []
        wanted(connection, now, renamed)
        entries.settle(connection, "example", ENTRY.url, copied, "1:def")
        assert entries.known_texts(connection, "example") == [Copy("example", ENTRY.url, copied.reason)]


def test_a_changed_entry_whose_page_is_gone_is_let_go_and_keeps_what_it_was_told(
    database: Database, now: datetime
) -> None:
    renamed = replace(ENTRY, title="改题")
    with database.write() as connection:
        wanted(connection, now, ENTRY)
        entries.settle(connection, "example", ENTRY.url, NEW, "1:abc")
        for _ in range(entries.ATTEMPTS):
            assert wanted(connection, now, renamed) == [Wanted(renamed, True, fresh=False)]
            entries.miss(connection, "example", ENTRY.url, "gone", permanent=True)
        assert wanted(connection, now, renamed) == []
        assert entries.copies(connection, "1:abc") == [Copy("example", ENTRY.url, NEW.reason)]
