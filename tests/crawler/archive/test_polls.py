from dataclasses import replace
from datetime import datetime

from crawler.archive import polls, runs
from crawler.archive.db import Database
from crawler.model import Poll, Reason, Source, Validators

SOURCE = Source("example", "example", "https://example.org/feed.xml")
VALIDATORS = Validators('"v1"', "Mon, 02 Mar 2026 08:00:00 GMT", "ab" * 32)


def a_poll(now: datetime) -> Poll:
    return Poll("example", now, 200, 1000, 10, 3, 250, validators=VALIDATORS)


def test_a_source_that_was_never_polled_has_nothing_to_be_recognised_by(database: Database) -> None:
    with database.read() as connection:
        assert polls.validators(connection, "example") == Validators()
        assert not polls.succeeded_before(connection, "example")


def test_the_last_successful_poll_says_what_the_next_one_sends(database: Database, now: datetime) -> None:
    failed = replace(a_poll(now), status=None, reason=Reason.TIMEOUT, detail="slow", validators=Validators())
    with database.write() as connection:
        run = runs.begin(connection, [SOURCE], trigger="test", announce=False, now=now)
        polls.remember(connection, run, a_poll(now))
        polls.remember(connection, run, failed)
        assert polls.validators(connection, "example") == VALIDATORS
        polls.remember(connection, run, replace(a_poll(now), validators=Validators()))
        assert polls.validators(connection, "example") == Validators()


def test_a_failed_poll_is_no_baseline(database: Database, now: datetime) -> None:
    with database.write() as connection:
        run = runs.begin(connection, [SOURCE], trigger="test", announce=False, now=now)
        polls.remember(connection, run, replace(a_poll(now), reason=Reason.DNS))
        assert not polls.succeeded_before(connection, "example")
        polls.remember(connection, run, a_poll(now))
        assert polls.succeeded_before(connection, "example")
        assert not polls.succeeded_before(connection, "other")
