"""Mails that came back suspend their readers, once, and only where the report knows a mail's Message-ID."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlalchemy import select

from alerts import deliver, queueing, returns, subscriptions, watch
from alerts.audience import Cadence, Standing, Subscriber, Subscription
from alerts.errors import TemporaryDeliveryError
from alerts.model import Coverage, DeliveryState, Message
from alerts.render import Masthead
from alerts.returns import ReturnReport
from alerts.store import tables
from alerts.ways import Way
from crawler.archive.db import Database
from tests.reports import FIELDS, FULL, report


@dataclass
class Box:
    """A mailbox in memory."""

    kept: dict[str, bytes] = field(default_factory=dict)
    aside: dict[str, bytes] = field(default_factory=dict)

    def letters(self) -> Iterator[tuple[str, bytes]]:
        yield from list(self.kept.items())

    def done(self, name: str) -> None:
        del self.kept[name]

    def set_aside(self, name: str) -> None:
        self.aside[name] = self.kept.pop(name)


class Taken:
    """A channel that takes everything."""

    def send(self, message: Message) -> str:
        return "250 taken"


@pytest.fixture
def sent(
    database: Database, publish: Callable[..., int], masthead: Masthead, coverage: Coverage, now: datetime
) -> Callable[[], str]:
    """Send a digest to gone@example.org; returns its Message-ID."""
    reader = Subscriber(0, "gone@example.org")
    subscriptions.add(database, Subscription(0, reader, Cadence.INSTANT, confirmed=True), now=now, topics=())
    count = 0

    def send() -> str:
        nonlocal count
        count += 1
        moment = now.replace(hour=count)
        publish(f"到2027年，示例省培育省级“专精特新”中小企业{count}000家。")
        watch.catch_up(database, {}, moment)
        assert queueing.queue_digests(database, {}, masthead, coverage, moment).queued == 1
        assert deliver.deliver_due(database, {Way.MAIL: Taken()}, moment).sent == 1
        with database.read() as connection:
            ids = connection.execute(select(tables.outbox.c.message_id).order_by(tables.outbox.c.id)).scalars()
            return str(list(ids)[-1])

    return send


def state(database: Database) -> DeliveryState:
    with database.read() as connection:
        return DeliveryState(connection.execute(select(tables.outbox.c.state)).scalar_one())


def gone(database: Database) -> Subscriber:
    return subscriptions.find(database, "gone@example.org")


def test_a_mail_to_nobody_suspends_its_reader(database: Database, sent: Callable[[], str], now: datetime) -> None:
    box = Box({"a": report(sent())})
    assert returns.collect(database, box, now) == ReturnReport(1)
    assert (gone(database).standing, gone(database).why) == (Standing.SUSPENDED, "5.1.1 550 5.1.1 no such user")
    assert (state(database), box.kept) == (DeliveryState.RETURNED, {})


def test_a_report_counts_once_however_often_it_is_read(
    database: Database, sent: Callable[[], str], now: datetime
) -> None:
    letter = report(sent(), FULL)
    assert [returns.collect(database, Box({"a": letter}), now).returned for _ in range(2)] == [1, 0]
    assert (gone(database).bounces, gone(database).standing) == (1, Standing.ACTIVE)


def test_a_mail_that_was_taken_further_on_proves_nothing_where_mails_come_back(
    database: Database, sent: Callable[[], str], now: datetime
) -> None:
    for count in range(1, 4):
        letter = report(sent(), FULL)
        returns.collect(database, Box({"a": letter}), now.replace(day=1))
        assert gone(database).bounces == count


def test_what_is_no_business_of_ours_stays_in_the_box_and_what_is_damaged_is_named_once(
    database: Database, sent: Callable[[], str], now: datetime
) -> None:
    mail = sent()
    late = report(mail, FIELDS.replace("failed", "delayed"))
    damaged = report("")
    others = {"letter": b"Subject: hello\r\n\r\nhello", "other": report("<guess@news.example>")}
    box = Box({"late": late, "damaged": damaged, **others})
    found = returns.collect(database, box, now)
    assert found == ReturnReport(0, ("damaged: it does not say which mail it is about",))
    assert found.failed
    assert (box.kept, box.aside) == (others, {"damaged": damaged})
    assert not returns.collect(database, box, now).failed
    assert (gone(database).bounces, state(database)) == (0, DeliveryState.SENT)


def test_a_mailbox_that_breaks_off_keeps_what_was_taken_down(
    database: Database, sent: Callable[[], str], now: datetime
) -> None:
    class Breaks(Box):
        def done(self, name: str) -> None:
            raise TemporaryDeliveryError("the line is down")

    box = Breaks({"a": report(sent(), FULL)})
    with pytest.raises(TemporaryDeliveryError):
        returns.collect(database, box, now)
    assert returns.collect(database, Box(box.kept), now) == ReturnReport(0)
    assert gone(database).bounces == 1
