"""What the operator is told of sources: each trouble once, and its end once."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts import notices, subscriptions
from alerts.audience import Subscriber
from alerts.model import Message
from alerts.notices import Notice
from alerts.store import outbox, refusals, schema, subscribers
from crawler import health
from crawler.archive import states
from crawler.archive.db import Database
from crawler.model import Poll, Reason
from crawler.polling import Pace

OPERATOR, SENDER = "operator@example.org", "smewatch <digest@news.example>"
SOURCE = "sample/<news>"


@pytest.fixture
def polled(database: Database, now: datetime) -> Callable[..., tuple[Notice, ...]]:
    """Poll a source once more, and queue the notices that follow from it."""
    at = now

    def poll(reason: Reason | None = None, sources: tuple[str, ...] = (SOURCE,)) -> tuple[Notice, ...]:
        nonlocal at
        at += timedelta(hours=1)
        ended = Poll(SOURCE, at, 200, 1, 1, 1, 1, reason, "HTTP status 412" if reason else "")
        with database.write() as connection:
            states.advance(connection, [ended], Pace(), lambda: 0)
        return notices.queue(database, OPERATOR, SENDER, sources, at)

    return poll


def mails(database: Database, now: datetime) -> list[str]:
    later = now + timedelta(days=1)
    with database.write() as connection:
        claimed = [outbox.claim(connection, number, later, later) for number, _ in outbox.due(connection, later)]
    return [f"{it.message.recipient} {it.message.subject}\n{it.message.text}" for it in claimed if it]


def test_a_trouble_is_told_once_and_its_end_once(
    database: Database, now: datetime, polled: Callable[..., tuple[Notice, ...]]
) -> None:
    rounds = [None, *[Reason.BLOCKED] * 5, None, None]
    told = [len(polled(reason)) for reason in rounds]
    assert told == [0, 0, 0, 1, 0, 0, 1, 0]
    trouble, end = mails(database, now)
    assert trouble == f"{OPERATOR} smewatch：1 个来源异常\n1 个来源异常\n- {SOURCE}：连续 3 次被拦截：HTTP status 412\n"
    assert end == f"{OPERATOR} smewatch：1 个来源恢复\n1 个来源恢复\n- {SOURCE}：连续失败 5 次后已恢复\n"


def test_a_failure_that_passes_is_not_told(polled: Callable[..., tuple[Notice, ...]]) -> None:
    assert [polled(reason) for reason in (None, Reason.DNS, Reason.DNS, None)] == [(), (), (), ()]


def test_a_trouble_that_turns_into_another_is_told_again(polled: Callable[..., tuple[Notice, ...]]) -> None:
    told = [len(polled(reason)) for reason in [Reason.DNS] * 3 + [Reason.BLOCKED] * 2 + [None]]
    assert told == [0, 0, 1, 1, 0, 1]


def test_a_source_that_is_no_longer_watched_is_not_told_of(polled: Callable[..., tuple[Notice, ...]]) -> None:
    assert [polled(Reason.DNS, sources=()) for _ in range(4)] == [(), (), (), ()]


def test_the_mail_holds_all_that_changed_and_shows_names_as_they_are(now: datetime) -> None:
    failing = health.Health(health.State.FAILING, {"reason": "timeout", "detail": "<b>30 s</b>", "failures": "3"})
    back = health.Health(health.State.RECOVERED, {"failures": "4"})
    message = notices.compose([Notice(SOURCE, failing), Notice("other", back)], [], OPERATOR, SENDER, now)
    assert message.subject == "smewatch：1 个来源异常，1 个来源恢复"
    assert "sample/&lt;news&gt;" in message.html
    assert "<b>30 s" not in message.html
    assert "（超时）：<b>30 s</b>" in message.text
    assert message.message_id.endswith("@news.example>")


def test_a_suspension_is_told_once_without_secrets_and_again_after_a_return(database: Database, now: datetime) -> None:
    addresses = ["gone@example.org", "https://hooks.example.org/secret"]
    with database.write() as connection:
        readers = [subscribers.add(connection, Subscriber(0, it), now) for it in addresses]
        for reader in readers:
            refusals.note(connection, reader.id, "550 5.1.1 <no> such user", hard=True, now=now)
    for _ in range(2):
        notices.queue(database, OPERATOR, SENDER, [], now)
    (mail,) = mails(database, now)
    assert mail.startswith(f"{OPERATOR} smewatch：2 个订阅者停发\n")
    assert "- gone@example.org：550 5.1.1 <no> such user\n" in mail
    assert "- https://hooks.example.org/..." in mail
    assert "secret" not in mail
    subscriptions.resume(database, readers[0], now)
    notices.queue(database, OPERATOR, SENDER, [], now)
    with database.write() as connection:
        refusals.note(connection, readers[0].id, "550 5.1.1 still not", hard=True, now=now)
    notices.queue(database, OPERATOR, SENDER, [], now)
    (_, again) = mails(database, now + timedelta(days=1))
    assert again.startswith(f"{OPERATOR} smewatch：1 个订阅者停发\n")


def test_two_at_once_tell_a_trouble_once(database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(database_url)
    schema.upgrade(database)
    ended = [Poll(SOURCE, now, 412, 1, 1, 1, 1, Reason.BLOCKED, "HTTP status 412")]
    for _ in range(3):
        with database.write() as connection:
            states.advance(connection, ended, Pace(), lambda: 0)
    told: list[Notice] = []

    def tell(after: timedelta) -> None:
        told.extend(notices.queue(database, OPERATOR, SENDER, [SOURCE], now + after))

    other = threading.Thread(target=tell, args=(timedelta(seconds=1),))
    compose = notices.compose

    def beside_another(*arguments: Any) -> Message:
        if not other.ident:
            other.start()
            other.join(1)  # it has had its chance
        return compose(*arguments)

    monkeypatch.setattr(notices, "compose", beside_another)
    tell(timedelta())
    other.join()
    assert (len(told), len(mails(database, now))) == (1, 1)
    database.close()
