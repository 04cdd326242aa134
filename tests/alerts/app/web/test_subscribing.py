"""A stranger signs up through the pages, and the address alone decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts import subscriptions
from alerts.app.bootstrap import App
from alerts.audience import Cadence, Filter, Language, Subscription
from alerts.links import Links, Purpose
from crawler import clock
from tests.alerts.app.web.conftest import BASE, Browser
from tests.servers import MailSink

FORM = {"address": "reader@example.org", "cadence": "day", "hour": "7", "zone": "Asia/Shanghai", "language": "zh-CN"}

Subscribed = Callable[..., Subscription]


def asked(app: App) -> list[Subscription]:
    return subscriptions.everyone(app.database)


def link(sink: MailSink) -> str:
    """The path of the link in the next mail, which is on its way."""
    body = sink.arrived.get(timeout=30).get_body(("plain",))
    assert body is not None
    found: str = next(line for line in body.get_content().split() if line.startswith(BASE))
    return found.removeprefix(BASE)


def test_a_sign_up_from_the_form_to_the_confirmed_subscription(browser: Browser, app: App, mail_sink: MailSink) -> None:
    assert browser.get("/subscribe").title == "订阅中小企业政策简报"
    answer = browser.post(
        "/subscribe", FORM | {"keywords": "小巨人、 12,000家\r\n“专精特新”,银行", "topics": "sme-policy"}
    )
    assert (answer.status, answer.headers["location"]) == (303, "/subscribe/sent")
    assert browser.get("/subscribe/sent").title == "请查收邮件"
    (waiting,) = asked(app)
    assert not waiting.confirmed
    assert waiting.filter == Filter(topics=("sme-policy",), keywords=("小巨人", "12,000家", "“专精特新”", "银行"))

    confirm = link(mail_sink)
    shown = browser.get(confirm)
    assert shown.title == "确认订阅"
    assert "12,000家" in shown.text
    assert asked(app) == [waiting]
    assert browser.post(confirm).title == "已确认，订阅生效了"
    assert browser.post(confirm).status == 200
    assert asked(app) == [replace(waiting, confirmed=True)]


def test_all_that_the_form_offers_is_stored(browser: Browser, app: App) -> None:
    fields = {
        "address": "Reader@例子.中国",
        "cadence": "week",
        "hour": "18",
        "zone": "Europe/Berlin",
        "language": "en",
        "quiet_start": "22:00",
        "quiet_end": "07:30",
        "when_empty": "1",
        "kinds": ["targets", "edits"],
        "levels": ["ministry"],
        "sources": ["新华网"],
        **dict.fromkeys(("officials", "organizations", "regions", "objects", "required", "excluded"), "甲；乙，甲"),
    }
    assert browser.post("/subscribe", fields).status == 303
    (it,) = asked(app)
    reader = it.subscriber
    assert (reader.address, reader.zone, reader.language) == ("Reader@xn--fsqu00a.xn--fiqs8s", "Europe/Berlin", "en")
    assert (f"{reader.quiet.start:%H:%M}", f"{reader.quiet.end:%H:%M}") == ("22:00", "07:30")
    assert (it.cadence, it.hour, it.when_empty, reader.language) == (Cadence.WEEK, 18, True, Language.ENGLISH)
    two = ("甲", "乙")
    assert it.filter == Filter((), two, two, two, ("ministry",), two, (), two, two, ("targets", "edits"), ("新华网",))


def test_the_answer_does_not_tell_whether_an_address_is_known(
    browser: Browser, app: App, mail_sink: MailSink, subscribed: Subscribed
) -> None:
    known = subscribed()
    answers = [browser.post("/subscribe", FORM | {"address": it}) for it in ("reader@example.org", "new@example.org")]
    told = [(it.status, it.body, it.headers["location"]) for it in answers]
    assert told[0] == told[1]
    preferences = link(mail_sink)
    assert mail_sink.recipients[0] == "reader@example.org"
    assert preferences.startswith("/preferences/")
    assert known in asked(app)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"address": "reader"}, "不像一个邮箱地址"),
        ({"address": "reader@example.org\nBcc: x@example.org"}, "不像一个邮箱地址"),
        ({"address": ""}, "不像一个邮箱地址"),
        ({"cadence": "hourly"}, "多久收一次"),
        ({"hour": "24"}, "0 到 23"),
        ({"hour": "9" * 5000}, "0 到 23"),
        ({"zone": "Asia/Atlantis"}, "没有这个时区"),
        ({"zone": "../../etc/passwd"}, "没有这个时区"),
        ({"quiet_start": "22:00"}, "开始和结束"),
        ({"quiet_start": "29:00", "quiet_end": "07:00"}, "开始和结束"),
        ({"quiet_start": "07:00+08:00", "quiet_end": "07:00"}, "开始和结束"),
        ({"topics": "gardening"}, "条件没法用"),
        ({"kinds": ""}, "条件没法用"),
        ({"keywords": "长" * 201}, "条件没法用"),
        ({"keywords": "\n".join(map(str, range(201)))}, "条件没法用"),
        ({"language": "tlh"}, "请从列表里选"),
    ],
)
def test_what_cannot_be_asked_for_is_shown_beside_its_field(
    browser: Browser, app: App, changed: dict[str, str], words: str
) -> None:
    answer = browser.post("/subscribe", FORM | {"officials": "林示范<b>"} | changed)
    assert answer.status == 422
    assert words in answer.text
    assert "林示范&lt;b&gt;" in answer.text  # nobody has to type it all again
    assert asked(app) == []


def test_nobody_signs_up_the_whole_world(browser: Browser, app: App) -> None:
    for number in range(5):
        assert browser.post("/subscribe", FORM | {"address": f"reader{number}@example.org"}).status == 303
    refused = browser.post("/subscribe", FORM | {"address": "reader6@example.org"})
    assert (refused.status, refused.title) == (429, "请求太频繁了")
    assert 3590 <= int(refused.headers["retry-after"]) <= 3600
    forwarded = {"X-Forwarded-For": "203.0.113.9", "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/subscribe", FORM | {"address": "r@example.org"}, forwarded).status == 429
    assert len(asked(app)) == 5


class TestBehindAProxy:
    @pytest.fixture
    def app(self, app: App) -> App:
        settings = app.settings.model_dump() | {"trusted_proxies": "127.0.0.0/8"}
        return replace(app, settings=type(app.settings)(**settings))

    def test_clients_are_told_apart_by_what_a_trusted_proxy_says(self, browser: Browser) -> None:
        def ask(number: int, client: str) -> int:
            headers = {"X-Forwarded-For": f"198.51.100.1, {client}", "Sec-Fetch-Site": "same-origin"}
            return browser.post("/subscribe", FORM | {"address": f"reader{number}@example.org"}, headers).status

        assert [ask(it, "203.0.113.9") for it in range(6)] == [303] * 5 + [429]
        assert ask(7, "203.0.113.10") == 303


def test_an_address_is_asked_three_times_a_day(browser: Browser, mail_sink: MailSink) -> None:
    statuses = [browser.post("/subscribe", FORM).status for _ in range(4)]
    assert statuses == [303, 303, 303, 429]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://[evil"}, 403),
        ({"Origin": BASE}, 303),
        ({"Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "none", "Origin": "https://evil.example"}, 303),
        ({"User-Agent": "a program"}, 303),
    ],
)
def test_forms_of_other_sites_are_refused(browser: Browser, headers: dict[str, str], status: int) -> None:
    assert browser.post("/subscribe", FORM, headers).status == status


def test_a_link_to_confirm_ends(browser: Browser, app: App, links: Links, subscribed: Subscribed) -> None:
    waiting = subscribed(confirmed=False)
    old = f"/confirm/{links.token(Purpose.CONFIRM, waiting.id, clock.now() - timedelta(days=8))}"
    for answer in (browser.get(old), browser.post(old)):
        assert (answer.status, answer.title) == (410, "这个链接已失效")
        assert "重新填写一次订阅" in answer.text
    assert asked(app) == [waiting]
    gone = f"/confirm/{links.token(Purpose.CONFIRM, waiting.id + 1, clock.now())}"
    assert [browser.get(gone).status, browser.post(gone).status] == [410, 410]
    assert browser.get(f"{gone}x").status == 404
