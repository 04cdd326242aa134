from dataclasses import replace
from datetime import datetime

import pytest

from crawler.archive import poll_lists, polls, runs, states
from crawler.archive.db import Database
from crawler.archive.poll_lists import Outcome
from crawler.model import HtmlList, Kind, Poll, Reason, RunState, Source, Validators
from crawler.polling import DEFAULT_PACE

SOURCE = Source("example", "example", "https://example.org/feed.xml")
VALIDATORS = Validators('"v1"', "Mon, 02 Mar 2026 08:00:00 GMT", "ab" * 32)


def a_poll(now: datetime) -> Poll:
    return Poll("example", now, 200, 1000, 10, 3, 250, validators=VALIDATORS)


@pytest.fixture
def run(database: Database, now: datetime) -> int:
    with database.write() as connection:
        return runs.begin(connection, [SOURCE], trigger="test", announce=False, now=now)


def test_the_last_successful_poll_says_what_the_next_one_sends(database: Database, run: int, now: datetime) -> None:
    failed = replace(a_poll(now), status=None, reason=Reason.TIMEOUT, detail="slow", validators=Validators())
    with database.write() as connection:
        polls.remember(connection, run, [a_poll(now), failed])
        assert polls.baselines(connection, run) == {SOURCE.name: VALIDATORS}
        polls.remember(connection, run, [replace(a_poll(now), validators=Validators())])
        assert polls.baselines(connection, run) == {SOURCE.name: Validators()}


def test_a_source_without_a_successful_poll_has_no_baseline(database: Database, run: int, now: datetime) -> None:
    with database.write() as connection:
        assert polls.baselines(connection, run) == {}
        polls.remember(connection, run, [replace(a_poll(now), reason=Reason.DNS)])
        assert polls.baselines(connection, run) == {}
        polls.remember(connection, run, [a_poll(now)])
        assert polls.baselines(connection, run) == {SOURCE.name: VALIDATORS}


def test_each_source_of_a_run_is_recognised_by_its_own_polls(database: Database, run: int, now: datetime) -> None:
    others = [replace(SOURCE, name=f"example/{number}") for number in range(3)]
    with database.write() as connection:
        second = runs.begin(connection, others, trigger="test", announce=False, now=now)
        left = {source.name: Validators(f'"{source.name}"') for source in others[:2]}
        ended = [replace(a_poll(now), source=name, validators=validators) for name, validators in left.items()]
        polls.remember(connection, run, [a_poll(now)])
        polls.remember(connection, second, ended)
        assert polls.baselines(connection, second) == left


@pytest.mark.parametrize(
    "other",
    [
        replace(SOURCE, url="https://example.org/new.xml"),
        replace(SOURCE, kind=Kind.JSON),
        replace(SOURCE, kind=Kind.LISTING, rules=HtmlList("li")),
    ],
)
def test_what_another_address_or_other_rules_left_says_nothing_of_the_new_ones(
    database: Database, run: int, now: datetime, other: Source
) -> None:
    with database.write() as connection:
        polls.remember(connection, run, [a_poll(now)])
        runs.end(connection, run, RunState.FINISHED, now=now)
        later = runs.begin(connection, [other], trigger="test", announce=False, now=now)
        assert polls.baselines(connection, later) == {SOURCE.name: Validators()}
        polls.remember(connection, later, [a_poll(now)])
        assert polls.baselines(connection, later) == {SOURCE.name: VALIDATORS}


def test_the_last_polls_of_many_sources_are_read_at_once(database: Database, run: int, now: datetime) -> None:
    names = ["example", "example/quiet", "example/never"]
    ended = [replace(a_poll(now), new=number) for number in range(5)]
    failed = replace(a_poll(now), source=names[1], status=None, reason=Reason.TIMEOUT, detail="slow")
    with database.write() as connection:
        polls.remember(connection, run, [*ended, failed])
        states.advance(connection, [*ended, failed], DEFAULT_PACE, lambda: 0.0)
        found = poll_lists.last(connection, names, 3)
    assert found["example"] == [Outcome(2, False), Outcome(3, False), Outcome(4, False)]
    assert found[names[1]] == [Outcome(3, True)]
    assert names[2] not in found


def test_polls_are_looked_back_on_in_pages(database: Database, run: int, now: datetime) -> None:
    ended = [replace(a_poll(now), source=name) for name in ("example", "example/other") for _ in range(3)]
    with database.write() as connection:
        polls.remember(connection, run, ended)
        newest = poll_lists.of_source(connection, "example", 2)
        assert [it.source for it in newest] == ["example"] * 2
        assert len(poll_lists.of_source(connection, "example", 2, newest[-1].number)) == 1
        first = poll_lists.of_run(connection, run, 4)
        assert len([*first, *poll_lists.of_run(connection, run, 4, first[-1].number)]) == len(ended)
        assert poll_lists.of_run(connection, run + 1, 4) == []
