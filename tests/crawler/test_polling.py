"""When a source is asked again, situation by situation, and what holds in every situation."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import polling
from crawler.address import host
from crawler.model import Asked, Source
from crawler.polling import DAY, Output, Pace

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
NOTHING = Asked()
PACE = Pace()
MINUTE, HOUR, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(weeks=1)

durations = st.timedeltas(timedelta(), timedelta(days=4000))
chances = st.floats(0, 1)
paces = st.builds(
    lambda floor, longer: Pace(floor, floor + longer),
    st.timedeltas(timedelta(seconds=1), DAY),
    st.timedeltas(timedelta(), timedelta(days=30)),
)
wishes = st.builds(Asked, durations, durations)
outputs = st.builds(
    Output,
    st.integers(0, 100_000),
    st.timedeltas(timedelta(), WEEK),
    st.none() | st.timedeltas(timedelta(seconds=1), DAY),
)


@pytest.mark.parametrize(
    ("situation", "output", "asked", "expected"),
    [
        ("nothing is known of the source", Output(0, timedelta()), NOTHING, HOUR),
        ("it has been silent for a day", Output(0, DAY), NOTHING, 7 * HOUR),
        ("it has been silent for a week", Output(0, WEEK), NOTHING, DAY),
        ("a ministry with an entry a day", Output(7, WEEK), NOTHING, timedelta(hours=172 / 8 / 4)),
        ("a portal with a hundred entries a day", Output(700, WEEK), NOTHING, 10 * MINUTE),
        ("its answers stay fresh for half an hour", Output(700, WEEK), Asked(fresh_for=HOUR / 2), HOUR / 2),
        ("its answers stay fresh for less than it takes", Output(7, WEEK), Asked(fresh_for=MINUTE), 5.375 * HOUR),
        ("its answers stay fresh for a year", Output(7, WEEK), Asked(fresh_for=365 * DAY), DAY),
        ("its list scrolls by in two hours", Output(0, WEEK, 2 * HOUR), NOTHING, HOUR),
        ("its list scrolls by faster than it says", Output(7, WEEK, 2 * HOUR), Asked(fresh_for=DAY), HOUR),
        ("its list scrolls by in minutes", Output(700, WEEK, 4 * MINUTE), NOTHING, 10 * MINUTE),
        ("it asks for patience", Output(700, WEEK), Asked(retry_after=3 * HOUR), 3 * HOUR),
        ("it asks for a month of patience", Output(700, WEEK), Asked(retry_after=30 * DAY), DAY),
    ],
)
def test_the_next_poll_after_one_that_succeeded(
    situation: str, output: Output, asked: Asked, expected: timedelta
) -> None:
    assert polling.after_success(output, asked, PACE, 0) == expected, situation


@pytest.mark.parametrize(
    ("failures", "retry_after", "chance", "expected"),
    [
        (1, timedelta(), 0, 10 * MINUTE),
        (2, timedelta(), 0, 20 * MINUTE),
        (2, timedelta(), 1, 10 * MINUTE),
        (4, timedelta(), 0, 80 * MINUTE),
        (4, timedelta(), 0.5, 60 * MINUTE),
        (9, timedelta(), 0, DAY),
        (29, timedelta(), 0, DAY),
        (29, timedelta(), 1, DAY / 2),
        (30, timedelta(), 0, DAY),
        (31, timedelta(), 0, 2 * DAY),
        (40, timedelta(), 0, WEEK),
        (100_000, timedelta(), 0, WEEK),
        (1, 2 * HOUR, 0, 2 * HOUR),
        (1, timedelta(seconds=5), 0, 10 * MINUTE),
        (1, 30 * DAY, 0, DAY),
        (40, 2 * HOUR, 0, WEEK),
    ],
)
def test_the_next_poll_after_failures(
    failures: int, retry_after: timedelta, chance: float, expected: timedelta
) -> None:
    assert polling.after_failure(failures, Asked(retry_after), PACE, chance) == expected


@given(outputs, wishes, paces, chances)
def test_a_source_that_answers_is_asked_between_floor_and_ceiling_unless_it_asks_for_more(
    output: Output, asked: Asked, pace: Pace, chance: float
) -> None:
    interval = polling.after_success(output, asked, pace, chance)
    assert pace.floor <= interval <= max(pace.ceiling, min(asked.retry_after, DAY))
    assert interval >= min(asked.retry_after, DAY)


@given(st.integers(1, 1000), wishes, paces, chances)
def test_a_source_that_fails_is_asked_ever_more_rarely_and_never_given_up(
    failures: int, asked: Asked, pace: Pace, chance: float
) -> None:
    interval = polling.after_failure(failures, asked, pace, chance)
    ceiling = pace.ceiling if failures < 30 else 7 * pace.ceiling
    assert pace.floor <= interval <= max(ceiling, min(asked.retry_after, DAY))
    assert interval <= polling.after_failure(failures + 1, asked, pace, chance)


@given(outputs, st.integers(1, 1000), wishes, paces, chances)
def test_who_publishes_more_is_asked_no_less_often(
    output: Output, more: int, asked: Asked, pace: Pace, chance: float
) -> None:
    busier = Output(output.entries + more, output.over, output.turnover)
    intervals = [polling.after_success(it, asked, pace, chance) for it in (busier, output)]
    assert intervals[0] <= intervals[1]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, NOTHING),
        ({"Retry-After": "120"}, Asked(retry_after=2 * MINUTE)),
        ({"retry-after": " 7 "}, Asked(retry_after=timedelta(seconds=7))),
        ({"Retry-After": "Mon, 02 Mar 2026 09:30:00 GMT"}, Asked(retry_after=HOUR)),
        ({"Retry-After": "Mon, 02 Mar 2026 17:30:00 +0800"}, Asked(retry_after=HOUR)),
        ({"Retry-After": "Mon, 02 Mar 2020 09:30:00 GMT"}, NOTHING),
        ({"Retry-After": "999999999999999"}, Asked(retry_after=DAY)),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, Asked(retry_after=DAY)),
        ({"Retry-After": "-5"}, NOTHING),
        ({"Retry-After": "soon"}, NOTHING),
        ({"Cache-Control": "public, max-age=1800"}, Asked(fresh_for=HOUR / 2)),
        ({"Cache-Control": "max-age=1800", "Age": "600"}, Asked(fresh_for=20 * MINUTE)),
        ({"Cache-Control": "max-age=60", "Age": "600"}, NOTHING),
        ({"Cache-Control": "s-maxage=1800"}, NOTHING),
        ({"Cache-Control": "no-cache, max-age=1800"}, NOTHING),
        ({"Cache-Control": "no-store", "Expires": "Mon, 02 Mar 2026 09:30:00 GMT"}, NOTHING),
        ({"Cache-Control": "max-age=soon"}, NOTHING),
        ({"Expires": "Mon, 02 Mar 2026 09:30:00 GMT"}, Asked(fresh_for=HOUR)),
        ({"Expires": "Mon, 02 Mar 2026 09:30:00 GMT", "Date": "Mon, 02 Mar 2026 09:10:00 GMT"},
         Asked(fresh_for=HOUR / 3)),
        ({"Expires": "0"}, NOTHING),
        ({"Expires": "Mon, 99 Foo 2026 99:99:99 GMT"}, NOTHING),
        ({"Cache-Control": "max-age=60", "Expires": "Mon, 02 Mar 2026 09:30:00 GMT"}, Asked(fresh_for=MINUTE)),
    ],
)  # fmt: skip
def test_what_headers_ask_for(headers: dict[str, str], expected: Asked) -> None:
    assert polling.asked_by(headers, b"", NOW) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<rss><channel><ttl>90</ttl>", 90 * MINUTE),
        (b"<rss><channel><ttl> 60 </ttl>", HOUR),
        (b"<rss><channel><ttl>often</ttl>", timedelta()),
        (b"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", HOUR / 2),
        (b"<sy:updatePeriod>\n\tdaily\t</sy:updatePeriod>", DAY),
        (b"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", HOUR),
        (b"<sy:updatePeriod>always</sy:updatePeriod>", timedelta()),
        (b"<item><ttl>90</ttl></item>", timedelta()),
        (b"<entry xml:lang='zh'><ttl>90</ttl></entry>", timedelta()),
    ],
)
def test_what_a_feed_says_of_its_changes(head: bytes, expected: timedelta) -> None:
    assert polling.asked_by({}, head + b"<item><title/></item>", NOW).fresh_for == expected


@given(st.text(), st.text(), st.text(), st.binary())
def test_nonsense_asks_for_nothing_that_cannot_be_given(retry: str, control: str, expires: str, body: bytes) -> None:
    asked = polling.asked_by({"Retry-After": retry, "Cache-Control": control, "Expires": expires}, body, NOW)
    assert timedelta() <= asked.retry_after <= DAY
    assert asked.fresh_for >= timedelta()


@pytest.mark.parametrize(
    ("next_poll", "due"),
    [
        (None, True),
        (NOW, True),
        (NOW - DAY, True),
        (NOW + timedelta(seconds=50), True),
        (NOW + 2 * MINUTE, False),
    ],
)
def test_a_source_is_due_when_its_time_has_come(next_poll: datetime | None, due: bool) -> None:
    assert polling.is_due(next_poll, NOW) is due


def source(url: str) -> Source:
    return Source(url, "example", url)


def test_batches_begin_with_the_longest_overdue_and_let_hosts_take_turns() -> None:
    a, b = [source(f"https://a.example/{n}") for n in range(3)], source("https://b.example/0")
    due = [(a[0], NOW), (a[1], NOW - DAY), (b, NOW - HOUR), (a[2], None)]
    assert polling.batches(due, 2) == [(a[2], b), (a[1], a[0])]
    assert polling.batches([], 2) == []


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 10))
def test_batches_hold_everything_once_and_as_many_hosts_as_they_can(hosts: list[int], size: int) -> None:
    sources = [source(f"https://{name}.example/{number}") for number, name in enumerate(hosts)]
    batches = polling.batches([(it, NOW) for it in sources], size)
    polled = [it for batch in batches for it in batch]
    assert sorted(polled, key=lambda it: it.url) == sorted(sources, key=lambda it: it.url)
    assert all(len(batch) == size for batch in batches[:-1])
    if batches:
        assert len({host(it.url) for it in batches[0]}) == min(len(batches[0]), len(set(hosts)))


def test_a_page_is_looked_at_again_ever_more_rarely_and_a_late_visit_stands_for_those_that_were_missed() -> None:
    first = datetime(2026, 3, 2, tzinfo=UTC)

    def after(days: float) -> float | None:
        at = polling.next_visit(first, first + timedelta(days=days))
        return (at - first) / timedelta(days=1) if at else None

    assert [after(days) for days in (0, 1, 2.5, 3, 20, 30, 100)] == [1, 3, 3, 7, 30, None, None]
