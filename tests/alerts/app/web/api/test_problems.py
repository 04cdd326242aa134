"""Whatever goes wrong below /api is a problem in JSON that names the field, the reason and what is to be done."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from alerts import tokens
from alerts.app.bootstrap import App
from alerts.app.web.api import crawls
from alerts.store import tables
from alerts.tokens import Scope
from crawler import clock
from tests.alerts.app.web.api.conftest import Api, problem

STATE_CHANGING = [
    ("POST", "/crawls", Scope.CRAWL),
    ("DELETE", "/crawls/1", Scope.CRAWL),
    ("POST", "/sources", Scope.SOURCES),
    ("PATCH", "/sources/x", Scope.SOURCES),
    ("POST", "/findings/1/reject", Scope.CORRECT),
    ("POST", "/findings/1/correct", Scope.CORRECT),
    ("POST", "/findings/1/merge", Scope.CORRECT),
    ("POST", "/corrections/1/undo", Scope.CORRECT),
]


@pytest.mark.parametrize(("method", "path", "scope"), STATE_CHANGING)
def test_what_changes_something_takes_a_token_with_the_scope(
    api: Api, allowed: Callable[..., Api], method: str, path: str, scope: Scope
) -> None:
    body = {"why": "x", "url": "http://x.example/", "enabled": True, "fields": {"value": "1"}, "other": 2}
    nobody = api(method, path, body)
    assert (nobody.status, nobody.headers["www-authenticate"]) == (401, "Bearer")
    assert str(scope) in problem(nobody)["detail"]
    others = allowed(*(it for it in Scope if it not in {scope, Scope.ADMIN}))(method, path, body)
    assert problem(others)["status"] == 403
    assert others.headers["www-authenticate"] == f'Bearer error="insufficient_scope", scope="{scope}"'
    for who in (allowed(scope), allowed(Scope.ADMIN)):
        assert who(method, path, body).status not in {401, 403, 500}


@pytest.mark.parametrize("path", ["/articles/1", "/crawls"])
def test_a_token_that_is_none_or_has_ended_is_refused(api: Api, app: App, path: str) -> None:
    short = tokens.add(app.database, "short", {Scope.CRAWL}, clock.now() - timedelta(days=2), timedelta(days=1))
    for secret in ("smewatch_x", short):
        refused = Api(api.browser, secret)("GET" if path == "/articles/1" else "POST", path, None)
        assert (problem(refused)["status"], refused.headers["www-authenticate"]) == (
            401,
            'Bearer error="invalid_token"',
        )


def test_another_sites_page_can_ask_for_nothing(allowed: Callable[..., Api]) -> None:
    refused = allowed(Scope.CRAWL)("POST", "/crawls", {}, {"Sec-Fetch-Site": "cross-site"})
    assert problem(refused)["status"] == 403


UNMEANT = (
    ("/targets?limit=0", "query.limit"),
    ("/targets?limit=x", "query.limit"),
    ("/targets?order=x", "query.order"),
    ("/targets?due_from=27", "query.due_from"),
    ("/targets?due_from=2026-13", "query.due_from"),
    ("/targets?due_until=2026-02-30", "query.due_until"),
    ("/targets?since=yesterday", "query.since"),
    ("/targets?since=0", "query.since"),
    ("/targets?since=2026-02-30", "query.since"),
    ("/articles?q=%00", "query.q"),
    ("/articles?q=" + "x" * 201, "query.q"),
    ("/articles/0", "path.number"),
    ("/articles/99999999999999999999", "path.number"),
    ("/targets.xlsx", "path.form"),
)


def test_what_cannot_be_meant_is_named(api: Api) -> None:
    for path, field in UNMEANT:
        refused = problem(api("GET", path))
        assert refused["status"] == 422
        assert [it["field"] for it in refused["errors"]] == [field]
        assert field in refused["detail"]


def test_a_body_that_is_none_is_refused(allowed: Callable[..., Api]) -> None:
    crawling = allowed(Scope.CRAWL)
    for body in (b"", b"{", b"[]", b"[" * 100_000, b"\xff", b'{"sources": ["\\ud800"]}', b'{"\\ud800": 1}'):
        assert problem(crawling("POST", "/crawls", body))["status"] in {400, 422}


def test_a_body_without_end_is_refused(allowed: Callable[..., Api]) -> None:
    assert problem(allowed(Scope.CRAWL)("POST", "/crawls", {"sources": ["x" * 300_000]}))["status"] == 413


def test_what_is_not_there_is_a_problem_too(api: Api) -> None:
    for path in ("/nowhere", "/../../etc/passwd", "/targets/1/x", "/articles/%2e%2e"):
        assert problem(api("GET", path))["status"] in {404, 422}
    assert problem(api.browser.get("/api/v2/targets"))["status"] == 404


def test_a_method_that_is_none_of_the_paths_names_those_that_are(api: Api) -> None:
    refused = api("PUT", "/targets")
    assert (problem(refused)["status"], refused.headers["allow"]) == (405, "GET")


def test_a_database_that_cannot_be_used_and_a_fault_of_ours_are_problems_too(
    api: Api, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(crawls, "_run", fail)
    failed = api("GET", "/crawls/1")
    assert problem(failed)["status"] == 500
    assert "RuntimeError" not in failed.text
    assert failed.headers["content-security-policy"].startswith("default-src 'none'")
    with app.database.write() as connection:
        tables.changes.drop(connection)
    away = api("GET", "/targets")
    assert (problem(away)["status"], away.headers["retry-after"]) == (503, "60")
