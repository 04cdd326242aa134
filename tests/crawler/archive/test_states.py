"""What each source's row says after its polls."""

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.archive import states
from crawler.archive.db import Database
from crawler.health import History, State, judge
from crawler.model import Asked, Poll, Reason
from crawler.polling import Pace

PACE = Pace(timedelta(minutes=10), timedelta(hours=6))


def poll(at: datetime, new: int = 0, reason: Reason | None = None, asked: Asked = Asked()) -> Poll:  # noqa: B008
    return Poll("example", at, 200, 5000, 20, new, 12, reason, "slow" if reason else "", newest=at, asked=asked)


def test_a_row_is_read_as_it_was_written(database: Database, now: datetime) -> None:
    with database.write() as connection:
        for day in range(3):
            states.advance(connection, [poll(now + timedelta(days=day), new=4)], PACE, lambda: 0.5)
        failed, other = poll(now + timedelta(days=3), reason=Reason.TIMEOUT), replace(poll(now), source="other")
        states.advance(connection, [failed, other], PACE, lambda: 0.5)
    with database.read() as connection:
        known = states.everything(connection)
        assert states.everything(connection, ["other"]) == {"other": known["other"]}
    history = known["example"].history
    assert history == History(
        polled=failed.at,
        status=200,
        first=now,
        answered=now + timedelta(days=2),
        last_new=now + timedelta(days=2),
        failures=1,
        reason=Reason.TIMEOUT,
        detail="slow",
        volumes={(now + timedelta(days=day)).date(): 4 for day in (1, 2)},
    )
    assert judge(history).state is State.FAILING
    assert judge(known["other"].history).state is State.OK


def test_the_watch_of_late_is_what_was_polled_since(database: Database, now: datetime) -> None:
    polls = [
        replace(poll(now + timedelta(hours=hour), reason=reason), source=name)
        for name, hour, reason in (
            ("old", 0, Reason.DNS),
            ("one", 5, None),
            ("two", 6, Reason.TIMEOUT),
            ("three", 7, None),
        )
    ]
    with database.write() as connection:
        states.advance(connection, polls, PACE, lambda: 0)
    with database.read() as connection:
        began = now + timedelta(hours=5)
        assert states.watch(connection, now + timedelta(hours=5)) == states.Watch(3, 1, now + timedelta(hours=7), began)
        assert states.watch(connection, now + timedelta(hours=8)) == states.Watch(0, 0, None, began)


def test_the_next_poll_follows_from_what_came_of_the_last(database: Database, now: datetime) -> None:
    pauses = []
    polls = [
        poll(now, new=20),
        poll(now + timedelta(hours=1), asked=Asked(fresh_for=timedelta(hours=3))),
        *[poll(now + timedelta(hours=2), reason=Reason.DNS)] * 3,
        poll(now + timedelta(hours=3), reason=Reason.BLOCKED, asked=Asked(retry_after=timedelta(hours=9))),
    ]
    with database.write() as connection:
        for it in polls:
            states.advance(connection, [it], PACE, lambda: 0)
            pauses.append(states.everything(connection)["example"].next_poll - it.at)
    assert pauses[:2] == [timedelta(hours=1), timedelta(hours=3)]
    assert pauses[2:] == [timedelta(minutes=it) for it in (10, 20, 40, 9 * 60)]
