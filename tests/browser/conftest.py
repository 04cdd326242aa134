"""A reader at a real browser: Chromium, and the whole service as a process with a mail server and a news site.

A page is watched for as long as it is open: whatever its console complains of, and whatever it asks of another host,
fails the test. `make test-browser` installs the browser.
"""

import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from alerts import passwords
from tests.conftest import Smewatch
from tests.servers import MailSink

PASSWORD = "seven lucid 示例 owls"
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}

expect.set_options(timeout=30_000)  # milliseconds: a busy machine takes its time

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if found is None:
        pytest.skip("no Chromium: `make test-browser` installs it")
    return found


# Not for longer than a module: while Playwright runs, its event loop counts as running in the tests' own thread.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass(frozen=True, slots=True)
class Service:
    """The service as it runs: its address, its command line, and the mails that it sends."""

    address: str
    smewatch: Smewatch
    mails: MailSink


@pytest.fixture
def service(smewatch: Smewatch, mail_sink: MailSink) -> Iterator[Service]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    smewatch.settings.update(
        SMTP_URL=mail_sink.url,
        MAIL_FROM="smewatch <digest@policy.example>",
        BASE_URL=address,
        ADMIN_PASSWORD=passwords.hashed(PASSWORD),
    )
    assert smewatch("schedules", "disable", "crawl").returncode == 0  # nothing is to leave this machine
    serving = smewatch.start("serve", "--port", port)
    assert serving.stderr is not None
    said = serving.stderr.readline()
    assert said.startswith(f"listening at {address}"), said
    yield Service(address, smewatch, mail_sink)
    serving.send_signal(signal.SIGTERM)
    _, rest = serving.communicate(timeout=30)
    assert "Traceback" not in rest


@pytest.fixture
def open_page(browser: Browser, service: Service) -> Iterator[Callable[..., Page]]:
    """Open a page at an address, or a path of the service; `options` are those of a browser's context."""
    contexts, faults = [], []

    def watch(page: Page) -> None:
        page.on("console", lambda it: faults.append(f"console: {it.text}") if _complains(it) else None)
        page.on("pageerror", lambda it: faults.append(f"script: {it}"))
        page.on("request", lambda it: faults.append(f"elsewhere: {it.url}") if _is_elsewhere(it.url, service) else None)

    def make(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**{"locale": "zh-CN", "viewport": DESK, **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(path if "://" in path else service.address + path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def steer(open_page: Callable[..., Page], service: Service) -> Callable[..., Page]:
    """Open a page as the administrator."""

    def make(path: str = "/", **options: Any) -> Page:
        page = open_page(f"/login?next={path}", **options)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        assert urlsplit(page.url).path == urlsplit(path).path
        return page

    return make


def serious(page: Page) -> list[str]:
    """Return what axe finds on a page that keeps somebody from reading or using it."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {it['id']}: {node['target']}: {node['failureSummary']}"
        for it in found
        if it["impact"] in {"serious", "critical"}
        for node in it["nodes"]
    ]


def fits(page: Page) -> bool:
    """Whether a page is no wider than what it is shown on."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def shot(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of a whole page."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def _complains(it: ConsoleMessage) -> bool:
    # A form that does not do is answered with 422, as it should be; the console tells of every such answer.
    return it.type in {"error", "warning"} and "status of 422" not in it.text


def _is_elsewhere(url: str, service: Service) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob", "about"} and not url.startswith(f"{service.address}/")
