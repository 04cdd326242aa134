"""Every page that can be reached by links: it is there, it fits a phone, and it can be read and used by everybody."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Service, fits, serious
from tests.policy_news import PolicySite

OpenPage = Callable[..., Page]

SECTIONS = ("/", "/targets", "/officials", "/articles", "/calendar", "/sources", "/runs", "/subscribe", "/login")
MOST = 60  # pages that are looked at, one of each kind


@pytest.fixture
def informed(service: Service) -> Iterator[Service]:
    """A service that has crawled some news."""
    with PolicySite(fresh=12) as site:
        crawled = service.smewatch("crawl", "--feed", site.feed, "--announce")
        assert crawled.returncode == 0, crawled.stderr
        yield service


def kind(path: str) -> str:
    """Name what a page is of: pages whose addresses differ in numbers and names alone are alike."""
    parts = urlsplit(path)
    named = re.sub(r"%[0-9A-F%]+|\d+", "*", parts.path)
    return f"{named}?{'&'.join(sorted(it.split('=')[0] for it in parts.query.split('&') if it))}"


def reachable(page: Page, service: Service) -> Iterator[str]:
    """Go to one page of each kind that links lead to, the first page's first."""
    waiting, known = list(SECTIONS), {kind(it) for it in SECTIONS}
    for _ in range(MOST):
        if not waiting:
            return
        path = waiting.pop(0)
        answer = page.goto(service.address + path)
        assert answer is not None
        assert answer.status == 200, path
        yield path
        for link in page.eval_on_selector_all("a[href]", "all => all.map(it => it.href)"):
            if (
                link.startswith(f"{service.address}/")
                and kind(there := link.removeprefix(service.address)) not in known
            ):
                known.add(kind(there))
                if _is_a_page(there):
                    waiting.append(there.partition("#")[0])


def _is_a_page(path: str) -> bool:
    return not re.search(r"\.(atom|jsonl?|ics|csv|opml|xml|svg)\b|/export", path)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark", "locale": "en-GB"}], ids=["light-zh", "dark-en"])
def test_every_page_fits_and_can_be_read_by_everybody(
    open_page: OpenPage, informed: Service, size: dict[str, int], options: dict[str, Any]
) -> None:
    page = open_page(viewport=size, **options)
    seen, faults = [], []
    for path in reachable(page, informed):
        seen.append(path)
        faults += serious(page)
        faults += [] if fits(page) else [f"{path} is wider than the screen"]
        assert page.locator("h1").count() == 1, path
    assert faults == []
    assert {"/articles/*?", "/targets/*?", "/officials/*?"} <= set(map(kind, seen)), seen


def test_the_administrators_pages_too(steer: OpenPage, informed: Service) -> None:
    page = steer("/")
    seen, faults = [], []
    for path in reachable(page, informed):
        seen.append(path)
        faults += serious(page)
    assert faults == []
    assert "/mail" in seen


@pytest.mark.parametrize("path", SECTIONS)
def test_a_service_that_knows_nothing_yet_says_so(open_page: OpenPage, path: str) -> None:
    page = open_page(path, viewport=PHONE)
    assert page.locator("h1").count() == 1
    assert serious(page) == []
    assert fits(page)


def test_without_scripts_all_can_be_read(open_page: OpenPage, informed: Service) -> None:
    page = open_page("/", java_script_enabled=False)
    for path in SECTIONS:
        answer = page.goto(informed.address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert len(page.locator("main").inner_text()) > 20, path
