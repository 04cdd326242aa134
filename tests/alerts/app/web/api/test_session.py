"""A page that is signed in may ask as well: with the session's cookie, and for changes its token in a header."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from pydantic import SecretStr

from alerts import passwords
from alerts.app.bootstrap import App
from alerts.app.web.api.access import FORM_TOKEN
from alerts.sessions import Session
from tests.alerts.app.web.api.conftest import Api, problem
from tests.alerts.app.web.conftest import Browser

PASSWORD = "a password of the house"


@pytest.fixture
def app(app: App) -> App:
    hashed = SecretStr(passwords.hashed(PASSWORD))
    return replace(app, settings=app.settings.model_copy(update={"admin_password": hashed}))


@pytest.fixture
def cookie(browser: Browser) -> str:
    signed = browser.post("/login", {"password": PASSWORD})
    assert signed.status == 303
    return signed.headers["set-cookie"].partition(";")[0]


def test_the_token_of_the_session_goes_with_what_changes_something(api: Api, cookie: str) -> None:
    token = Session(cookie.partition("=")[2]).form_token
    path, body = "/sources/beijing%2Fdocuments", {"enabled": False}
    assert api("PATCH", path, body, {"Cookie": cookie, FORM_TOKEN: token}).status == 200
    for sent in ({}, {FORM_TOKEN: "x"}, {FORM_TOKEN: token, "Sec-Fetch-Site": "cross-site"}):
        assert problem(api("PATCH", path, body, {"Cookie": cookie, **sent}))["status"] in {401, 403}


def test_the_administrator_reads_whole_texts(api: Api, cookie: str, publish: Callable[..., int]) -> None:
    publish("全文")
    whole = api("GET", "/articles/1", headers={"Cookie": cookie})
    assert json.loads(whole.body)["text"] == "全文"
    assert whole.headers["cache-control"] == "private, no-cache"
