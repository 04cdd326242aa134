"""Subscriptions come and go."""

import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts import refusals as rules
from alerts import subscriptions, watch
from alerts.audience import Cadence, Filter, Language, Standing, Subscriber, Subscription
from alerts.store import refusals, schema, subscribers
from crawler.archive.db import Database
from crawler.errors import ConfigurationError

GOAL = "到2027年，示例省培育省级“专精特新”中小企业5000家。"

Add = Callable[..., Subscription]


@pytest.fixture
def add(database: Database, now: datetime) -> Add:
    def run(
        address: str = "reader@example.org",
        cadence: Cadence = Cadence.DAY,
        wanted: Filter | None = None,
        topics: Collection[str] = (),
        *,
        confirmed: bool = True,
        hour: int = 7,
    ) -> Subscription:
        reader = Subscriber(0, address)
        wish = Subscription(0, reader, cadence, wanted or Filter(), confirmed=confirmed, hour=hour)
        return subscriptions.add(database, wish, now=now, topics=topics)

    return run


def test_a_subscription_is_listed_as_it_was_added(database: Database, add: Add) -> None:
    wanted = Filter(topics=("sme-policy",), keywords=("小巨人", "“专精特新”"))
    added = add(cadence=Cadence.WEEK, wanted=wanted, topics={"sme-policy"})
    assert subscriptions.everyone(database) == [added]
    assert added.subscriber.address == "reader@example.org"
    assert (added.cadence, added.filter, added.confirmed) == (Cadence.WEEK, wanted, True)


def test_an_address_may_ask_for_several_things_but_not_for_one_twice(database: Database, add: Add) -> None:
    first = add()
    second = add("reader@EXAMPLE.org", Cadence.WEEK)
    assert first.subscriber == second.subscriber
    with pytest.raises(ConfigurationError, match="the same already"):
        add("reader@EXAMPLE.org", Cadence.WEEK)
    assert subscriptions.everyone(database) == [first, second]


@pytest.mark.parametrize(
    ("wanted", "hour", "named"),
    [
        (Filter(topics=("smes",)), 7, "sme-policy"),
        (Filter(kinds=("rumours",)), 7, "statements"),
        (Filter(levels=("village",)), 7, "province"),
        (Filter(keywords=("",)), 7, "empty"),
        (Filter(keywords=("\ufffd\ufffd",)), 7, "not readable"),
        (Filter(keywords=("长" * 201,)), 7, "200 characters"),
        (Filter(), 24, "no hour 24"),
    ],
)
def test_what_nobody_can_ask_for_is_refused(
    database: Database, add: Add, wanted: Filter, hour: int, named: str
) -> None:
    with pytest.raises(ConfigurationError, match=named):
        add(wanted=wanted, topics=["sme-policy"], hour=hour)
    assert subscriptions.everyone(database) == []


def test_who_is_removed_is_gone_and_an_unknown_one_is_named(database: Database, add: Add) -> None:
    add()
    assert subscriptions.remove(database, " reader@example.ORG") == "reader@example.org"
    assert subscriptions.everyone(database) == []
    with pytest.raises(ConfigurationError, match="not subscribed"):
        subscriptions.remove(database, "reader@example.org")


def test_a_reader_is_forgotten_with_the_last_subscription(database: Database, add: Add) -> None:
    first, second = add(), add(cadence=Cadence.WEEK)
    assert subscriptions.unsubscribe(database, first.id)
    assert subscriptions.find(database, "reader@example.org").id == second.subscriber.id
    assert subscriptions.unsubscribe(database, second.id)
    assert not subscriptions.unsubscribe(database, second.id)
    with pytest.raises(ConfigurationError, match="not subscribed"):
        subscriptions.find(database, "reader@example.org")


def test_ids_of_those_who_left_are_not_given_again(database: Database, add: Add) -> None:
    gone = add()
    subscriptions.remove(database, "reader@example.org")
    back = add()
    assert back.id > gone.id
    assert back.subscriber.id > gone.subscriber.id


def test_confirming_revives_an_address_that_had_bounced(database: Database, now: datetime, add: Add) -> None:
    asked = add(confirmed=False)
    with database.write() as connection:
        suspended = Subscriber(asked.subscriber.id, "", standing=Standing.SUSPENDED, why="550", bounces=3)
        subscribers.change_standing(connection, suspended)
    subscriptions.confirm(database, asked.id, now)
    (found,) = subscriptions.everyone(database)
    assert found.confirmed
    assert (found.subscriber.standing, found.subscriber.why, found.subscriber.bounces) == (Standing.ACTIVE, "", 0)
    assert subscriptions.confirm(database, asked.id + 1, now) is None


def test_what_a_reader_saves_does_not_undo_a_refusal_of_meanwhile(database: Database, add: Add, now: datetime) -> None:
    reader = add().subscriber
    with database.write() as connection:
        refusals.note(connection, reader.id, "552 5.2.2 full", hard=False, now=now)
    subscriptions.pause(database, reader)
    found = subscriptions.find(database, reader.address)
    assert (found.standing, found.bounces, found.not_before is None) == (Standing.PAUSED, 1, False)
    with database.write() as connection:
        refusals.note(connection, reader.id, "550 5.1.1 no such user", hard=True, now=now)
        subscribers.change_settings(connection, replace(reader, language=Language.ENGLISH))
    found = subscriptions.find(database, reader.address)
    assert (found.standing, found.why) == (Standing.SUSPENDED, "550 5.1.1 no such user")
    assert (found.language, found.bounces) == (Language.ENGLISH, 2)


def test_refusals_at_once_are_all_counted_and_undo_no_change_of_settings(
    database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(database_url)
    schema.upgrade(database)
    with database.write() as connection:
        reader = subscribers.add(connection, Subscriber(0, "reader@example.org"), now)
    after = rules.after

    def refuse() -> None:
        with database.write() as connection:
            subscribers.change_settings(connection, replace(reader, language=Language.ENGLISH))
            refusals.note(connection, reader.id, "552 5.2.2 full", hard=False, now=now)

    other = threading.Thread(target=refuse)

    def beside_another(*arguments: Any, **options: Any) -> Subscriber:
        if not other.ident:
            other.start()
            other.join(1)  # it has had its chance
        return after(*arguments, **options)

    monkeypatch.setattr(rules, "after", beside_another)
    with database.write() as connection:
        refusals.note(connection, reader.id, "552 5.2.2 full", hard=False, now=now)
    other.join()
    found = subscriptions.find(database, reader.address)
    assert (found.bounces, found.language) == (2, Language.ENGLISH)
    database.close()


def test_a_reader_who_returns_is_told_what_a_month_brought(
    database: Database, publish: Callable[..., int], now: datetime, add: Add
) -> None:
    added = add(cadence=Cadence.INSTANT)
    subscriptions.pause(database, added.subscriber)
    publish(GOAL)
    old = watch.catch_up(database, {}, now)[-1].number
    subscriptions.resume(database, subscriptions.find(database, "reader@example.org"), now + timedelta(days=40))
    (back,) = subscriptions.everyone(database)
    assert (back.subscriber.standing, back.watermark) == (Standing.ACTIVE, old)


@pytest.mark.parametrize(("cadence", "sees_it"), [(Cadence.INSTANT, False), (Cadence.DAY, True), (Cadence.WEEK, True)])
def test_a_first_digest_looks_back_as_far_as_its_cadence(  # noqa: PLR0917
    database: Database, publish: Callable[..., int], now: datetime, add: Add, cadence: Cadence, sees_it: bool
) -> None:
    publish(GOAL)
    number = watch.catch_up(database, {}, now - timedelta(hours=3))[-1].number
    added = add(cadence=cadence)
    assert (added.watermark < number) is sees_it


def test_all_that_is_stored_about_a_reader_can_be_had(database: Database, add: Add) -> None:
    added = add(wanted=Filter(keywords=("小巨人",)))
    stored = subscriptions.export(database, added.subscriber)
    assert stored["reader"]["address"] == "reader@example.org"
    assert [it["filter"]["keywords"] for it in stored["subscriptions"]] == [["小巨人"]]
    assert stored["mails"] == []


def test_confirming_leaves_a_paused_reader_paused_and_tells_a_revived_one_of_a_month(
    database: Database, publish: Callable[..., int], now: datetime, add: Add
) -> None:
    paused, asked = add(), add(cadence=Cadence.WEEK, confirmed=False)
    subscriptions.pause(database, paused.subscriber)
    subscriptions.confirm(database, asked.id, now)
    assert subscriptions.find(database, "reader@example.org").standing is Standing.PAUSED
    other = add("other@example.org")
    later = add("other@example.org", Cadence.WEEK, confirmed=False)
    with database.write() as connection:
        subscribers.change_standing(connection, replace(other.subscriber, standing=Standing.SUSPENDED))
    publish(GOAL)
    old = watch.catch_up(database, {}, now)[-1].number
    subscriptions.confirm(database, later.id, now + timedelta(days=400))
    theirs = [it for it in subscriptions.everyone(database) if it.subscriber.id == other.subscriber.id]
    assert [(it.subscriber.standing, it.watermark) for it in theirs] == [(Standing.ACTIVE, old)] * 2
