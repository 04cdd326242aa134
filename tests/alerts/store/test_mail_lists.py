"""Mails are listed by what became of them, and tried again by either database."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from alerts.audience import Cadence, Standing, Subscriber, Subscription
from alerts.model import DeliveryState, Message
from alerts.store import mail_lists, outbox, subscribers
from crawler.archive.db import Database

HOUR = timedelta(hours=1)


@pytest.fixture
def wish(database: Database, now: datetime) -> Subscription:
    with database.write() as connection:
        reader = subscribers.add(connection, Subscriber(0, "reader@example.org"), now)
        return subscribers.subscribe(connection, Subscription(0, reader, Cadence.DAY, confirmed=True), now)


_TOKENS = count()


def mail(
    database: Database,
    wish: Subscription,
    now: datetime,
    state: DeliveryState,
    *,
    answer: str = "",
    text: str = "words",
) -> int:
    """Put a mail into the outbox that was tried once, and is in a state since."""
    token = next(_TOKENS)
    with database.write() as connection:
        message = Message("reader@example.org", "subject", text, "", f"<{token}@x>", now)
        outbox.add_request(connection, wish, message, now + timedelta(microseconds=token))
        number = outbox.due(connection, now + HOUR)[-1][0]
        delivery = outbox.claim(connection, number, now + HOUR, now + 2 * HOUR)
        assert delivery
        settled = replace(delivery, state=state, answer=answer, attempts=1, next_attempt_at=now + HOUR)
        outbox.settle(connection, settled)
    return number


def due(database: Database, now: datetime) -> list[int]:
    with database.read() as connection:
        return [number for number, _ in outbox.due(connection, now)]


def test_mails_are_listed_by_state_the_last_first_and_counted(
    database: Database, wish: Subscription, now: datetime
) -> None:
    waiting = [mail(database, wish, now, DeliveryState.QUEUED, answer="451 later") for _ in range(3)]
    mail(database, wish, now, DeliveryState.SENT)
    mail(database, wish, now, DeliveryState.RETURNED)
    with database.read() as connection:
        first = mail_lists.mails(connection, DeliveryState.QUEUED, 2, now)
        assert [it.number for it in first] == waiting[:0:-1]
        assert [it.number for it in mail_lists.mails(connection, DeliveryState.QUEUED, 2, now, waiting[1])] == waiting[
            :1
        ]
        assert mail_lists.counts(connection) == {DeliveryState.QUEUED: 3, DeliveryState.RETURNED: 1}
    assert (first[0].answer, first[0].attempts, first[0].at, first[0].kept) == ("451 later", 1, now + HOUR, True)


def test_what_waits_or_was_given_up_is_tried_again_at_once(
    database: Database, wish: Subscription, now: datetime
) -> None:
    numbers = [mail(database, wish, now, it) for it in (DeliveryState.QUEUED, DeliveryState.GIVEN_UP)]
    sent = mail(database, wish, now, DeliveryState.SENT)
    assert due(database, now) == []
    with database.write() as connection:
        assert all(mail_lists.retry(connection, it, now) for it in numbers)
        assert not mail_lists.retry(connection, sent, now)
        assert not mail_lists.retry(connection, 999, now)
    assert due(database, now) == numbers


def test_a_mail_whose_text_is_gone_stays_given_up(database: Database, wish: Subscription, now: datetime) -> None:
    number = mail(database, wish, now, DeliveryState.GIVEN_UP, text="")
    with database.write() as connection:
        assert not mail_lists.retry(connection, number, now)
        assert not mail_lists.mails(connection, DeliveryState.GIVEN_UP, 1, now)[0].kept


def test_what_a_sender_is_busy_with_is_left_to_it(database: Database, wish: Subscription, now: datetime) -> None:
    number = mail(database, wish, now, DeliveryState.QUEUED)
    with database.write() as connection:
        assert outbox.claim(connection, number, now + HOUR, now + 2 * HOUR)
        assert mail_lists.mails(connection, DeliveryState.QUEUED, 1, now + HOUR)[0].sending
        assert not mail_lists.retry(connection, number, now + HOUR)
        assert mail_lists.retry(connection, number, now + 3 * HOUR)


def test_all_are_tried_again_but_those_of_suspended_readers(
    database: Database, wish: Subscription, now: datetime
) -> None:
    number = mail(database, wish, now, DeliveryState.GIVEN_UP)
    with database.write() as connection:
        outbox.add_notice(connection, Message("operator@example.org", "notice", "words", "", "<n@x>", now), now)
        subscribers.change_standing(connection, replace(wish.subscriber, standing=Standing.SUSPENDED, why="550"))
        assert [it.why for it in subscribers.suspended(connection, 9)] == ["550"]
        assert mail_lists.retry_all(connection, now) == 1
        subscribers.change_standing(connection, wish.subscriber)
        assert mail_lists.retry_all(connection, now) == 2
    assert number in due(database, now)


def test_the_pause_of_a_refused_address_is_over_when_somebody_tries_again(
    database: Database, wish: Subscription, now: datetime
) -> None:
    number = mail(database, wish, now, DeliveryState.QUEUED)
    with database.write() as connection:
        subscribers.change_standing(connection, replace(wish.subscriber, bounces=1, not_before=now + 4 * HOUR))
        mail_lists.retry(connection, number, now)
    assert due(database, now) == [number]
