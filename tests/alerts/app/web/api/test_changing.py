"""Sources, corrections and subscriptions over HTTP: as on the command line and by the form, and undone likewise."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from alerts import subscriptions, watch
from alerts.app.bootstrap import App
from alerts.audience import Cadence, Filter
from alerts.tokens import Scope
from crawler import clock
from crawler.archive import states
from tests.alerts.app.web.api.conftest import Api, problem
from tests.alerts.app.web.conftest import BASE
from tests.alerts.app.web.steering import polled
from tests.servers import MailSink

FEED = "https://policy.example/feed.xml"


@pytest.fixture
def sourcing(allowed: Callable[..., Api]) -> Api:
    return allowed(Scope.SOURCES)


@pytest.fixture
def correcting(allowed: Callable[..., Api]) -> Api:
    return allowed(Scope.CORRECT)


def told(answer: Any) -> Any:
    return json.loads(answer.body)


def test_a_source_is_added_by_its_address_once(sourcing: Api) -> None:
    added = sourcing("POST", "/sources", {"url": FEED})
    assert (added.status, told(added)["publisher"]) == (201, "policy.example")
    assert sourcing.get(added.headers["location"]) == told(added)
    assert told(added) in sourcing.get("/sources")["items"]
    assert sourcing("POST", "/sources", {"url": FEED}).status == 200


def test_the_address_of_a_source_that_was_added_is_told_by_token_alone(sourcing: Api, api: Api) -> None:
    location = sourcing("POST", "/sources", {"url": FEED}).headers["location"]
    (listed,) = (it for it in api.get("/sources")["items"] if it["publisher"] == "policy.example")
    assert (listed["name"].partition("-")[0], listed["url"]) == ("policy.example", "")
    assert api.get(f"/sources/{listed['name']}") == api.get(location) == listed
    assert sourcing.get(f"/sources/{listed['name']}")["url"] == FEED


def test_what_is_known_of_sources_by_a_list_is_not_read_again_for_one(
    app: App, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled(app, "gov/news", [None], clock.now())
    api.get("/sources")
    read: list[str] = []
    everything = states.everything

    def listening(connection: Connection, sources: set[str]) -> object:
        read.extend(sources)
        return everything(connection, sources)

    monkeypatch.setattr(states, "everything", listening)
    assert api.get("/sources/gov%2Fnews")["polled"]
    assert read == []


def test_a_list_is_added_with_its_rules(sourcing: Api) -> None:
    listed = {"url": "https://policy.example/list.html", "kind": "listing", "rules": {"items": "li"}}
    assert told(sourcing("POST", "/sources", listed))["rules"]["items"] == "li"


@pytest.mark.parametrize(
    "new",
    [
        {},
        {"url": "gopher://policy.example/"},
        {"url": "http://10.0.0.1/feed.xml"},
        {"url": "https://user:secret@policy.example/feed.xml"},
        {"url": FEED, "kind": "fax"},
        {"url": FEED, "kind": "listing"},
        {"url": FEED, "rules": {"items": "li"}},
        {"url": FEED, "referer": "x"},
        {"url": FEED, "more": 1},
    ],
    ids=str,
)
def test_what_cannot_be_polled_is_refused(sourcing: Api, new: Any) -> None:
    refused = problem(sourcing("POST", "/sources", new))
    assert refused["status"] == 422
    assert "secret" not in refused["detail"]


def test_a_source_is_switched_off_and_on_again(sourcing: Api, api: Api) -> None:
    added = sourcing("POST", "/sources", {"url": FEED}).headers["location"].removeprefix(f"{BASE}/api/v1")
    for path in ("/sources/beijing%2Fdocuments", added):
        for enabled in (False, False, True, True):
            assert told(sourcing("PATCH", path, {"enabled": enabled}))["enabled"] is enabled
            assert api.get(path)["enabled"] is enabled
    assert problem(sourcing("PATCH", "/sources/nobody", {"enabled": True}))["status"] == 404


@pytest.fixture
def found(app: App, publish: Callable[..., int]) -> tuple[int, int]:
    """The findings of a text that states two goals."""
    publish("到2027年，示例省要培育“专精特新”中小企业3000家。", "到2027年，示例省要培育专精特新“小巨人”企业300家。")
    one, other = watch.catch_up(app.database, {}, clock.now())
    return one.number, other.number


def test_a_finding_is_corrected_and_that_is_taken_back(correcting: Api, api: Api, found: tuple[int, int]) -> None:
    one, _ = found
    said = correcting("POST", f"/findings/{one}/correct", {"why": "misread", "fields": {"value": "4000"}})
    assert (said.status, told(said)["action"], told(said)["by"]) == (201, "correct", "correct of the test")
    assert api.get(f"/targets/{one}")["value"] == 4000
    undone = correcting("POST", f"/corrections/{told(said)['id']}/undo", {"why": "it was right"})
    assert told(undone)["undoes"] == told(said)["id"]
    assert api.get(f"/targets/{one}")["value"] == 3000


def test_a_finding_is_rejected_and_another_merged(correcting: Api, api: Api, found: tuple[int, int]) -> None:
    one, other = found
    merged = correcting("POST", f"/findings/{one}/merge", {"why": "the same", "other": other})
    assert (merged.status, told(merged)["other"]) == (201, other)
    assert [it["id"] for it in api.get("/targets")["items"]] == [other]
    rejected = correcting("POST", f"/findings/{other}/reject", {"why": "no goal"})
    assert (rejected.status, told(rejected)["why"]) == (201, "no goal")
    shown = api.get("/articles/1")["findings"]
    assert [it["id"] for it in shown] == [one]


def test_what_cannot_be_said_of_a_finding_is_refused(correcting: Api, found: tuple[int, int]) -> None:
    one, _ = found
    unfit: tuple[tuple[str, Any, int], ...] = (
        (f"/findings/{one}/reject", {}, 422),
        (f"/findings/{one}/reject", {"why": ""}, 422),
        (f"/findings/{one}/reject", {"why": "x" * 501}, 422),
        (f"/findings/{one}/correct", {"why": "x", "fields": {}}, 422),
        (f"/findings/{one}/correct", {"why": "x", "fields": {"value": "many"}}, 422),
        (f"/findings/{one}/correct", {"why": "x", "fields": {"colour": "red"}}, 422),
        (f"/findings/{one}/correct", {"why": "x", "fields": {"value": "9" * 200}}, 422),
        (f"/findings/{one}/merge", {"why": "x", "other": one}, 422),
        ("/findings/99/reject", {"why": "x"}, 404),
        ("/corrections/99/undo", {"why": "x"}, 404),
    )
    for path, body, status in unfit:
        assert problem(correcting("POST", path, body))["status"] == status, (path, body)
    unread = problem(correcting("POST", f"/findings/{one}/correct", {"why": "x", "fields": {"value": "many"}}))
    assert (unread["fault"], unread["errors"][0]["field"]) == ("unfit", "body.fields.value")


def test_a_reader_who_asks_gets_a_mail_and_the_same_answer_whoever_that_is(
    api: Api, app: App, mail_sink: MailSink, subscribed: Callable[..., Any]
) -> None:
    subscribed(address="known@example.org")
    wish = {"cadence": "week", "language": "en", "filter": {"topics": ["sme-policy"], "regions": ["示例省"]}}
    answers = [
        api("POST", "/subscriptions", {**wish, "address": address})
        for address in ("new@example.org", "known@example.org")
    ]
    assert {(it.status, it.body) for it in answers} == {(202, answers[0].body)}
    mails = [mail_sink.arrived.get(timeout=60) for _ in answers]
    assert {it["To"] for it in mails} == {"new@example.org", "known@example.org"}
    (asked,) = [it for it in subscriptions.everyone(app.database) if it.subscriber.address == "new@example.org"]
    assert (asked.confirmed, asked.cadence) == (False, Cadence.WEEK)
    assert asked.filter == Filter(topics=("sme-policy",), regions=("示例省",))


def test_what_cannot_be_subscribed_to_is_named_and_too_much_refused(api: Api) -> None:
    for body, field in (
        ({}, "body.address"),
        ({"address": "nobody"}, "body.address"),
        ({"address": "a@example.org", "zone": "Asia/Nowhere"}, "body.zone"),
        ({"address": "a@example.org", "hour": 24}, "body.hour"),
        ({"address": "a@example.org", "filter": {"topics": ["nothing"]}}, "body.filter"),
        ({"address": "a@example.org", "filter": {"colours": ["red"]}}, "body.filter.colours"),
    ):
        refused = problem(api("POST", "/subscriptions", body))
        assert [it["field"] for it in refused["errors"]] == [field]
    for number in range(5):
        assert api("POST", "/subscriptions", {"address": f"a{number}@example.org"}).status == 202
    refused_for_now = api("POST", "/subscriptions", {"address": "b@example.org"})
    assert problem(refused_for_now)["status"] == 429
    assert int(refused_for_now.headers["retry-after"]) > 0
