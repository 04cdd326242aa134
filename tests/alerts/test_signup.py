"""A stranger signs an address up, and learns nothing of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from alerts import signup, subscriptions
from alerts.audience import Cadence, Filter, Language, Subscriber, Subscription
from alerts.errors import TooOftenError
from alerts.links import Links, Purpose
from alerts.store import subscribers, tables
from crawler.archive.db import Database
from crawler.errors import ConfigurationError

LINKS = Links("https://policy.example", "a secret of the service")
SENDER = "smewatch <digest@news.example>"

Ask = Callable[..., Subscription]


def wish(address: str = "reader@example.org", wanted: Filter | None = None, **settings: Any) -> Subscription:
    return Subscription(0, Subscriber(0, address, **settings), Cadence.DAY, wanted or Filter())


@pytest.fixture
def ask(database: Database, now: datetime) -> Ask:
    def run(wanted: Subscription, at: datetime = now) -> Subscription:
        return signup.ask(database, wanted, LINKS, SENDER, now=at, topics=["sme-policy"])

    return run


def mails(database: Database) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(tables.outbox).order_by(tables.outbox.c.id)))


def link(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("https://"))


def test_a_sign_up_waits_and_its_mail_has_a_link_to_confirm_it(database: Database, ask: Ask, now: datetime) -> None:
    asked = ask(wish())
    assert subscriptions.everyone(database) == [asked]
    assert not asked.confirmed
    (mail,) = mails(database)
    assert (mail.recipient, mail.subject) == ("reader@example.org", "请确认订阅：中小企业政策每日简报")
    assert link(mail.text) in mail.html
    assert "每日简报。如果是您" in mail.html
    purpose, token = link(mail.text).split("/")[-2:]
    assert LINKS.read(Purpose(purpose), token, now + timedelta(days=6)) == asked.id


def test_the_mail_is_in_the_language_that_was_asked_for(database: Database, ask: Ask, now: datetime) -> None:
    subscriptions.confirm(database, ask(wish(language=Language.ENGLISH)).id, now)
    ask(wish(), now + timedelta(hours=1))
    asked, known = mails(database)
    assert asked.subject == "Please confirm: your daily digest of Chinese SME policy"
    assert known.subject == "You already have the daily digest of Chinese SME policy"
    for mail in (asked, known):
        assert not re.search("[\u4e00-\u9fff]", mail.text + mail.html)


def test_what_was_typed_does_not_stand_in_the_mail(database: Database, ask: Ask) -> None:
    ask(wish(wanted=Filter(keywords=("买便宜手表",), officials=("https://spam.example",))))
    (mail,) = mails(database)
    assert not {"手表", "spam"} & {word for word in ("手表", "spam") if word in mail.text + mail.html + mail.subject}


def test_asking_again_sends_another_link_to_the_same(database: Database, ask: Ask, now: datetime) -> None:
    first = ask(wish())
    again = ask(wish(), now + timedelta(days=6))
    assert first.id == again.id
    assert len(mails(database)) == 2
    with database.write() as connection:
        assert subscribers.drop_unconfirmed(connection, now + timedelta(days=5)) == 0


def test_who_has_the_same_already_is_told_so_and_keeps_it(database: Database, ask: Ask, now: datetime) -> None:
    asked = ask(wish(zone="Asia/Tokyo"))
    subscriptions.confirm(database, asked.id, now)
    assert ask(wish(zone="Europe/Berlin", language=Language.ENGLISH), now + timedelta(hours=1)).confirmed
    (kept,) = subscriptions.everyone(database)
    assert (kept.subscriber.zone, kept.subscriber.language) == ("Asia/Tokyo", Language.CHINESE)
    assert mails(database)[1].subject == "您已订阅：中小企业政策每日简报"
    purpose, token = link(mails(database)[1].text).split("/")[-2:]
    assert LINKS.read(Purpose(purpose), token, now + timedelta(days=1)) == kept.subscriber.id


def test_who_is_known_is_asked_for_anything_else(database: Database, now: datetime, ask: Ask) -> None:
    subscriptions.confirm(database, ask(wish()).id, now)
    ask(wish(wanted=Filter(topics=("sme-policy",)), zone="Europe/Berlin"))
    kept, new = subscriptions.everyone(database)
    assert (kept.confirmed, new.confirmed, new.subscriber.zone) == (True, False, "Asia/Shanghai")


def test_settings_that_a_stranger_chose_do_not_last(database: Database, ask: Ask) -> None:
    ask(wish(zone="Europe/Berlin"))
    ask(wish(wanted=Filter(topics=("sme-policy",)), zone="Asia/Tokyo"))
    assert {it.subscriber.zone for it in subscriptions.everyone(database)} == {"Asia/Tokyo"}


def test_an_address_is_mailed_three_times_a_day_at_most(database: Database, ask: Ask, now: datetime) -> None:
    for hour, address in enumerate(("reader@example.org", "Reader@example.org", "reader@EXAMPLE.org")):
        ask(wish(address), now + timedelta(hours=hour))
    with pytest.raises(TooOftenError) as refused:
        ask(wish("READER@example.org"), now + timedelta(hours=3))
    assert refused.value.wait == timedelta(hours=21)
    ask(wish("other@example.org"), now + timedelta(hours=3))
    ask(wish(), now + timedelta(hours=25))
    assert len(mails(database)) == 5


def test_capitals_of_any_script_make_no_other_address(ask: Ask, now: datetime) -> None:
    for address in ("ärger@example.org", "Ärger@example.org", "ÄRGER@example.org"):
        ask(wish(address))
        now += timedelta(hours=1)
    with pytest.raises(TooOftenError):
        ask(wish("ärgeR@example.org"), now)


@pytest.mark.parametrize("wanted", [wish("reader"), wish(wanted=Filter(topics=("gardening",)))])
def test_what_cannot_be_asked_for_sends_nothing(database: Database, ask: Ask, wanted: Subscription) -> None:
    with pytest.raises(ConfigurationError):
        ask(wanted)
    assert mails(database) == []


def test_who_never_agreed_is_forgotten_after_a_week(database: Database, ask: Ask, now: datetime) -> None:
    ask(wish("silent@example.org"))
    kept = ask(wish())
    subscriptions.confirm(database, kept.id, now)
    ask(wish(wanted=Filter(topics=("sme-policy",))))
    late = ask(wish("late@example.org"), now + timedelta(days=2))
    with database.write() as connection:
        assert subscribers.drop_unconfirmed(connection, now + timedelta(days=1)) == 2
    assert [it.id for it in subscriptions.everyone(database)] == [kept.id, late.id]
    with pytest.raises(ConfigurationError, match="not subscribed"):
        subscriptions.find(database, "silent@example.org")


def test_a_list_is_added_as_a_whole_or_not_at_all_and_only_once(database: Database, now: datetime) -> None:
    def add(*names: str, confirmed: bool = False) -> list[Subscription]:
        wishes = [replace(wish(f"{name}@example.org"), confirmed=confirmed) for name in names]
        return signup.add_all(database, wishes, LINKS, SENDER, now=now, topics=())

    with pytest.raises(ConfigurationError, match="no e-mail address"):
        add("ann", "")
    assert subscriptions.everyone(database) == mails(database) == []
    assert len(add("ann", confirmed=True)) == 1
    (bob,) = add("ann", "bob")
    (mail,) = mails(database)
    assert (mail.recipient, mail.subject) == ("bob@example.org", "请确认订阅：中小企业政策每日简报")
    assert LINKS.read(Purpose.CONFIRM, link(mail.text).split("/")[-1], now) == bob.id
    assert len(add("bob", "cat", "cat")) == 1
    assert len(mails(database)) == 2
