"""The administrator signs in with the password, stays signed in for a while, and out again; nobody else gets in."""

import http.client
import importlib
import pkgutil
import re
from datetime import timedelta

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from alerts import passwords, sessions
from alerts.app import web
from alerts.app.web import administrator
from alerts.app.web.languages import _asked
from alerts.app.web.places import local
from crawler import clock
from crawler.archive.db import Database
from tests.alerts.app.web.conftest import PASSWORD, Answer, Browser


def signed_in(browser: Browser, password: str = PASSWORD, to: str = "") -> Answer:
    return browser.post("/login", {"password": password, "next": to})


def cookie(answer: Answer) -> str:
    return answer.headers["set-cookie"].split(";")[0]


def form_token(answer: Answer) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', answer.text)
    assert found
    return found[1]


def test_the_password_signs_in_and_signing_out_ends_it(browser: Browser) -> None:
    answer = signed_in(browser, to="/subscribe")
    assert (answer.status, answer.headers["location"]) == (303, "/subscribe")
    assert {"HttpOnly", "SameSite=lax"} <= {it.strip() for it in answer.headers["set-cookie"].split(";")}
    held = {"Cookie": cookie(answer)}
    page = browser.get("/subscribe", held)
    assert "退出管理" in page.text
    same = {"Sec-Fetch-Site": "same-origin"}
    stale = browser.post("/logout", {"form_token": "0"}, held | same)
    assert (stale.status, stale.title) == (403, "这个页面太旧了")
    assert browser.post("/logout", {"form_token": form_token(page)}, held | same).status == 303
    assert "退出管理" not in browser.get("/subscribe", held).text


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", "x" * 100_000, "\x00"])
def test_another_password_does_not(browser: Browser, password: str) -> None:
    answer = signed_in(browser, password)
    assert answer.status == 401
    assert "set-cookie" not in answer.headers
    assert "密码不对" in answer.text


def test_who_tries_too_often_has_to_wait(browser: Browser) -> None:
    answers = [signed_in(browser, "wrong").status for _ in range(11)]
    assert answers == [401] * 10 + [429]
    assert signed_in(browser).status == 429


def test_who_signs_in_often_has_not_to_wait(browser: Browser) -> None:
    assert [signed_in(browser).status for _ in range(12)] == [303] * 12
    assert [signed_in(browser, "wrong").status for _ in range(10)] == [401] * 10
    assert signed_in(browser).status == 429


def test_what_is_the_administrators_asks_others_to_sign_in(browser: Browser) -> None:
    answer = browser.post("/logout")
    assert (answer.status, answer.headers["location"]) == (303, "/login?next=")


def test_nothing_is_read_of_what_is_posted_by_who_is_not_signed_in(browser: Browser) -> None:
    def asks_who(it: Dependant) -> bool:
        return it.call is administrator._trusted or any(map(asks_who, it.dependencies))

    names = [it.name for it in pkgutil.iter_modules(web.__path__, f"{web.__name__}.")]
    routers = [it for it in (getattr(importlib.import_module(name), "router", None) for name in names) if it]
    routes = [
        it for router in routers for it in router.routes if isinstance(it, APIRoute) and "POST" in (it.methods or ())
    ]
    paths = {it.path.replace("{act}", "reject") for it in routes if asks_who(it.dependant)}
    assert {"/runs", "/sources/import", "/findings/{number}/reject"} <= paths
    for path in paths:
        connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=10)
        connection.putrequest("POST", re.sub(r"{.*?}", "1", path))
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", "100")
        connection.endheaders()  # and nothing follows
        answer = connection.getresponse()
        assert (answer.status, answer.headers["location"]) == (303, "/login?next="), path
        connection.close()


def test_a_session_lasts_for_hours_and_not_beyond_a_new_password(database: Database) -> None:
    now = clock.now()
    secret = sessions.begin(database, PASSWORD, now).secret
    assert sessions.find(database, secret, PASSWORD, now + sessions.LASTS - timedelta(seconds=1))
    assert sessions.find(database, secret, PASSWORD, now + sessions.LASTS) is None
    assert sessions.find(database, secret, "another", now) is None
    assert sessions.find(database, "made up", PASSWORD, now) is None


def test_the_setting_may_be_a_hash() -> None:
    setting = passwords.hashed(PASSWORD)
    assert passwords.fits(PASSWORD, setting)
    assert not passwords.fits(setting, setting)
    assert not passwords.fits("", "")


@pytest.mark.parametrize(
    "asked", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", " /x", "/a\nb"]
)
def test_nobody_is_sent_to_another_site(browser: Browser, asked: str) -> None:
    assert signed_in(browser, to=asked).headers["location"] == "/"


def test_a_page_below_the_services_path_may_be_gone_back_to() -> None:
    assert local("/sme/targets?q=a", "/sme") == "/sme/targets?q=a"
    assert local("/smelly", "/sme") == "/sme/"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh-CN"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en;q=0.2, zh;q=0.7", "zh-CN"),
        ("fr", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("en;q=x", "zh-CN"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(header: str, language: str) -> None:
    assert _asked(header) == language


def test_a_language_that_was_chosen_is_kept(browser: Browser) -> None:
    chosen = browser.post("/language", {"language": "en", "back": "/login"})
    assert (chosen.status, chosen.headers["location"]) == (303, "/login")
    held = {"Cookie": cookie(chosen)}
    assert "No administrator" not in browser.get("/login", held).text
    assert 'lang="en"' in browser.get("/login", held).text
    assert "set-cookie" not in browser.post("/language", {"language": "tlh"}).headers
