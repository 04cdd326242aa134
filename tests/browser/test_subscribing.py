"""A reader subscribes, confirms from the mail, and leaves by the mail's link; on a phone, too."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Service, fits, serious

OpenPage = Callable[..., Page]


def link(mail: EmailMessage, part: str) -> str:
    body = mail.get_body(("plain",))
    assert body
    found = re.search(rf"https?://\S+/{part}/\S+", body.get_content())
    assert found, body.get_content()
    return found[0]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_form_to_the_farewell(open_page: OpenPage, service: Service, size: dict[str, int]) -> None:
    page = open_page("/subscribe", viewport=size)
    page.get_by_label("邮箱", exact=True).fill("reader@example.org")
    page.get_by_role("button", name="订阅", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("请查收邮件")
    page.goto(link(service.mails.arrived.get(timeout=60), "confirm"))
    page.get_by_role("button", name="确认订阅").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已确认，订阅生效了")
    page.get_by_role("link", name="查看和修改订阅").click()
    expect(page.get_by_text("reader@example.org")).to_be_visible()
    assert fits(page)
    assert serious(page) == []
    page.get_by_role("button", name="退订：").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已退订")


def test_by_keyboard_alone(open_page: OpenPage, service: Service) -> None:
    page = open_page("/subscribe")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "address")
    page.keyboard.type("keys@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("请查收邮件")
    assert service.mails.arrived.get(timeout=60)["To"] == "keys@example.org"


def test_a_form_that_does_not_do_says_where(open_page: OpenPage) -> None:
    page = open_page("/subscribe")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_label("邮箱", exact=True).fill("nobody")
    with page.expect_response(lambda it: it.status == 422):
        page.get_by_role("button", name="订阅", exact=True).click()
    expect(page.locator("[aria-invalid=true]")).to_be_focused()


@pytest.mark.parametrize("options", [{}, {"locale": "en-GB"}], ids=["zh-CN", "en"])
def test_the_language_is_the_browsers_until_another_is_chosen(open_page: OpenPage, options: dict[str, Any]) -> None:
    page = open_page("/subscribe", **options)
    expect(page.locator("html")).to_have_attribute("lang", "en" if options else "zh-CN")
    page.get_by_role("button", name="中文" if options else "English").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if options else "en")
    assert page.url.endswith("/subscribe")
