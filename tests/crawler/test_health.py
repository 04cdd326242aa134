"""How a source fares, situation by situation."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import health
from crawler.health import History, State
from crawler.model import Poll, Reason

MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # noon in Beijing
DAY = timedelta(days=1)
CALM = 12, 9, 15, 11, 13, 0, 2, 12, 14, 10, 12, 13, 1, 0  # two weeks from a Monday on: 12 ± 2, weekends 1 ± 1


def poll(at: datetime = MONDAY, new: int = 0, reason: Reason | None = None, **others: object) -> Poll:
    fields = {"status": 200, "bytes": 1, "entries": 20, "milliseconds": 1} | others
    return Poll(source="example", at=at, new=new, reason=reason, **fields)  # type: ignore[arg-type]


def after(polls: Iterable[Poll]) -> History:
    history: History | None = None
    for it in polls:
        history = health.advance(history, it)
    assert history is not None
    return history


def days(*counts: int, start: datetime = MONDAY) -> list[Poll]:
    """The baseline on the Sunday before, a poll for each day, and one on the morning after."""
    watched = [poll(start + number * DAY, count) for number, count in enumerate(counts)]
    return [poll(start - DAY, 20), *watched, poll(start + len(counts) * DAY)]


def test_a_source_that_was_never_polled_is_unknown() -> None:
    assert health.judge(None).state is State.UNKNOWN
    assert health.words(health.judge(None)) == "never polled"


@pytest.mark.parametrize(
    ("situation", "polls", "state", "reason"),
    [
        ("its first poll", [poll(new=20)], State.OK, "answers, and is known for less than a day"),
        ("two weeks as usual", days(*CALM), State.OK, "8.9 new entries a day"),
        (
            "nothing on a day that has 12 ± 3",
            days(*[12, 9, 15] * 5, 0),
            State.QUIET,
            "0 new entries on 1 day since 2026-03-17, where 12 ± 3 are usual",
        ),
        (
            "nothing on a working day after a weekend",
            days(*CALM, 0),
            State.QUIET,
            "0 new entries on 2 days since 2026-03-15, where 13 ± 2 are usual",
        ),
        ("nothing on a weekend", days(*CALM, 12, 11, 13, 9, 12, 0, 0), State.OK, "8.5 new entries a day"),
        ("nothing on a day, but hardly known yet", days(*CALM[:12], 0), State.OK, "9.5 new entries a day"),
        ("a slow source without an entry for a week", days(*[1] * 20, *[0] * 6), State.OK, "0.6 new entries a day"),
        (
            "a slow source without an entry for longer",
            days(*[1] * 20, *[0] * 7),
            State.QUIET,
            "0 new entries on 7 days since 2026-03-22, where 7 ± 0 are usual",
        ),
        ("a source that comes in bursts", days(*[30, 0, 0, 0, 0, 0, 0] * 3, 0), State.OK, "2.1 new entries a day"),
        ("days that were not watched", [*days(*CALM)[:-1], poll(MONDAY + 21 * DAY)], State.OK, "8.9 new entries a day"),
        (
            "a list of old news",
            [poll(new=20, newest=datetime(2023, 5, 1, 8, tzinfo=UTC)), poll(MONDAY + DAY)],
            State.STALE,
            "answers, but its newest entry is 1036 days old (2023-05-01)",
        ),
        (
            "a list that leads into the future",
            [poll(new=20, newest=MONDAY + 400 * DAY)],
            State.OK,
            "answers, and is known for less than a day",
        ),
        (
            "a list that stands still",
            [poll(new=20), *(poll(MONDAY + number * DAY) for number in range(1, 32))],
            State.STALE,
            "answers, but its newest entry is 31 days old (2026-03-02)",
        ),
        (
            "a wall",
            [poll(), poll(reason=Reason.BLOCKED, status=412, detail="HTTP status 412")],
            State.BLOCKED,
            "turned away 1 time in a row: HTTP status 412",
        ),
        (
            "too many requests",
            [poll(reason=Reason.BLOCKED, status=429, detail="HTTP status 429")],
            State.FAILING,
            "failed 1 time in a row, blocked: HTTP status 429",
        ),
        (
            "no answer, for the third time",
            [poll(), *[poll(reason=Reason.TIMEOUT, status=None, detail="took over 30 s")] * 3],
            State.FAILING,
            "failed 3 times in a row, timeout: took over 30 s",
        ),
        (
            "it has come back",
            [poll(), *[poll(reason=Reason.TIMEOUT)] * 3, poll()],
            State.RECOVERED,
            "answers again after 3 failed polls",
        ),
        (
            "it came back a poll ago",
            [poll(), poll(reason=Reason.DNS), poll(), poll()],
            State.OK,
            "answers, and is known for less than a day",
        ),
    ],
)
def test_the_state_and_its_reason(situation: str, polls: list[Poll], state: State, reason: str) -> None:
    judged = health.judge(after(polls))
    assert (judged.state, health.words(judged)) == (state, reason), situation
    assert health.words(judged, "zh")


def test_a_person_hears_of_a_failure_that_does_not_pass_and_of_every_silence() -> None:
    failures = [poll(), *[poll(reason=Reason.DNS, detail="no such name")] * 3]
    assert [health.judge(after(failures[:count])).lasting for count in (1, 2, 3, 4)] == [False, False, False, True]
    assert health.judge(after(days(*CALM, 0))).lasting
    assert not health.judge(after([*failures, poll()])).lasting


def test_the_reason_is_told_in_chinese_too() -> None:
    quiet = health.judge(after(days(*CALM, 0)))
    assert health.words(quiet, "zh") == "自 2026-03-15 起 2 天没有新条目，属异常：这段时间通常有 13 ± 2 条"
    failing = health.judge(after([poll(reason=Reason.TIMEOUT, detail="30 s")]))
    assert health.words(failing, "zh") == "连续失败 1 次（超时）：30 s"


def test_days_are_those_of_beijing_and_five_weeks_of_them_are_kept() -> None:
    late = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # one in the morning of the 3rd
    history = after([poll(), poll(late, 2), poll(late + DAY, 3), poll(late + DAY, 1)])
    assert history.volumes == {date(2026, 3, 3): 2, date(2026, 3, 4): 4}
    assert len(after(days(*[1] * 60)).volumes) == 35


def test_the_last_whole_day_is_the_one_before_the_last_poll() -> None:
    assert health.last_day(after([poll(new=20)])) is None
    assert health.last_day(after(days(5, 7))) == 7
    assert health.last_day(after([*days(5, 7), poll(MONDAY + 2 * DAY, 9)])) == 7


def test_what_a_baseline_holds_is_no_output() -> None:
    baseline = poll(new=400, entries=400)
    history = after([baseline])
    put_out = health.output(None, history, baseline)
    assert (put_out.entries, put_out.over, put_out.turnover) == (0, timedelta(), None)


def test_the_output_is_that_of_the_last_week() -> None:
    polls = days(*[5] * 10)
    last = polls[-1]
    before, history = after(polls[:-1]), after(polls)
    put_out = health.output(before, history, last)
    assert (put_out.entries, put_out.over, put_out.turnover) == (30, 6.5 * DAY, None)


def test_a_list_of_which_half_is_new_is_replaced_in_twice_the_time() -> None:
    first, second = poll(), poll(MONDAY + DAY, new=10, entries=20)
    before = after([first])
    assert health.output(before, health.advance(before, second), second).turnover == 2 * DAY


@given(
    st.lists(
        st.tuples(
            st.timedeltas(timedelta(minutes=1), 40 * DAY),
            st.integers(0, 500),
            st.none() | st.sampled_from(Reason),
            st.none() | st.timedeltas(-9000 * DAY, 60_000 * DAY).map(lambda ago: MONDAY + ago),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_every_history_can_be_judged_and_told(
    steps: list[tuple[timedelta, int, Reason | None, datetime | None]],
) -> None:
    at, history = MONDAY, None
    for pause, new, reason, newest in steps:
        at += pause
        event = poll(at, new, reason, newest=newest)
        before, history = history, health.advance(history, event)
        judged = health.judge(history)
        assert health.words(judged)
        assert health.words(judged, "zh")
        assert judged.state.troubled >= judged.lasting
        assert (judged.state in (State.BLOCKED, State.FAILING)) == (reason is not None)
        put_out = health.output(before, history, event)
        assert put_out.entries >= 0
        assert timedelta() <= put_out.over <= timedelta(days=7)
