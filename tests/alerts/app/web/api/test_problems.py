"""Whatever goes wrong below /api is a problem in JSON that names the field, the reason and what is to be done."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Send
from starlette.types import Scope as Asked

from alerts import correcting, tokens
from alerts.app import sourcing
from alerts.app.bootstrap import App
from alerts.app.web.api import bodies, crawls, problems
from alerts.errors import COMMANDS as of_findings
from alerts.errors import CorrectionError, Fault
from alerts.store import tables
from alerts.tokens import Scope
from crawler import catalog, clock
from crawler.errors import COMMANDS as of_sources
from crawler.errors import SourceFault
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
    ("/articles?q=-", "query.q"),
    ("/articles?q=-%E7%A8%8E%E5%8A%A1", "query.q"),
    ("/articles?topic=nope", "query.topic"),
    ("/targets?topic=nope", "query.topic"),
    ("/targets?after=zzz", "query.after"),
    ("/articles.csv?foo=bar&relevant=true", "query.foo"),
    ("/sources?limit=5", "query.limit"),
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
    (wrong,) = problem(crawling("POST", "/crawls", b'{"sources": [}'))["errors"]
    assert wrong["field"] == "body"
    assert "character 13" in wrong["message"]


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "text/plain", ""])
def test_a_body_that_is_not_sent_as_json_is_refused_with_what_to_send(
    allowed: Callable[..., Api], media_type: str
) -> None:
    refused = problem(allowed(Scope.CRAWL)("POST", "/crawls", {"sources": ["x"]}, {"Content-Type": media_type}))
    assert refused["status"] == 415
    assert "application/json" in refused["detail"]


def test_a_subscription_that_cannot_be_is_refused_with_the_value(api: Api) -> None:
    order = {"address": "reader@example.org", "cadence": "day", "filter": {"topics": ["nope"]}}
    refused = problem(api("POST", "/subscriptions", order))
    assert refused["status"] == 422
    assert "'nope'" in refused["detail"]
    refused = problem(api("POST", "/subscriptions", {**order, "address": "no address"}))
    assert "no address" in refused["detail"]


def test_what_is_said_names_no_command(allowed: Callable[..., Api]) -> None:
    everything = allowed(Scope.ADMIN)
    url = "https://feeds.example.org/a.xml"
    assert everything("POST", "/sources", {"url": url}).status == 201
    assert everything("PATCH", "/sources/gov%2Fnews", {"enabled": False}).status == 200
    for path, body, said in (
        ("/crawls", {"sources": ["nobody's"]}, "`GET /api/v1/sources` shows"),
        ("/crawls", {"sources": ["gov/news"]}, "`PATCH /api/v1/sources/gov/news`"),
        ("/sources", {"url": url, "kind": "sitemap"}, f"the page of {url}"),
        ("/sources", {"url": url, "kind": "listing"}, "items"),
        ("/findings/99/reject", {"why": "x"}, "`GET /api/v1/targets`"),
        ("/corrections/99/undo", {"why": "x"}, "/corrections"),
    ):
        detail = problem(everything("POST", path, body))["detail"]
        assert said in detail
        assert "smewatch " not in detail
        assert "--" not in detail


def test_every_command_that_an_error_names_has_its_counterpart_here() -> None:
    assert of_sources.keys() - problems._OF_SOURCES.keys() == {SourceFault.DECLARED}  # sources are removed on pages
    assert of_findings.keys() - problems._OF_FINDINGS.keys() == {Fault.NOT_HEARD}  # and officials' names joined there
    for raising in (catalog, sourcing, correcting):
        assert "`smewatch " not in Path(str(raising.__file__)).read_text(encoding="utf-8")


@pytest.mark.parametrize(("field", "named"), [("why", "body.why"), ("object", "body.fields.object")])
def test_what_is_wrong_with_a_correction_is_named_where_it_was_sent(
    allowed: Callable[..., Api], monkeypatch: pytest.MonkeyPatch, field: str, named: str
) -> None:
    def refuse(*asked: object, **said: object) -> None:
        raise CorrectionError(Fault.TOO_LONG, "too long", field)

    monkeypatch.setattr(correcting, "correct", refuse)
    refused = problem(allowed(Scope.CORRECT)("POST", "/findings/1/correct", {"why": "x", "fields": {"object": "y"}}))
    assert [it["field"] for it in refused["errors"]] == [named]


def test_a_body_without_end_is_refused(allowed: Callable[..., Api]) -> None:
    assert problem(allowed(Scope.CRAWL)("POST", "/crawls", {"sources": ["x" * 300_000]}))["status"] == 413


def test_whoever_sends_too_much_is_heard_out_before_the_answer() -> None:
    """A server that does not read what is still on its way resets the connection, and the answer is lost."""
    sent: list[Message] = [{"type": "http.request", "body": b"x" * 100_000, "more_body": it > 0} for it in range(10)]

    async def receive() -> Message:
        return sent.pop()

    async def reads(scope: Asked, receive: Receive, send: Send) -> None:
        while (await receive())["more_body"]:
            pass

    async def send(message: Message) -> None:
        raise AssertionError(message)

    with pytest.raises(HTTPException, match="262144 bytes"):
        asyncio.run(bodies.Limit(reads)({"type": "http"}, receive, send))
    assert sent == []


def test_what_is_not_there_is_a_problem_too(api: Api) -> None:
    for path in ("/nowhere", "/../../etc/passwd", "/targets/1/x", "/articles/%2e%2e"):
        assert problem(api("GET", path))["status"] in {404, 422}
    assert problem(api.browser.get("/api/v2/targets"))["status"] == 404


def test_a_method_that_is_none_of_the_paths_names_those_that_are(api: Api) -> None:
    for path, allowed in (("/targets", "GET, HEAD"), ("/sources", "GET, POST, HEAD"), ("/findings/1/reject", "POST")):
        refused = api("PUT", path)
        assert (problem(refused)["status"], refused.headers["allow"]) == (405, allowed)


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
