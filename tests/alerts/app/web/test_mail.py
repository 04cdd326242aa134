"""The mails as their operator sees them: what waits is tried again, who is suspended resumed; nobody else sees any."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from alerts import deliver, subscriptions
from alerts.app.bootstrap import App
from alerts.audience import Standing, Subscription
from alerts.errors import ServerUnavailableError
from alerts.model import DeliveryState, Message
from alerts.store import outbox, refusals, subscribers
from alerts.ways import Way
from crawler import clock
from tests.alerts.app.web.conftest import Administrator, Browser
from tests.servers import MailSink

NO_SUCH_USER = "550 5.1.1 no such user"


def queued(app: App, subscription: Subscription, token: str = "a") -> None:
    now = clock.now()
    message = Message("reader@example.org", f"主题 {token}", "内容", "<p>内容</p>", f"<{token}@policy.example>", now)
    with app.database.write() as connection:
        assert outbox.add_request(connection, subscription, message, now)


def settle(app: App, state: DeliveryState, answer: str) -> None:
    """Have the only mail that is due be in a state, after an attempt."""
    now = clock.now()
    with app.database.write() as connection:
        ((number, _),) = outbox.due(connection, now)
        delivery = outbox.claim(connection, number, now, now + timedelta(minutes=45))
        assert delivery
        settled = type(delivery)(
            delivery.id, delivery.message, state, delivery.attempts + 1, now + timedelta(hours=1), answer,
            delivery.subscriber,
        )  # fmt: skip
        outbox.settle(connection, settled)


def test_what_waits_is_shown_with_the_last_answer_and_sent_when_it_is_tried_again(
    app: App, administrator: Administrator, subscribed: Callable[..., Subscription], mail_sink: MailSink
) -> None:
    queued(app, subscribed())
    settle(app, DeliveryState.QUEUED, "451 4.7.1 come back later")
    page = administrator.get("/mail")
    assert "451 4.7.1 come back later" in page.text
    assert "reader@example.org" in page.text
    answer = administrator.post("/mail/1/retry", {})
    assert answer.headers["location"] == "/mail?done=retried&count=1"
    assert mail_sink.arrived.get(timeout=30)["Subject"] == "主题 a"
    assert "1 封马上再试" in administrator.get(answer.headers["location"]).text


class Unreachable:
    """A way out that is not there."""

    def send(self, message: Message) -> str:
        raise ServerUnavailableError("mail.example:25: connection refused")


def test_a_server_that_cannot_be_reached_is_told_of_with_the_reason(
    app: App, administrator: Administrator, subscribed: Callable[..., Subscription]
) -> None:
    queued(app, subscribed())
    assert "已到时间" in administrator.get("/mail").text
    assert "邮件发不出去" not in administrator.get("/mail").text
    deliver.deliver_due(app.database, {Way.MAIL: Unreachable()}, clock.now())
    for state in ("queued", "given_up"):
        text = administrator.get(f"/mail?state={state}").text
        assert "邮件发不出去" in text
        assert "mail.example:25: connection refused" in text
    settle(app, DeliveryState.SENT, "250 taken")
    assert "邮件发不出去" not in administrator.get("/mail").text


def test_all_that_was_not_taken_is_tried_again(
    app: App, administrator: Administrator, subscribed: Callable[..., Subscription], mail_sink: MailSink
) -> None:
    wish = subscribed()
    queued(app, wish, "a")
    settle(app, DeliveryState.GIVEN_UP, "554 no")
    queued(app, wish, "b")
    settle(app, DeliveryState.QUEUED, "451 later")
    assert "554 no" in administrator.get("/mail?state=given_up").text
    assert administrator.post("/mail/retry", {}).headers["location"] == "/mail?done=retried&count=2"
    assert {mail_sink.arrived.get(timeout=30)["Subject"] for _ in "ab"} == {"主题 a", "主题 b"}


def test_a_mail_that_is_being_sent_is_left_alone(
    app: App, administrator: Administrator, subscribed: Callable[..., Subscription]
) -> None:
    queued(app, subscribed())
    now = clock.now()
    with app.database.write() as connection:
        assert outbox.claim(connection, 1, now, now + timedelta(minutes=45))
    assert "正在发送" in administrator.get("/mail").text
    for path in ("/mail/1/retry", "/mail/retry"):
        assert administrator.post(path, {}).headers["location"] == "/mail?done=retried&count=0"
    with app.database.read() as connection:
        assert outbox.due(connection, clock.now()) == []


def test_a_suspended_reader_is_resumed(
    app: App, administrator: Administrator, subscribed: Callable[..., Subscription]
) -> None:
    reader = subscribed().subscriber
    with app.database.write() as connection:
        refusals.note(connection, reader.id, NO_SUCH_USER, hard=True, now=clock.now())
    page = administrator.get("/mail")
    assert NO_SUCH_USER in page.text
    assert administrator.post(f"/mail/readers/{reader.id}/resume", {}).headers["location"] == "/mail?done=resumed"
    assert subscriptions.find(app.database, reader.address).standing is Standing.ACTIVE
    assert "没有停发的读者" in administrator.get("/mail").text


def test_addresses_of_other_ways_are_secrets_here_too(app: App, administrator: Administrator) -> None:
    now, url = clock.now(), "https://hooks.example.org/geheim"
    with app.database.write() as connection:
        outbox.add_notice(connection, Message(url, "主题", "内容", "", "<a@policy.example>", now), now)
    page = administrator.get("/mail")
    assert "https://hooks.example.org/..." in page.text
    assert "geheim" not in page.text


@pytest.mark.parametrize("state", ["queued", "given_up", "returned", "sent"])
def test_a_state_without_mails_says_so(administrator: Administrator, state: str) -> None:
    page = administrator.get(f"/mail?state={state}")
    assert page.status == 200
    assert 'class="empty"' in page.text


@pytest.mark.parametrize("query", ["state=odd", "cursor=0", "cursor=" + "9" * 40, "count=-1"])
def test_what_no_list_has_is_refused(administrator: Administrator, query: str) -> None:
    assert administrator.get(f"/mail?{query}").status == 422


def test_a_mail_or_a_reader_that_is_none(administrator: Administrator) -> None:
    assert administrator.post("/mail/7/retry", {}).status == 404
    assert administrator.post("/mail/readers/7/resume", {}).status == 404
    assert administrator.post("/mail/x/retry", {}).status == 422


def test_nobody_else_sees_or_changes_anything(
    app: App, browser: Browser, subscribed: Callable[..., Subscription]
) -> None:
    queued(app, subscribed())
    assert browser.get("/mail").headers["location"] == "/login?next=%2Fmail"
    for path in ("/mail/retry", "/mail/1/retry", "/mail/readers/1/resume"):
        assert browser.post(path).headers["location"] == "/login?next="
    with app.database.read() as connection:
        assert subscribers.suspended(connection, 1) == []
