"""A digest in the browser: the whole of it, the others beside it, and nothing that only its reader may do."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from alerts import queueing, subscriptions, watch
from alerts.app.bootstrap import App
from alerts.audience import Cadence, Language, Subscriber, Subscription
from alerts.errors import ExpiredLinkError
from alerts.links import Links
from alerts.model import Coverage
from alerts.render import Masthead
from alerts.store import subscribers, tables
from crawler import clock
from tests.alerts.app.web.conftest import Browser

GOAL = "到2027年，示例省培育省级“专精特新”中小企业{}家。"
SAID = "示例省工业和信息化厅厅长林示范表示，中小企业<b>是</b>经济的毛细血管。"

Send = Callable[..., str]


@pytest.fixture
def send(app: App, links: Links, publish: Callable[..., int]) -> Send:
    """Publish paragraphs, compose what is due after so many days, and return the path of the last digest's page."""

    def run(it: Subscription, *paragraphs: str, days: int = 0) -> str:
        now = clock.now() + timedelta(days=days)
        if paragraphs:
            publish(*paragraphs)
            watch.catch_up(app.database, {}, now)
        masthead = Masthead(app.settings.mail_from, {}, links)
        queueing.queue_digests(app.database, {}, masthead, Coverage(12, ("ndrc",), ("mof",)), now)
        (kept,) = [known for known in subscriptions.everyone(app.database) if known.id == it.id]
        return f"/digests/{links.to_digest(it.id, kept.last_period, clock.now()).rpartition('/')[2]}"

    return run


def test_the_page_holds_the_whole_digest(browser: Browser, subscribed: Callable[..., Subscription], send: Send) -> None:
    page = send(subscribed(), *map(GOAL.format, range(5000, 5002)), SAID)
    answer = browser.get(page)
    assert answer.status == 200
    assert "5001" in answer.text
    assert "林示范" in answer.text
    assert "<b>是" not in answer.text
    assert "12 个来源" in answer.text
    assert "ndrc" in answer.text
    assert " style=" not in answer.text
    assert "以往简报" not in answer.text
    sheet = answer.text.split('href="/assets/digest.css?')[1].split('"')[0]
    assert ".number" in browser.get(f"/assets/digest.css?{sheet}").text


def test_earlier_ones_are_listed_by_the_links_of_their_mails_and_nothing_private(
    browser: Browser, app: App, links: Links, subscribed: Callable[..., Subscription], send: Send
) -> None:
    it = subscribed()
    first = send(it, GOAL.format(5000))
    second = send(it, GOAL.format(6000), days=1)
    assert "以往简报" not in browser.get(first).text
    shown = browser.get(second).text
    (other,) = {it for it in re.findall('href="(.*?)"', shown) if "/digests/" in it}
    earlier = browser.get(other.removeprefix("https://policy.example")).text
    assert "5000" in earlier
    assert "6000" not in earlier
    with pytest.raises(ExpiredLinkError):
        links.read_digest(other.rpartition("/")[2], clock.now() + timedelta(days=400))
    with app.database.write() as connection:
        long_ago = clock.now() - timedelta(days=401)
        connection.execute(update(tables.outbox).where(tables.outbox.c.text.contains("5000")).values(date=long_ago))
    assert "以往简报" not in browser.get(second).text
    for word in ("preferences", "unsubscribe", "reader@example.org"):
        assert word not in shown


def test_it_is_in_the_reader_s_language(
    browser: Browser, app: App, subscribed: Callable[..., Subscription], send: Send
) -> None:
    it = subscribed(Cadence.INSTANT)
    with app.database.write() as connection:
        subscribers.change_settings(connection, Subscriber(it.subscriber.id, "", language=Language.ENGLISH))
    shown = browser.get(send(it, GOAL.format(5000))).text
    assert '<div lang="en">' in shown
    assert "12 sources" in shown


def test_what_was_withdrawn_since_is_not_told_again(
    browser: Browser, app: App, subscribed: Callable[..., Subscription], send: Send
) -> None:
    page = send(subscribed(), GOAL.format(5000))
    with app.database.write() as connection:
        connection.execute(update(tables.changes).values(withdrawn="rejected"))
    answer = browser.get(page)
    assert answer.status == 200
    assert "培育" not in answer.text


def test_a_digest_of_former_days_is_shown_by_its_text(
    browser: Browser, app: App, subscribed: Callable[..., Subscription], send: Send
) -> None:
    page = send(subscribed(), GOAL.format(5000))
    with app.database.write() as connection:
        connection.execute(update(tables.outbox).values(digest=None, text="一<二>"))
    assert "<pre>一&lt;二&gt;</pre>" in browser.get(page).text
    with app.database.write() as connection:
        connection.execute(update(tables.outbox).values(text=""))
    assert browser.get(page).status == 410


def test_the_page_goes_with_the_subscription(
    browser: Browser, app: App, subscribed: Callable[..., Subscription], send: Send
) -> None:
    it = subscribed()
    page = send(it, GOAL.format(5000))
    assert browser.get(page[:-1]).status == 404
    subscriptions.unsubscribe(app.database, it.id)
    assert browser.get(page).status == 410
