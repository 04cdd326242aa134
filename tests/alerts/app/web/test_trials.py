"""A wish is tried on what was noticed lately before it is saved."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from alerts import subscriptions
from alerts.app.bootstrap import App
from alerts.audience import Filter, Subscription
from alerts.links import Purpose
from alerts.model import Change, ChangeKind, Origin, Target
from alerts.store import changes
from crawler import clock
from tests.alerts.app.web.conftest import Answer, Browser

FORM = {"cadence": "week", "hour": "7", "zone": "Asia/Shanghai", "language": "zh-CN", "try": "1"}


@pytest.fixture
def told(app: App, target: Callable[..., Target], origin: Callable[..., Origin]) -> None:
    with app.database.write() as connection:
        change = Change(ChangeKind.NEW, target(), origin(), "台账中还没有这一项")
        changes.add(connection, change, None, announced=True, now=clock.now())


def told_in(tried: Answer) -> str:
    """What the first piece of news says that a wish would have told."""
    page: Any = html.document_fromstring(tried.text)
    return " ".join(page.xpath("//section[@class='trial']/ol/li")[0].text_content().split())


@pytest.mark.usefixtures("told")
def test_a_stranger_tries_a_filter_without_an_address_and_nothing_is_stored(browser: Browser, app: App) -> None:
    tried = browser.post("/subscribe", FORM | {"keywords": "小巨人"})
    assert tried.status == 200
    assert "过去四周会收到 1 条" in tried.text
    assert told_in(tried).startswith("新目标 示例省 专精特新“小巨人”企业")
    english = browser.post(
        "/subscribe", FORM | {"keywords": "小巨人"}, {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
    )
    assert told_in(english).startswith("new target 示例省 Little Giant firms")
    assert 'value="week" checked' in tried.text  # what was chosen stays chosen
    assert "过去四周会收到 0 条" in browser.post("/subscribe", FORM | {"regions": "广东"}).text
    assert browser.post("/subscribe", FORM | {"hour": "25"}).status == 422
    assert subscriptions.everyone(app.database) == []


@pytest.mark.usefixtures("told")
def test_a_reader_tries_another_filter_and_the_old_one_stays(
    browser: Browser, app: App, path: Callable[..., str], subscribed: Callable[..., Subscription]
) -> None:
    known = subscribed(filter=Filter(regions=("广东",)))
    own = path(Purpose.PREFERENCES, known.subscriber.id)
    for place in (str(known.id), "new"):
        tried = browser.post(f"{own}/subscriptions/{place}", FORM | {"regions": "示例省"})
        assert tried.status == 200
        assert "过去四周会收到 1 条" in tried.text
    assert subscriptions.everyone(app.database) == [known]


def test_who_tries_too_much_has_to_wait(browser: Browser) -> None:
    answers = [browser.post("/subscribe", FORM).status for _ in range(121)]
    assert answers == [200] * 120 + [429]
