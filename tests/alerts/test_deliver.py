"""Every digest is queued once and sent until it is taken or given up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, Row

from alerts import deliver, provenance, queueing, subscriptions, watch
from alerts.app.jobs.mailing import SendReport
from alerts.audience import Cadence, Filter, Standing, Subscriber, Subscription
from alerts.channels import Channel
from alerts.channels.email import open_channel
from alerts.deliver import Refusal
from alerts.errors import (
    PermanentDeliveryError,
    RefusedAddressError,
    ServerUnavailableError,
    TemporaryDeliveryError,
)
from alerts.model import Change, Coverage, Delivery, DeliveryState, Digest, Message
from alerts.render import Masthead, Renderer
from alerts.store import outbox, schema, subscribers, tables
from alerts.ways import Way
from crawler.archive.db import Database
from crawler.errors import DiskError
from tests.servers import MailSink

GOAL = "到2027年，示例省培育省级“专精特新”中小企业5000家。"
OTHER = "到2028年，示例省打造中小企业特色产业集群40个。"

Queue = Callable[..., int]


class Script:
    """A channel that answers each recipient as it is told: with an error, or by taking the message."""

    def __init__(self, **answers: Exception) -> None:
        self.answers = answers
        self.taken: list[Message] = []

    def send(self, message: Message) -> str:
        error = self.answers.get(message.recipient.partition("@")[0])
        if error:
            raise error
        self.taken.append(message)
        return "250"

    @property
    def recipients(self) -> list[str]:
        return [message.recipient.partition("@")[0] for message in self.taken]


def by_mail(channel: Channel) -> dict[Way, Channel]:
    return {Way.MAIL: channel}


@pytest.fixture
def subscribe(database: Database, now: datetime) -> Callable[..., None]:
    def add(*names: str, cadence: Cadence = Cadence.DAY, confirmed: bool = True) -> None:
        for name in names:
            wish = Subscription(0, Subscriber(0, f"{name}@example.org"), cadence, confirmed=confirmed)
            subscriptions.add(database, wish, now=now, topics=())

    return add


@pytest.fixture
def queue(database: Database, masthead: Masthead, coverage: Coverage, now: datetime) -> Queue:
    """Compare what came in and queue what is due; returns how many digests that were."""

    def run(later: timedelta = timedelta(0)) -> int:
        watch.catch_up(database, {}, now + later)
        return queueing.queue_digests(database, {}, masthead, coverage, now + later).queued

    return run


def mails(database: Database) -> Sequence[Row[Any]]:
    with database.read() as connection:
        return connection.execute(tables.outbox.select().order_by(tables.outbox.c.id)).all()


def states(database: Database) -> list[DeliveryState]:
    return [it.state for it in mails(database)]


Subscribe = Callable[..., None]
Publish = Callable[..., int]


def test_a_digest_is_queued_once_for_a_period(subscribe: Subscribe, publish: Publish, queue: Queue) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    assert queue() == 2
    assert queue() == 0
    publish(OTHER)
    assert queue(timedelta(hours=1)) == 0
    assert queue(timedelta(days=1)) == 2
    assert queue(timedelta(days=2)) == 0


def test_a_round_that_is_to_stop_ends_between_two_mails(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    queue()
    channel = Script()
    report = deliver.deliver_due(database, by_mail(channel), now, stop=lambda: bool(channel.taken))
    assert (report.sent, report.waiting) == (1, 1)
    assert states(database) == [DeliveryState.SENT, DeliveryState.QUEUED]
    assert deliver.deliver_due(database, by_mail(channel), now).sent == 1
    assert channel.recipients == ["ann", "bob"]


def test_no_news_is_passed_over_by_a_clock_that_was_wrong_for_a_while(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database
) -> None:
    subscribe("ann")
    publish(GOAL)
    assert queue() == 1
    assert queue(timedelta(days=-1)) == 0
    publish(OTHER)
    assert queue(timedelta(hours=1)) == 0
    assert queue(timedelta(days=1)) == 1
    assert [it.text.count("【新目标】") for it in mails(database)] == [1, 1]


def test_goals_that_are_due_stand_in_the_digests_of_who_wants_them_and_are_remembered_with_them(
    publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    for name, cadence, keyword in (
        ("ann", Cadence.WEEK, "集群"),
        ("bob", Cadence.WEEK, "瞪羚"),
        ("cat", Cadence.INSTANT, "集群"),
    ):
        wanted = Filter(keywords=(keyword, "小巨人"))
        wish = Subscription(0, Subscriber(0, f"{name}@example.org"), cadence, wanted, confirmed=True)
        subscriptions.add(database, wish, now=now, topics=())
    publish("到2026年，示例省打造中小企业特色产业集群40个。", announced=False)
    publish("到2028年，示例省培育专精特新“小巨人”企业500家。")
    assert queue(timedelta(days=9)) == 3
    told = {it.recipient.partition("@")[0]: it for it in mails(database)}
    assert "12月31日，还有 31 天：示例省 中小企业特色产业集群 40 个" in told["ann"].text
    assert ("即将到期" in told["bob"].text, "即将到期" in told["cat"].text) == (False, False)
    assert [len(told[name].digest["deadlines"]) for name in ("ann", "bob", "cat")] == [1, 0, 0]


def test_an_instant_digest_follows_every_crawl_that_brings_something(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database
) -> None:
    subscribe("ann", cadence=Cadence.INSTANT)
    publish(GOAL)
    assert queue(timedelta(seconds=1)) == 1
    publish(GOAL, "转载。")
    assert queue(timedelta(minutes=1)) == 0
    publish(OTHER)
    assert queue(timedelta(minutes=2)) == 0
    assert queue(timedelta(minutes=15, seconds=1)) == 1
    assert [it.text.count("【新目标】") for it in mails(database)] == [1, 1]


def test_nobody_is_mailed_before_agreeing(subscribe: Subscribe, publish: Publish, queue: Queue) -> None:
    subscribe("ann", confirmed=False)
    publish(GOAL)
    assert queue() == 0


def test_a_first_poll_tells_nobody(subscribe: Subscribe, publish: Publish, queue: Queue) -> None:
    subscribe("ann")
    publish(GOAL, announced=False)
    assert queue() == 0


def test_two_senders_at_once_queue_one_digest(
    subscribe: Subscribe,
    publish: Publish,
    queue: Queue,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subscribe("ann")
    publish(GOAL)

    render = Renderer.render

    def interrupted(renderer: Renderer, digest: Digest) -> Message:
        monkeypatch.setattr(Renderer, "render", render)
        assert queue() == 1
        return render(renderer, digest)

    monkeypatch.setattr(Renderer, "render", interrupted)
    assert queue() == 0
    assert len(mails(database)) == 1


def test_the_mail_and_the_watermark_are_kept_together_or_not_at_all(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe("ann")
    publish(GOAL)
    before = subscriptions.everyone(database)

    def fails(*arguments: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "add", fails)
        with pytest.raises(KeyboardInterrupt):
            queue()
    assert subscriptions.everyone(database) == before
    assert queue() == 1


def test_a_digest_that_cannot_be_rendered_costs_itself_alone(  # noqa: PLR0917
    subscribe: Subscribe,
    publish: Publish,
    database: Database,
    masthead: Masthead,
    coverage: Coverage,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    subscribe("ann", "bob", "cat")
    publish(GOAL)
    watch.catch_up(database, {}, now)

    render = Renderer.render

    def fails_for_bob(renderer: Renderer, digest: Digest) -> Message:
        if digest.subscription.subscriber.address.startswith("bob"):
            raise ValueError("a template's fault")
        return render(renderer, digest)

    with monkeypatch.context() as broken:
        broken.setattr(Renderer, "render", fails_for_bob)
        composing = queueing.queue_digests(database, {}, masthead, coverage, now)
    assert [it.recipient for it in mails(database)] == ["ann@example.org", "cat@example.org"]
    assert composing.unrendered == ("2026-11-21 for bob@example.org",)
    assert "bob@example.org" not in caplog.text  # no address gets into a log
    assert "a template's fault" in caplog.text
    report = SendReport(composing, deliver.deliver_due(database, by_mail(Script()), now))
    assert report.failed
    assert report.sentence == (
        "2 composed, 2 sent; cannot be rendered (the log says why): 2026-11-21 for bob@example.org"
    )
    mended = queueing.queue_digests(database, {}, masthead, coverage, now)
    assert mended.queued == 1
    assert [(it.recipient, it.text.count("【新目标】")) for it in mails(database)][-1] == ("bob@example.org", 1)


def test_what_came_after_a_periods_digest_comes_with_the_next_though_the_cadence_changed_and_back(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database
) -> None:
    subscribe("ann")
    publish(GOAL)
    assert queue() == 1
    for cadence in (Cadence.INSTANT, Cadence.DAY):
        (known,) = subscriptions.everyone(database)
        subscriptions.rewrite(database, replace(known, cadence=cadence), topics=())
        assert queue(timedelta(minutes=20)) == 0
    publish(OTHER)
    assert queue(timedelta(hours=1)) == 0
    assert queue(timedelta(days=1)) == 1
    assert [it.text.count("【新目标】") for it in mails(database)] == [1, 1]


def test_a_fault_in_one_subscription_costs_itself_alone(  # noqa: PLR0917
    subscribe: Subscribe,
    publish: Publish,
    database: Database,
    masthead: Masthead,
    coverage: Coverage,
    now: datetime,
) -> None:
    subscribe("ann", "bob", "cat")
    with database.write() as connection:
        lost = tables.subscribers.update().where(tables.subscribers.c.address == "bob@example.org")
        connection.execute(lost.values(zone="Atlantis/Poseidonia"))
    publish(GOAL)
    watch.catch_up(database, {}, now)
    composing = queueing.queue_digests(database, {}, masthead, coverage, now)
    assert [it.recipient for it in mails(database)] == ["ann@example.org", "cat@example.org"]
    assert composing.unrendered == ("a digest for bob@example.org",)


def test_a_round_traces_what_somebody_is_told_once_and_by_what_was_read(  # noqa: PLR0917
    publish: Publish,
    database: Database,
    masthead: Masthead,
    coverage: Coverage,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, keyword in (("ann", "集群"), ("bob", "转发"), ("cat", "纾困")):
        wanted = Filter(keywords=(keyword,))
        wish = Subscription(0, Subscriber(0, f"{name}@example.org"), Cadence.DAY, wanted, confirmed=True)
        subscriptions.add(database, wish, now=now, topics=())
    publish(GOAL)
    publish(OTHER, title="示例财经转发方案")
    watch.catch_up(database, {}, now)
    asked: list[str] = []

    def trace(database: Database, changes: Sequence[Change], publishers: queueing.Publishers) -> list[Change]:
        asked.extend(it.origin.title for it in changes)
        return [replace(it, origin=replace(it.origin, title="示例省印发方案")) for it in changes]

    monkeypatch.setattr(provenance, "trace", trace)
    assert queueing.queue_digests(database, {}, masthead, coverage, now).queued == 2
    assert asked == ["示例财经转发方案"]
    assert [(it.recipient, "示例省印发方案" in it.text) for it in mails(database)] == [
        ("ann@example.org", True),
        ("bob@example.org", True),
    ]


def test_a_preview_has_no_effect(  # noqa: PLR0917
    subscribe: Subscribe,
    publish: Publish,
    queue: Queue,
    database: Database,
    masthead: Masthead,
    coverage: Coverage,
    now: datetime,
) -> None:
    subscribe("ann")
    publish(GOAL)
    watch.catch_up(database, {}, now)
    ((digest, message),) = queueing.preview(database, {}, masthead, coverage, now)
    assert digest.period == "2026-11-21"
    assert mails(database) == []
    assert queue() == 1
    assert mails(database)[0].html == message.html


def test_what_is_sent_is_not_sent_again(  # noqa: PLR0917
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, mail_sink: MailSink, now: datetime
) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    queue()
    with open_channel(mail_sink.url, "smewatch <digest@news.example>") as channel:
        report = deliver.deliver_due(database, by_mail(channel), now)
        assert (report.sent, report.waiting, report.failed) == (2, 0, False)
        assert deliver.deliver_due(database, by_mail(channel), now + timedelta(days=1)).sent == 0
    assert mail_sink.recipients == ["ann@example.org", "bob@example.org"]


def test_a_poison_recipient_holds_up_nobody(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("gone", "full", "ann")
    publish(GOAL)
    queue()
    channel = Script(gone=PermanentDeliveryError("550 no such user"), full=TemporaryDeliveryError("452 mailbox full"))
    report = deliver.deliver_due(database, by_mail(channel), now)
    assert (report.sent, report.waiting, report.failed) == (1, 1, True)
    assert [it.answer for it in report.given_up] == ["550 no such user"]
    assert [it.recipient for it in report.later] == ["full@example.org"]
    assert states(database) == [DeliveryState.GIVEN_UP, DeliveryState.QUEUED, DeliveryState.SENT]
    assert channel.recipients == ["ann"]


def test_a_mail_put_off_is_tried_at_growing_pauses_and_given_up_after_three_days(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("full")
    publish(GOAL)
    queue()
    channel = Script(full=TemporaryDeliveryError("452 mailbox full"))
    attempts, moment = [now], now
    deliver.deliver_due(database, by_mail(channel), now)
    while states(database) == [DeliveryState.QUEUED]:
        moment = mails(database)[0].next_attempt_at
        assert deliver.deliver_due(database, by_mail(channel), moment - timedelta(seconds=1)).later == ()
        deliver.deliver_due(database, by_mail(channel), moment)
        attempts.append(moment)
    pauses = [round((after - before) / timedelta(hours=1), 1) for before, after in pairwise(attempts)]
    assert pauses == sorted(pauses)
    assert timedelta(days=2) < moment - now < timedelta(days=4)
    assert states(database) == [DeliveryState.GIVEN_UP]


def test_a_mail_put_off_is_sent_when_its_time_has_come(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("full")
    publish(GOAL)
    queue()
    deliver.deliver_due(database, by_mail(Script(full=TemporaryDeliveryError("452 mailbox full"))), now)
    channel = Script()
    assert deliver.deliver_due(database, by_mail(channel), now + timedelta(hours=1)).sent == 1
    assert mails(database)[0].attempts == 2


def test_without_a_server_everything_stays_queued_and_nothing_counts_as_tried(  # noqa: PLR0917
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, closed_port: int, now: datetime
) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    queue()
    with open_channel(f"smtp://127.0.0.1:{closed_port}", "smewatch <digest@news.example>") as channel:
        report = deliver.deliver_due(database, by_mail(channel), now)
    assert (report.sent, report.waiting, report.failed) == (0, 2, True)
    assert str(closed_port) in report.unavailable
    assert [it.attempts for it in mails(database)] == [0, 0]
    later = Script()
    assert deliver.deliver_due(database, by_mail(later), now + timedelta(minutes=1)).sent == 2


def test_a_mail_whose_250_was_lost_comes_again_as_the_same_message(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann")
    publish(GOAL)
    queue()

    class LosesTheAnswer(Script):
        def send(self, message: Message) -> str:
            super().send(message)
            raise TemporaryDeliveryError("the connection was lost")

    first, second = LosesTheAnswer(), Script()
    deliver.deliver_due(database, by_mail(first), now)
    deliver.deliver_due(database, by_mail(second), now + timedelta(hours=1))
    assert first.taken[0].message_id == second.taken[0].message_id


def test_a_sender_that_died_with_a_mail_in_hand_loses_nothing(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann")
    publish(GOAL)
    queue()

    class Killed(Script):
        def send(self, message: Message) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver.deliver_due(database, by_mail(Killed()), now)
    channel = Script()
    assert deliver.deliver_due(database, by_mail(channel), now + timedelta(minutes=1)).sent == 0
    assert deliver.deliver_due(database, by_mail(channel), now + timedelta(minutes=50)).sent == 1


def test_two_senders_at_once_send_one_mail(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    queue()
    other = Script()

    class Slow(Script):
        def send(self, message: Message) -> str:
            deliver.deliver_due(database, by_mail(other), now)
            return super().send(message)

    slow = Slow()
    deliver.deliver_due(database, by_mail(slow), now)
    assert sorted(slow.recipients + other.recipients) == ["ann", "bob"]


def test_a_server_that_goes_away_in_between_ends_the_round(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann", "bob", "cat")
    publish(GOAL)
    queue()
    report = deliver.deliver_due(database, by_mail(Script(bob=ServerUnavailableError("it is gone"))), now)
    assert (report.sent, report.waiting, report.unavailable) == (1, 2, "it is gone")


def test_who_unsubscribes_gets_no_mail_that_was_queued(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann")
    publish(GOAL)
    queue()
    subscriptions.remove(database, "ann@example.org")
    channel = Script()
    deliver.deliver_due(database, by_mail(channel), now)
    assert channel.taken == []


@pytest.mark.parametrize("began", ["2026-10-24T20:15", "2027-03-27T20:15"], ids=["put back", "put forward"])
def test_on_the_day_on_which_clocks_change_a_reader_is_told_once(
    publish: Publish, queue: Queue, database: Database, now: datetime, began: str
) -> None:
    start = datetime.fromisoformat(began).replace(tzinfo=UTC)
    reader = Subscriber(0, "ann@example.org", zone="Europe/Berlin")
    wish = Subscription(0, reader, Cadence.DAY, hour=2, confirmed=True)
    subscriptions.add(database, wish, now=start, topics=())
    channel = Script()
    for hour in range(31):
        publish(f"到2027年，示例省培育省级“专精特新”中小企业{hour + 5}000家。")
        queue(start + timedelta(hours=hour) - now)
        deliver.deliver_due(database, by_mail(channel), start + timedelta(hours=hour))
    days = [it.period for it in mails(database)]
    assert days == sorted(set(days))
    assert len(days) == 3  # the day before, the day, and the day after
    told = [number for it in mails(database) for number in it.digest["changes"]]
    assert sorted(told) == list(range(1, max(told) + 1))
    assert channel.recipients == ["ann"] * 3


NO_SUCH_USER = RefusedAddressError("550 5.1.1 no such user", hard=True)
OVER_QUOTA = RefusedAddressError("552 5.2.2 mailbox full", hard=False)


def reader(database: Database, name: str) -> Subscriber:
    return subscriptions.find(database, f"{name}@example.org")


def test_an_address_that_does_not_exist_is_suspended_with_all_that_waits_for_it(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("gone", "ann")
    subscribe("gone", cadence=Cadence.INSTANT)
    publish(GOAL)
    queue(timedelta(seconds=1))
    channel = Script(gone=NO_SUCH_USER)
    report = deliver.deliver_due(database, by_mail(channel), now + timedelta(seconds=1))
    assert (report.sent, report.waiting) == (1, 0)
    assert [it.answer for it in report.given_up] == ["550 5.1.1 no such user"]
    assert states(database) == [DeliveryState.GIVEN_UP, DeliveryState.SENT, DeliveryState.GIVEN_UP]
    gone = reader(database, "gone")
    assert (gone.standing, gone.why) == (Standing.SUSPENDED, "550 5.1.1 no such user")
    publish(OTHER)
    assert queue(timedelta(days=1)) == 1
    subscriptions.resume(database, gone, now + timedelta(days=1))
    assert queue(timedelta(days=1)) == 2  # both of what was missed


def test_an_address_that_is_refused_for_now_is_tried_at_growing_pauses_and_then_suspended(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("full")
    publish(GOAL)
    queue()
    attempts, moment = [now], now
    channel = Script(full=OVER_QUOTA)
    deliver.deliver_due(database, by_mail(channel), now)
    publish(OTHER)
    assert queue(timedelta(days=1)) == 1  # it waits with the first
    while (full := reader(database, "full")).standing is Standing.ACTIVE:
        assert full.not_before is not None
        moment = full.not_before
        assert deliver.deliver_due(database, by_mail(channel), moment - timedelta(seconds=1)).later == ()
        deliver.deliver_due(database, by_mail(channel), moment)
        attempts.append(moment)
    pauses = [round((after - before) / timedelta(hours=1), 3) for before, after in pairwise(attempts)]
    assert pauses == [2, 4, 8, 16, 32, 64]
    assert states(database) == [DeliveryState.GIVEN_UP] * 2


def test_a_mail_that_is_taken_makes_up_for_refusals(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("full")
    publish(GOAL)
    queue()
    deliver.deliver_due(database, by_mail(Script(full=OVER_QUOTA)), now)
    deliver.deliver_due(database, by_mail(Script(full=OVER_QUOTA)), now + timedelta(hours=3))
    assert reader(database, "full").bounces == 2
    assert deliver.deliver_due(database, by_mail(Script()), now + timedelta(hours=8)).sent == 1
    assert (reader(database, "full").bounces, reader(database, "full").not_before) == (0, None)


def test_refusals_that_lie_long_back_do_not_count(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("full")
    publish(GOAL)
    queue()
    deliver.deliver_due(database, by_mail(Script(full=OVER_QUOTA)), now)
    deliver.deliver_due(database, by_mail(Script(full=OVER_QUOTA)), now + timedelta(days=20))
    assert reader(database, "full").bounces == 1


def test_who_is_paused_gets_what_was_queued_on_return(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann")
    publish(GOAL)
    queue()
    subscriptions.pause(database, reader(database, "ann"))
    assert deliver.deliver_due(database, by_mail(Script()), now).sent == 0
    subscriptions.resume(database, reader(database, "ann"), now)
    assert deliver.deliver_due(database, by_mail(Script()), now).sent == 1


def test_the_operators_address_is_tried_for_three_days_whatever_its_server_says(
    database: Database, now: datetime
) -> None:
    notice = Message("gone@example.org", "notice", "x", "x", "<notice@news.example>", now)
    with database.write() as connection:
        outbox.add_notice(connection, notice, now)
    report = deliver.deliver_due(database, by_mail(Script(gone=NO_SUCH_USER)), now)
    assert (len(report.later), report.given_up) == (1, ())


def test_a_server_that_asks_for_patience_gets_it(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann")
    publish(GOAL)
    queue()
    busy = TemporaryDeliveryError("429 too many", wait=timedelta(hours=3))
    deliver.deliver_due(database, by_mail(Script(ann=busy)), now)
    assert mails(database)[0].next_attempt_at >= now + timedelta(hours=3)


def test_a_mail_that_breaks_its_channel_costs_itself_alone(
    subscribe: Subscribe, publish: Publish, queue: Queue, database: Database, now: datetime
) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    queue()
    report = deliver.deliver_due(database, by_mail(Script(ann=KeyError("a fault"))), now)
    assert (report.sent, report.waiting, report.failed) == (1, 1, True)


def test_a_way_out_that_is_broken_holds_up_no_other(database: Database, now: datetime) -> None:
    recipients = ["https://a.example/x", "ann@example.org", "tgram://t/1", "https://b.example/x", "bob@example.org"]
    with database.write() as connection:
        for number, recipient in enumerate(recipients):
            outbox.add_notice(connection, Message(recipient, "s", "x", "x", f"<{number}@news.example>", now), now)
    channel = Script(bob=ServerUnavailableError("no mail server"))
    hooks = Script(**{"https://a.example/x": ServerUnavailableError("no hooks")})
    report = deliver.deliver_due(database, {Way.WEBHOOK: hooks, Way.SERVICE: channel, Way.MAIL: channel}, now)
    assert [it.recipient for it in channel.taken] == ["ann@example.org", "tgram://t/1"]
    assert (report.sent, report.waiting, report.unavailable) == (2, 3, "no mail server; no hooks")


def test_a_disk_that_is_full_after_a_mail_was_taken_has_room_for_that(  # noqa: PLR0917
    subscribe: Subscribe,
    publish: Publish,
    queue: Queue,
    database: Database,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    queue()
    settle, failures = outbox.settle, [DiskError("the disk is full")]

    def fails_once(connection: Connection, delivery: Delivery) -> None:
        if failures:
            raise failures.pop()
        settle(connection, delivery)

    monkeypatch.setattr(outbox, "settle", fails_once)
    assert deliver.deliver_due(database, by_mail(Script()), now).sent == 2
    assert states(database) == [DeliveryState.SENT] * 2


def test_a_disk_that_is_full_ends_the_round_before_anything_is_sent(  # noqa: PLR0917
    subscribe: Subscribe,
    publish: Publish,
    queue: Queue,
    database: Database,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subscribe("ann", "bob")
    publish(GOAL)
    queue()

    def full(*arguments: object) -> None:
        raise DiskError("the disk is full")

    channel = Script()
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "claim", full)
        report = deliver.deliver_due(database, by_mail(channel), now)
    assert (report.sent, report.waiting, report.unavailable, channel.taken) == (0, 2, "the disk is full", [])
    assert deliver.deliver_due(database, by_mail(channel), now).sent == 2


@pytest.mark.parametrize(
    "error", [TemporaryDeliveryError("451 \0later\ud800"), RefusedAddressError("550 \0no\ud800", hard=True)]
)
def test_an_answer_that_no_database_can_hold_costs_itself_alone(
    database_url: str, now: datetime, error: TemporaryDeliveryError | RefusedAddressError
) -> None:
    database = Database(database_url)
    schema.upgrade(database)
    with database.write() as connection:
        for name in ("ann", "bob"):
            wish = Subscription(0, Subscriber(0, f"{name}@example.org"), Cadence.DAY, confirmed=True)
            reader = subscribers.add(connection, wish.subscriber, now)
            asked = subscribers.subscribe(connection, replace(wish, subscriber=reader), now)
            letter = Message(reader.address, "x", "x", "x", f"<{name}@news.example>", now)
            outbox.add_request(connection, asked, letter, now)
    channel = Script(ann=error)
    report = deliver.deliver_due(database, by_mail(channel), now)
    database.close()
    assert (channel.recipients, report.unavailable) == (["bob"], "")
    (refused,) = report.later + report.given_up
    assert refused.answer == str(error).replace("\0", "\ufffd").replace("\ud800", "\ufffd")


def test_an_answer_is_told_without_the_address() -> None:
    refusal = Refusal("Ann@example.org", "550 5.1.1 <ann@example.org>: no such user")
    assert refusal.masked == "550 5.1.1 <...>: no such user"
