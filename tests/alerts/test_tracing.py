"""Why a reader was told of a text, or was not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts import queueing, subscriptions, tracing, watch
from alerts.audience import Cadence, Filter, Subscriber, Subscription
from alerts.deliver import deliver_due
from alerts.model import Coverage
from alerts.render import Masthead
from alerts.tracing import Fate, Trace
from alerts.ways import Way
from crawler.archive.db import Database
from crawler.errors import ConfigurationError
from tests.alerts.test_deliver import Script

SHANGHAI = ZoneInfo("Asia/Shanghai")
GOAL = "到2027年，示例省培育省级“专精特新”中小企业5000家。"


@pytest.fixture
def subscribe(database: Database, now: datetime) -> Callable[..., Subscriber]:
    def add(wanted: Filter | None = None, *, confirmed: bool = True) -> Subscriber:
        reader = Subscriber(0, "reader@example.org")
        wish = Subscription(0, reader, Cadence.DAY, wanted or Filter(), confirmed=confirmed)
        return subscriptions.add(database, wish, now=now, topics=()).subscriber

    return add


@pytest.fixture
def send(database: Database, masthead: Masthead, coverage: Coverage, now: datetime) -> Callable[..., None]:
    def run(later: timedelta = timedelta(0)) -> None:
        queueing.queue_digests(database, {}, masthead, coverage, now + later)
        deliver_due(database, {Way.MAIL: Script()}, now + later)

    return run


def fates(traced: Trace) -> list[list[Fate]]:
    return [[it.fate for it in path.steps] for path in traced.paths]


def words(traced: Trace) -> str:
    return " ".join(it.words for path in traced.paths for it in path.steps)


Subscribe = Callable[..., Subscriber]
Publish = Callable[..., int]
Send = Callable[..., None]


def test_a_finding_that_was_told_names_its_digest_and_the_answer(
    database: Database, subscribe: Subscribe, publish: Publish, send: Send, now: datetime
) -> None:
    reader = subscribe()
    number = publish(GOAL)
    watch.catch_up(database, {}, now)
    assert fates(tracing.trace(database, reader, number, SHANGHAI)) == [[Fate.WAITING]]
    send()
    traced = tracing.trace(database, reader, number, SHANGHAI)
    assert fates(traced) == [[Fate.DIGEST]]
    assert "2026-11-21: handed to the server at 2026-11-21 09:00, its answer: 250" in words(traced)
    assert [it.period for it in tracing.trace(database, reader, None, SHANGHAI).paths[0].digests] == ["2026-11-21"]


def test_a_finding_that_is_not_wanted_names_the_part_of_the_filter(
    database: Database, subscribe: Subscribe, publish: Publish, now: datetime
) -> None:
    reader = subscribe(Filter(regions=("广东",)))
    number = publish(GOAL)
    watch.catch_up(database, {}, now)
    traced = tracing.trace(database, reader, number, SHANGHAI)
    assert fates(traced) == [[Fate.UNWANTED]]
    assert "regions: 广东" in words(traced)


def test_what_nobody_is_told_of_says_why(
    database: Database, subscribe: Subscribe, publish: Publish, send: Send, now: datetime
) -> None:
    reader = subscribe()
    first = publish(GOAL, announced=False)
    again = publish(GOAL, "转载。")
    watch.catch_up(database, {}, now)
    send()
    assert fates(tracing.trace(database, reader, first, SHANGHAI)) == [[Fate.SILENT]]
    assert fates(tracing.trace(database, reader, again, SHANGHAI)) == [[Fate.KNOWN]]


def test_a_text_without_findings_and_one_that_is_not_there(
    database: Database, subscribe: Subscribe, publish: Publish, now: datetime
) -> None:
    reader = subscribe()
    number = publish("示例省召开会议。")
    watch.catch_up(database, {}, now)
    assert fates(tracing.trace(database, reader, number, SHANGHAI)) == [[]]
    with pytest.raises(ConfigurationError, match="no text 999"):
        tracing.trace(database, reader, 999, SHANGHAI)


def test_what_was_noticed_before_a_subscription_began_was_passed_over(
    database: Database, subscribe: Subscribe, publish: Publish, now: datetime
) -> None:
    number = publish(GOAL)
    watch.catch_up(database, {}, now - timedelta(days=3))
    reader = subscribe()
    assert fates(tracing.trace(database, reader, number, SHANGHAI)) == [[Fate.PASSED]]


def test_a_subscription_that_is_not_confirmed_says_so(database: Database, subscribe: Subscribe) -> None:
    reader = subscribe(confirmed=False)
    assert "not confirmed" in tracing.trace(database, reader, None, SHANGHAI).paths[0].state
