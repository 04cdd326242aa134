"""A reader's own pages: whoever has the link settles everything, and nobody else anything."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts import subscriptions
from alerts.app.bootstrap import App
from alerts.audience import Cadence, Filter, Standing, Subscription
from alerts.links import Links, Purpose
from crawler import clock
from tests.alerts.app.web.conftest import Browser

Subscribed = Callable[..., Subscription]
Path = Callable[..., str]


def everyone(app: App) -> list[Subscription]:
    return subscriptions.everyone(app.database)


@pytest.fixture
def mine(subscribed: Subscribed) -> Subscription:
    return subscribed(filter=Filter(officials=("林示范",), topics=("sme-policy",)), name="表态")


@pytest.fixture
def own(mine: Subscription, path: Path) -> str:
    return path(Purpose.PREFERENCES, mine.subscriber.id)


def test_the_page_shows_all_that_was_asked_for(browser: Browser, own: str, subscribed: Subscribed) -> None:
    subscribed(Cadence.INSTANT, confirmed=False)
    subscribed(Cadence.WEEK, "other@example.org", name="别人的")
    shown = browser.get(own).text
    assert "林示范" in shown
    assert "待确认" in shown
    assert "别人的" not in shown
    assert "reader@example.org" in shown


def test_settings_are_changed(browser: Browser, app: App, own: str, mine: Subscription) -> None:
    fields = {"zone": "Asia/Tokyo", "language": "en", "quiet_start": "22:00", "quiet_end": "07:00"}
    answer = browser.post(f"{own}/settings", fields)
    assert (answer.status, answer.headers["location"]) == (303, f"{own}?done=saved")
    assert "已保存" in browser.get(f"{own}?done=saved").text
    (it,) = everyone(app)
    assert (it.subscriber.zone, it.subscriber.language, it.subscriber.quiet.start.hour) == ("Asia/Tokyo", "en", 22)
    refused = browser.post(f"{own}/settings", fields | {"zone": "Moon"})
    assert refused.status == 422
    assert "没有这个时区" in refused.text
    assert everyone(app) == [it]


def test_a_subscription_is_changed_and_keeps_how_far_it_has_come(
    browser: Browser, app: App, own: str, mine: Subscription
) -> None:
    place = f"{own}/subscriptions/{mine.id}"
    assert 'value="sme-policy" checked' in browser.get(place).text
    fields = {"cadence": "week", "hour": "9", "officials": "林示范、梁志峰", "kinds": "statements"}
    assert browser.post(place, fields).status == 303
    (it,) = everyone(app)
    wanted = Filter(officials=("林示范", "梁志峰"), kinds=("statements",))
    assert it == replace(mine, cadence=Cadence.WEEK, hour=9, filter=wanted, name="")
    assert browser.post(place, fields | {"hour": "x"}).status == 422
    assert everyone(app) == [it]


def test_a_subscription_does_not_become_another_ones_twin(
    browser: Browser, app: App, own: str, mine: Subscription, subscribed: Subscribed
) -> None:
    weekly = subscribed(Cadence.WEEK)
    waiting = subscribed(Cadence.INSTANT, confirmed=False)
    place = f"{own}/subscriptions/{mine.id}"
    refused = browser.post(place, {"cadence": "week", "hour": "9"})
    assert refused.status == 422
    assert "同样的订阅" in refused.text
    assert everyone(app) == [mine, weekly, waiting]
    assert browser.post(place, {"cadence": "instant", "hour": "9"}).status == 303  # what waits is what is asked for
    assert [it.id for it in everyone(app)] == [mine.id, weekly.id]
    assert browser.post(place, {"cadence": "instant", "hour": "8"}).status == 303


def test_another_one_is_confirmed_at_once(browser: Browser, app: App, own: str, subscribed: Subscribed) -> None:
    waiting = subscribed(Cadence.WEEK, confirmed=False)
    place, fields = f"{own}/subscriptions/new", {"cadence": "instant", "hour": "7"}
    assert browser.get(place).title == "添加订阅"
    assert browser.post(place, fields).status == 303
    assert [it.confirmed for it in everyone(app)] == [True, False, True]
    again = browser.post(place, fields)
    assert again.status == 422
    assert "同样的订阅" in again.text
    assert browser.post(place, fields | {"cadence": "week"}).status == 303  # what waits is what is asked for
    assert [(it.id, it.confirmed) for it in everyone(app)][1] == (waiting.id, True)


def test_what_waits_is_confirmed_by_its_button(browser: Browser, app: App, own: str, subscribed: Subscribed) -> None:
    waiting = subscribed(Cadence.WEEK, confirmed=False)
    assert browser.post(f"{own}/subscriptions/{waiting.id}/confirm").status == 303
    assert [it.confirmed for it in everyone(app)] == [True, True]


def test_the_reader_is_forgotten_with_the_last_one(
    browser: Browser, app: App, own: str, mine: Subscription, subscribed: Subscribed
) -> None:
    other = subscribed(Cadence.WEEK)
    assert browser.post(f"{own}/subscriptions/{other.id}/remove").status == 303
    assert browser.post(f"{own}/subscriptions/{mine.id}/remove").title == "已退订"
    assert everyone(app) == []
    gone = browser.get(own)
    assert (gone.status, gone.title) == (410, "这里的内容已经不在了")


def test_mails_are_paused_and_resumed(browser: Browser, app: App, own: str) -> None:
    assert browser.post(f"{own}/pause").status == 303
    assert everyone(app)[0].subscriber.standing is Standing.PAUSED
    assert "已暂停发信" in browser.get(own).text
    assert browser.post(f"{own}/resume").status == 303
    assert everyone(app)[0].subscriber.standing is Standing.ACTIVE


def test_all_data_can_be_had(browser: Browser, own: str) -> None:
    answer = browser.get(f"{own}/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="smewatch.json"'
    stored = json.loads(answer.body)
    assert stored["reader"]["address"] == "reader@example.org"
    assert stored["subscriptions"][0]["filter"]["officials"] == ["林示范"]


def test_all_data_goes_after_one_question(browser: Browser, app: App, own: str) -> None:
    assert browser.get(f"{own}/forget").title == "删除全部资料？"
    assert len(everyone(app)) == 1
    assert browser.post(f"{own}/forget").title == "已全部删除"
    assert everyone(app) == []
    assert browser.post(f"{own}/forget").status == 410


def test_nobody_settles_what_is_anothers(browser: Browser, app: App, own: str, subscribed: Subscribed) -> None:
    theirs = subscribed(Cadence.WEEK, "other@example.org")
    place = f"{own}/subscriptions/{theirs.id}"
    assert browser.get(place).status == 410
    for act in ("", "/confirm", "/remove"):
        assert browser.post(f"{place}{act}", {"cadence": "day", "hour": "7"}).status == 410
    assert theirs in everyone(app)


def test_links_end_and_are_good_for_one_thing(
    browser: Browser, app: App, links: Links, mine: Subscription, own: str
) -> None:
    reader = mine.subscriber.id
    old = links.token(Purpose.PREFERENCES, reader, clock.now() - timedelta(days=91))
    assert browser.get(f"/preferences/{old}").status == 410
    assert browser.get(f"/preferences/{links.token(Purpose.CONFIRM, reader, clock.now())}").status == 404
    assert browser.post(f"{own}/pause", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert everyone(app) == [mine]


def test_words_survive_an_edit_in_which_nothing_was_changed(
    browser: Browser, app: App, path: Path, subscribed: Subscribed
) -> None:
    words = ("12,000家", "a&b <c>", "“小巨人” 企业")
    it = subscribed(filter=Filter(keywords=words, sources=("不再监测的报纸",), levels=("ministry",)), when_empty=True)
    place = f"{path(Purpose.PREFERENCES, it.subscriber.id)}/subscriptions/{it.id}"
    shown = browser.get(place).text
    found = re.search(r'<textarea id="keywords".*?>(.*?)</textarea>', shown, re.DOTALL)
    assert found
    assert found[1].count("&amp;") == found[1].count("&lt;") == 1
    fields = {
        "cadence": "day",
        "hour": "7",
        "when_empty": "1",
        "keywords": "\r\n".join(words),
        "sources": re.findall(r'name="sources" value="(.*?)" checked', shown),
        "levels": re.findall(r'name="levels" value="(.*?)" checked', shown),
    }
    assert browser.post(place, fields).status == 303
    assert everyone(app) == [it]
