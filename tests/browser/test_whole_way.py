"""The whole way: a reader subscribes, a crawl is started by a button, the digest arrives, is opened, and left again."""

from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service
from tests.browser.test_subscribing import link
from tests.policy_news import PolicySite

LONG = 60_000  # milliseconds for a crawl


def test_from_the_form_to_the_digest_and_out_again(
    open_page: Callable[..., Page], steer: Callable[..., Page], service: Service
) -> None:
    reader = open_page("/subscribe")
    reader.get_by_label("邮箱", exact=True).fill("reader@example.org")
    reader.get_by_text("即时").check()
    reader.get_by_role("button", name="订阅", exact=True).click()
    reader.goto(link(service.mails.arrived.get(timeout=60), "confirm"))
    reader.get_by_role("button", name="确认订阅").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("已确认，订阅生效了")

    with PolicySite(fresh=4) as site:
        run = steer("/runs")
        run.get_by_text("立即抓取").click()
        run.get_by_label("指定的机构或来源").check()
        run.get_by_label("机构或来源的名称").fill(site.feed)
        run.locator("[name=announce]").check()
        run.get_by_role("button", name="开始抓取").click()
        expect(run.get_by_role("heading", level=1)).to_contain_text("已结束", timeout=LONG)
        expect(run.locator(".lines li")).to_have_count(4)

    digest = service.mails.arrived.get(timeout=120)
    assert digest["To"] == "reader@example.org"
    reader.goto(link(digest, "digests"))
    expect(reader.locator("main")).to_contain_text("专精特新中小企业")

    # RFC 8058: what a mail program posts when its reader presses “unsubscribe”.
    one_click = urlsplit(digest["List-Unsubscribe"].strip("<>").split(">")[0])
    connection = HTTPConnection(one_click.netloc, timeout=30)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", one_click.path, "List-Unsubscribe=One-Click", form)
    assert connection.getresponse().status == 200
    connection.close()
    assert "reader@example.org" not in service.smewatch("subscribers", "list").stdout
