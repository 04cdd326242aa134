"""Subscriptions come and go."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from alerts import subscriptions, watch
from alerts.model import Cadence, Filter
from crawler.archive.db import Database
from crawler.errors import ConfigurationError

GOAL = "到2027年，示例省培育省级“专精特新”中小企业5000家。"


def test_a_subscription_is_listed_as_it_was_added(database: Database, now: datetime) -> None:
    wanted = Filter(topics=("sme-policy",), keywords=("小巨人", "“专精特新”"))
    added = subscriptions.add(
        database, "reader@example.org", Cadence.WEEK, wanted, confirmed=True, now=now, topics={"sme-policy"}
    )
    assert subscriptions.everyone(database) == [added]
    assert (added.email, added.cadence, added.filter, added.confirmed) == (
        "reader@example.org",
        Cadence.WEEK,
        wanted,
        True,
    )


def test_an_address_has_one_subscription(database: Database, now: datetime) -> None:
    subscriptions.add(database, "reader@example.org", Cadence.DAY, Filter(), confirmed=True, now=now, topics=())
    with pytest.raises(ConfigurationError, match="subscribed already"):
        subscriptions.add(database, "reader@EXAMPLE.org", Cadence.WEEK, Filter(), confirmed=True, now=now, topics=())


def test_a_topic_that_does_not_exist_is_refused_with_those_that_do(database: Database, now: datetime) -> None:
    with pytest.raises(ConfigurationError, match="sme-policy"):
        subscriptions.add(
            database,
            "reader@example.org",
            Cadence.DAY,
            Filter(topics=("smes",)),
            confirmed=True,
            now=now,
            topics=["sme-policy"],
        )
    assert subscriptions.everyone(database) == []


def test_who_is_removed_is_gone_and_an_unknown_one_is_named(database: Database, now: datetime) -> None:
    subscriptions.add(database, "reader@example.org", Cadence.DAY, Filter(), confirmed=True, now=now, topics=())
    assert subscriptions.remove(database, " reader@example.ORG") == "reader@example.org"
    assert subscriptions.everyone(database) == []
    with pytest.raises(ConfigurationError, match="not subscribed"):
        subscriptions.remove(database, "reader@example.org")


@pytest.mark.parametrize(("cadence", "sees_it"), [(Cadence.INSTANT, False), (Cadence.DAY, True), (Cadence.WEEK, True)])
def test_a_first_digest_looks_back_as_far_as_its_cadence(
    database: Database, publish: Callable[..., int], now: datetime, cadence: Cadence, sees_it: bool
) -> None:
    publish(GOAL)
    number = watch.catch_up(database, {}, now - timedelta(hours=3))[-1].number
    added = subscriptions.add(database, "reader@example.org", cadence, Filter(), confirmed=True, now=now, topics=())
    assert (added.watermark < number) is sees_it
