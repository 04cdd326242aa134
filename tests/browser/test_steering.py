"""The administrator at a real browser: sources added and repaired, a crawl watched as it goes along, and cancelled."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.alerts.app.web.steering import feed, hanging
from tests.browser.conftest import DESK, PHONE, Service, fits, serious
from tests.servers import Answer, NewsSite

Steer = Callable[..., Page]
LONG = 60_000  # milliseconds for a crawl, or a look at a site


def heading(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


def added(page: Page, address: str) -> None:
    """Add the feed that is found at an address."""
    page.get_by_label("订阅源的地址，或网站的任一页面").fill(address)
    page.get_by_role("button", name="查找订阅源").click()
    page.get_by_role("button", name="添加这个来源").click(timeout=LONG)
    expect(page.get_by_role("status")).to_contain_text("已添加")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_source_is_added_and_its_crawl_watched_to_the_end(
    steer: Steer, service: Service, news_site: NewsSite, size: dict[str, int]
) -> None:
    over = hanging(news_site)
    page = steer("/sources", viewport=size)
    page.get_by_role("link", name="添加来源").click()
    added(page, f"{news_site.url}/feed.xml")
    assert fits(page)
    page.get_by_role("button", name="立即抓取").click()
    expect(heading(page)).to_contain_text("进行中")
    expect(page.locator("[data-field=fetching]")).not_to_have_text("–", timeout=LONG)
    expect(page.locator("[data-field=entries]")).to_have_text("1", timeout=LONG)
    assert fits(page)
    assert serious(page) == []
    over.set()
    expect(heading(page)).to_contain_text("已结束", timeout=LONG)
    expect(page.get_by_role("link", name="示例省出台措施")).to_be_visible()


def test_a_crawl_is_cancelled_while_it_is_watched(steer: Steer, news_site: NewsSite) -> None:
    over = hanging(news_site)
    page = steer("/runs")
    page.get_by_text("立即抓取").click()
    page.get_by_label("指定的机构或来源").check()
    page.get_by_label("机构或来源的名称").fill(f"{news_site.url}/feed.xml")
    page.get_by_role("button", name="开始抓取").click()
    page.get_by_role("button", name="取消这次运行").click()
    expect(heading(page)).to_contain_text("已取消", timeout=LONG)
    over.set()


def test_a_source_whose_address_moved_is_repaired(steer: Steer, news_site: NewsSite) -> None:
    news_site.pages["/old.xml"] = Answer(
        b"<rss version='2.0'><channel></channel></rss>", content_type="application/xml"
    )
    page = steer("/sources/add")
    url = feed(news_site, "/old.xml")
    added(page, url)
    source = page.url.partition("?")[0]
    del news_site.pages["/old.xml"]
    page.get_by_role("button", name="立即抓取").click()
    expect(heading(page)).to_contain_text("全部失败", timeout=LONG)
    page.goto(source)
    expect(page.get_by_text("404 多半是地址变了")).to_be_visible()
    moved = feed(news_site, "/new.xml")
    page.get_by_label("新地址，或网站的任一页面").fill(moved)
    page.get_by_role("button", name="查找订阅源").click()
    page.get_by_role("button", name="换成这个地址").click(timeout=LONG)
    assert page.url.partition("?")[0] == source
    expect(page.get_by_role("link", name=moved)).to_be_visible()
    page.get_by_role("button", name="立即抓取").click()
    expect(page.get_by_role("link", name="示例省出台措施")).to_be_visible(timeout=LONG)


def test_without_scripts_a_run_is_shown_and_loaded_anew(steer: Steer, news_site: NewsSite) -> None:
    over = hanging(news_site)
    page = steer("/runs", java_script_enabled=False)
    page.get_by_text("立即抓取").click()
    page.get_by_label("指定的机构或来源").check()
    page.get_by_label("机构或来源的名称").fill(f"{news_site.url}/feed.xml")
    page.get_by_role("button", name="开始抓取").click()
    expect(heading(page)).to_contain_text("进行中")
    over.set()
    expect(heading(page)).to_contain_text("已结束", timeout=LONG)


PAGES = ("/sources", "/sources/gov/news", "/sources/add", "/runs", "/schedules", "/mail", "/mail?state=sent")


@pytest.mark.parametrize(
    ("size", "scheme", "locale"),
    [(DESK, "light", "zh-CN"), (PHONE, "dark", "zh-CN"), (DESK, "dark", "en"), (PHONE, "light", "en")],
    ids=["desk, light", "phone, dark", "desk, dark, in English", "phone, light, in English"],
)
def test_the_pages_to_steer_by_can_be_read_by_everybody_anywhere(
    steer: Steer, service: Service, size: dict[str, int], scheme: str, locale: str
) -> None:
    page = steer("/sources", viewport=size, color_scheme=scheme)
    if locale == "en":
        page.get_by_role("button", name="English").click()
    for path in PAGES:
        page.goto(service.address + path)
        assert fits(page), path
        assert serious(page) == []
