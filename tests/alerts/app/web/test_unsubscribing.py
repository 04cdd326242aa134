"""Leaving takes one click, of a reader or of a mail program."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from alerts import subscriptions, watch
from alerts.app.bootstrap import App
from alerts.app.jobs import mailing
from alerts.audience import Cadence, Filter, Subscription
from alerts.links import Links, Purpose
from crawler import clock
from tests.alerts.app.web.conftest import BASE, Browser
from tests.servers import MailSink

Subscribed = Callable[..., Subscription]
Path = Callable[..., str]

ONE_CLICK = b"List-Unsubscribe=One-Click"
MULTIPART = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'


def test_a_look_changes_nothing_and_the_button_ends_one_subscription(
    browser: Browser, app: App, subscribed: Subscribed, path: Path
) -> None:
    kept, ended = subscribed(), subscribed(Cadence.WEEK, filter=Filter(officials=("<林示范>",)), name="表态")
    leave = path(Purpose.UNSUBSCRIBE, ended.id)
    shown = browser.get(leave)
    assert (shown.status, shown.title) == (200, "退订这份简报？")
    assert "&lt;林示范&gt;" in shown.text
    assert len(subscriptions.everyone(app.database)) == 2
    assert browser.post(leave).title == "已退订"
    assert subscriptions.everyone(app.database) == [kept]
    assert browser.get(leave).title == browser.post(leave).title == "已退订"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (ONE_CLICK, "application/x-www-form-urlencoded"),
        (MULTIPART, "multipart/form-data; boundary=x"),
        (b"", "text/plain"),
    ],
)
def test_a_mail_program_leaves_by_one_click(  # noqa: PLR0917
    browser: Browser, app: App, subscribed: Subscribed, path: Path, body: bytes, content_type: str
) -> None:
    leave = path(Purpose.UNSUBSCRIBE, subscribed().id)
    headers = {"Content-Type": content_type, "Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    answer = browser.send("POST", leave, body, headers)
    assert answer.status == 200
    assert "set-cookie" not in {name.lower() for name in answer.headers}
    assert subscriptions.everyone(app.database) == []


def test_links_of_old_mails_still_unsubscribe_and_no_others_do(
    browser: Browser, app: App, links: Links, subscribed: Subscribed
) -> None:
    number = subscribed().id
    for purpose in (Purpose.CONFIRM, Purpose.PREFERENCES, Purpose.FEED):
        assert browser.post(f"/unsubscribe/{links.token(purpose, number, clock.now())}").status == 404
    assert len(subscriptions.everyone(app.database)) == 1
    old = links.token(Purpose.UNSUBSCRIBE, number, clock.now() - timedelta(days=700))
    assert browser.post(f"/unsubscribe/{old}", ONE_CLICK).status == 200
    assert subscriptions.everyone(app.database) == []


def test_a_digest_says_where_a_mail_program_leaves(
    browser: Browser, app: App, subscribed: Subscribed, publish: Callable[..., int], mail_sink: MailSink
) -> None:
    subscribed()
    publish("到2027年，示例省培育省级“专精特新”中小企业5000家。")
    watch.catch_up(app.database, {}, clock.now())
    mailing.send_digests(app, clock.now())
    (mail,) = mail_sink.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    place, by_mail = mail["List-Unsubscribe"].split(", ")
    assert by_mail == "<mailto:digest@policy.example?subject=unsubscribe>"
    assert place.startswith(f"<{BASE}/unsubscribe/")
    assert browser.send("POST", place[len(BASE) + 1 : -1], ONE_CLICK, {}).status == 200
    assert subscriptions.everyone(app.database) == []
