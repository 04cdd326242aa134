"""A service that runs: a real server on a port of the loopback, a mail server, and a browser that keeps no state."""

import http.client
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from pydantic import SecretStr

from alerts import sessions, subscriptions
from alerts.app import bootstrap
from alerts.app.bootstrap import App
from alerts.app.web.server import listen, server
from alerts.audience import Cadence, Subscriber, Subscription
from alerts.links import Links, Purpose
from alerts.sessions import Session
from crawler import catalog, clock
from crawler.archive.db import Database
from crawler.config import Settings
from tests.servers import MailSink

BASE = "https://policy.example"
PASSWORD = "three 示例 horses"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def title(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.text)
        return found[1] if found else ""


class Browser:
    """Asks a server for pages, and posts forms to it as a page of the same site would."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        return self.send(method, path, None, headers or {})

    def post(
        self, path: str, fields: Mapping[str, Any] | bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        body = fields if isinstance(fields, bytes) else urlencode(fields, doseq=True).encode()
        return self.send("POST", path, body, headers or {"Sec-Fetch-Site": "same-origin"})

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {**form, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()


@pytest.fixture
def app(database: Database, tmp_path: Path, mail_sink: MailSink) -> App:
    settings = Settings(
        data_dir=tmp_path,
        base_url=BASE,
        smtp_url=SecretStr(mail_sink.url),
        mail_from="smewatch <digest@policy.example>",
        admin_password=SecretStr(PASSWORD),
    )
    return App(settings, database, catalog.load())


@pytest.fixture
def links(app: App) -> Links:
    return bootstrap.links(app.settings)


@pytest.fixture
def path(links: Links) -> Callable[..., str]:
    """Make the path of a link, as it stands in a mail of now."""

    def make(purpose: Purpose, number: int) -> str:
        return urlsplit(links.to(purpose, number, clock.now())).path

    return make


@pytest.fixture
def browser(app: App) -> Iterator[Browser]:
    serving = server(app)
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Browser(listener.getsockname()[1])
        serving.should_exit = True
        thread.join()


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who is signed in; what every form holds that changes something is added to theirs."""

    browser: Browser
    session: Session

    def get(self, path: str) -> Answer:
        return self.browser.get(path, self._cookie)

    def post(
        self, path: str, fields: Mapping[str, Any] | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        filled = fields if isinstance(fields, bytes) else {**(fields or {}), "form_token": self.session.form_token}
        return self.browser.post(path, filled, {"Sec-Fetch-Site": "same-origin", **self._cookie, **(headers or {})})

    @property
    def _cookie(self) -> Mapping[str, str]:
        return {"Cookie": f"smewatch-session={self.session.secret}"}


@pytest.fixture
def administrator(app: App, browser: Browser) -> Administrator:
    return Administrator(browser, sessions.begin(app.database, PASSWORD, clock.now()))


@pytest.fixture
def subscribed(app: App) -> Callable[..., Subscription]:
    """Add a subscription, confirmed if nothing else is said."""

    def add(cadence: Cadence = Cadence.DAY, address: str = "reader@example.org", **fields: Any) -> Subscription:
        wish = Subscription(0, Subscriber(0, address), cadence, **{"confirmed": True, **fields})
        return subscriptions.add(app.database, wish, now=clock.now(), topics=["sme-policy"])

    return add
