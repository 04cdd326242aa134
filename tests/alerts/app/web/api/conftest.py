"""A service that is asked over HTTP as scripts ask it: JSON, and tokens with one scope each."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from alerts import tokens
from alerts.app.bootstrap import App
from alerts.tokens import Scope
from crawler import clock
from tests.alerts.app.web.conftest import BASE, Answer, Browser

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Api:
    """Asks the API, by a token where one is given."""

    browser: Browser
    token: str = ""

    def __call__(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        sent = {"Content-Type": "application/json"} if body is not None else {}
        sent |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        return self.browser.send(method, f"{API}{path}", raw, {**sent, **(headers or {})})

    def get(self, path: str) -> Any:
        """Return what a path answers, which must be found; the address may be a whole one, as answers have it."""
        answer = self("GET", path.removeprefix(f"{BASE}{API}"))
        assert answer.status == 200, answer.text
        return json.loads(answer.body)


@pytest.fixture
def api(browser: Browser) -> Api:
    return Api(browser)


@pytest.fixture
def allowed(app: App, browser: Browser) -> Callable[..., Api]:
    """Ask with a token that has these scopes."""

    def make(*scopes: Scope) -> Api:
        name = f"{'-'.join(scopes)} of the test"
        return Api(browser, tokens.add(app.database, name, set(scopes), clock.now()))

    return make


def problem(answer: Answer) -> dict[str, Any]:
    """Return a problem, which must be one as RFC 9457 has it."""
    assert answer.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = json.loads(answer.body)
    assert said["status"] == answer.status
    assert {"type", "title", "detail"} <= said.keys()
    return said
