from datetime import datetime, timedelta

import pytest

from crawler.archive import runs
from crawler.archive.db import Database
from crawler.archive.runs import Order
from crawler.errors import RunRefusedError
from crawler.model import Failure, HtmlList, JsonList, Kind, Reason, RunState, Source

FIRST = Source("first", "example", "https://example.org/1.xml", categories=("财经", "要闻"))
SECOND = Source("second", "example", "https://example.org/2.xml")


def begin(database: Database, now: datetime, *sources: Source) -> int:
    with database.write() as connection:
        return runs.begin(connection, sources, trigger="test", announce=True, now=now)


def test_a_run_remembers_what_it_is_to_do(database: Database, now: datetime) -> None:
    run = begin(database, now, FIRST, SECOND)
    with database.read() as connection:
        assert runs.order(connection, run) == Order((FIRST, SECOND), announce=True)


def test_a_run_remembers_what_its_sources_declare(database: Database, now: datetime) -> None:
    asked = (
        Source("a/json", "a", "https://a.example/list.json", Kind.JSON, rules=JsonList(items="data", url="link")),
        Source(
            "a/list",
            "a",
            "https://a.example/",
            Kind.LISTING,
            ("要闻",),
            HtmlList("li", date="span"),
            "https://a.example",
        ),
    )
    with database.write() as connection:
        run = runs.begin(connection, asked, trigger="cli", announce=False, now=now)
        assert runs.order(connection, run).sources == asked


def test_a_source_that_another_run_holds_is_refused_and_nothing_is_begun(database: Database, now: datetime) -> None:
    holder = begin(database, now, FIRST)
    with pytest.raises(RunRefusedError) as refused:
        begin(database, now, SECOND, FIRST)
    assert (refused.value.source, refused.value.holder) == ("first", holder)
    begin(database, now, SECOND)  # its lease was not left behind
    with database.read() as connection:
        assert len(runs.latest(connection, 10, now)) == 2


def test_a_run_that_ended_gives_its_sources_back(database: Database, now: datetime) -> None:
    run = begin(database, now, FIRST)
    with database.write() as connection:
        assert runs.end(connection, run, RunState.FINISHED, now=now)
        assert not runs.end(connection, run, RunState.FAILED, now=now)
    begin(database, now, FIRST)
    with database.read() as connection:
        summary = runs.summary(connection, run, now)
    assert summary is not None
    assert summary.state is RunState.FINISHED


def test_a_run_without_a_sign_of_life_loses_its_sources_and_counts_as_failed(database: Database, now: datetime) -> None:
    lost = begin(database, now, FIRST)
    later = now + timedelta(seconds=runs.STALE + 1)
    begin(database, later, FIRST)
    with database.read() as connection:
        summary = runs.summary(connection, lost, later)
    assert summary is not None
    assert summary.state is RunState.FAILED
    assert "no sign of life" in summary.sources_failed[0].detail


def test_a_run_that_lost_its_sources_is_to_stop_when_it_wakes_up(database: Database, now: datetime) -> None:
    asleep = begin(database, now, FIRST)
    later = now + timedelta(seconds=runs.STALE + 1)
    holder = begin(database, later, FIRST)
    with database.write() as connection:
        assert runs.beat(connection, asleep, now=later, requests=0, counts={})
        assert not runs.beat(connection, holder, now=later, requests=0, counts={})


def test_a_run_without_a_sign_of_life_is_shown_as_failed_before_anybody_ends_it(
    database: Database, now: datetime
) -> None:
    run = begin(database, now, FIRST)
    with database.read() as connection:
        alive = runs.summary(connection, run, now + timedelta(seconds=runs.STALE - 1))
        gone = runs.summary(connection, run, now + timedelta(seconds=runs.STALE + 1))
    assert alive is not None
    assert gone is not None
    assert (alive.state, gone.state) == (RunState.RUNNING, RunState.FAILED)


def test_a_beat_keeps_the_sources(database: Database, now: datetime) -> None:
    run = begin(database, now, FIRST)
    beat = now + timedelta(seconds=runs.STALE - 1)
    with database.write() as connection:
        runs.beat(connection, run, now=beat, requests=1, counts={})
    with pytest.raises(RunRefusedError):
        begin(database, beat + timedelta(seconds=runs.STALE - 1), FIRST)


def test_the_summary_adds_up_what_the_beats_tell(database: Database, now: datetime) -> None:
    run = begin(database, now, FIRST, SECOND)
    failure = Failure("first", Reason.TIMEOUT, "slow")
    with database.write() as connection:
        runs.beat(connection, run, now=now, requests=3, counts={"new": 2, "entries": 5, "done": 1})
        runs.beat(connection, run, now=now, requests=7, counts={"new": 1, "irrelevant": 1}, failures=[failure])
    with database.read() as connection:
        summary = runs.summary(connection, run, now + timedelta(seconds=4))
        assert runs.summary(connection, run + 1, now) is None
    assert summary is not None
    assert (summary.requests, summary.new, summary.entries, summary.irrelevant) == (7, 3, 5, 1)
    assert (summary.sources, summary.done, summary.seconds) == (2, 1, 4.0)
    assert summary.sources_failed == (failure,)
    assert summary.state is RunState.RUNNING


def test_a_run_hears_with_its_next_beat_that_it_is_to_stop(database: Database, now: datetime) -> None:
    run = begin(database, now, FIRST)
    with database.write() as connection:
        assert not runs.beat(connection, run, now=now, requests=0, counts={})
        assert runs.cancel(connection, run)
        assert runs.beat(connection, run, now=now, requests=0, counts={})
        runs.end(connection, run, RunState.CANCELLED, now=now)
        assert not runs.cancel(connection, run)
