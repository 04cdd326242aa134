"""Pages for everybody: each field has a label, each reference a target, and the language is told."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from alerts.audience import Cadence, Filter, Subscription
from alerts.links import Purpose
from tests.alerts.app.web.conftest import Browser
from tests.alerts.app.web.test_subscribing import FORM


@pytest.fixture
def pages(browser: Browser, subscribed: Callable[..., Subscription], path: Callable[..., str]) -> list[str]:
    """Every page that a reader meets, with and without something to mend."""
    it = subscribed(filter=Filter(officials=("林示范",), levels=("ministry",)))
    waiting = subscribed(Cadence.WEEK, confirmed=False)
    own = path(Purpose.PREFERENCES, it.subscriber.id)
    places = (
        "/subscribe",
        "/subscribe/sent",
        "/nowhere",
        path(Purpose.CONFIRM, waiting.id),
        path(Purpose.UNSUBSCRIBE, it.id),
        own,
        f"{own}/subscriptions/new",
        f"{own}/subscriptions/{it.id}",
        f"{own}/forget",
    )
    unfit = [browser.post("/subscribe", FORM | {name: "?"}) for name in FORM] + [
        browser.post(f"{own}/settings", {"zone": "?"}),
        browser.post(f"{own}/subscriptions/{it.id}", {"cadence": "day", "hour": "7", "topics": "?"}),
        browser.post(path(Purpose.CONFIRM, waiting.id)),
    ]
    return [it.text for it in (*map(browser.get, places), *unfit)]


def test_every_page_can_be_read_and_used_without_eyes_or_a_mouse(pages: list[str]) -> None:
    for text in pages:
        page: Any = html.document_fromstring(text)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert page.get("lang") == "zh-CN"
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
        assert page.xpath("//title/text()")[0].endswith(" · smewatch")
        for reference in page.xpath("//@for | //@aria-describedby | //@aria-labelledby"):
            assert set(reference.split()) <= set(ids), reference
        for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
            labelled = field.xpath("ancestor::label") or page.xpath("//label[@for=$id]", id=field.get("id"))
            assert labelled, html.tostring(field)
        assert all(it.xpath("ancestor::form") for it in page.xpath("//button"))
        assert all(it.get("method") in {"get", "post"} for it in page.xpath("//form"))


def test_a_field_that_does_not_do_says_so_to_whoever_listens(browser: Browser) -> None:
    page: Any = html.document_fromstring(browser.post("/subscribe", FORM | {"address": "?"}).text)
    (field,) = page.xpath("//*[@aria-invalid='true']")
    assert field.get("id") == "address"
    assert page.get_element_by_id(field.get("aria-describedby")).text_content().startswith("这不像一个邮箱地址")
    assert page.xpath("//*[@role='alert']")


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/", "今日"),
        ("/days/2026-01-10", "今日"),
        ("/targets?q=x", "目标"),
        ("/sources/gov/news", "来源"),
        ("/schedules", "运行"),
    ],
)
def test_a_page_says_which_section_it_is_of(browser: Browser, path: str, section: str) -> None:
    page: Any = html.document_fromstring(browser.get(path).text)
    assert page.xpath("//nav[@class='sections']//a[@aria-current]/text()") == [section]
