"""What is known is listed in pages, found by what is asked for, exported whole; it is not sent again unchanged."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import StringIO

import pytest

from alerts import watch
from alerts.app.bootstrap import App
from alerts.extract.register import Office
from alerts.model import Origin, Statement, Target
from alerts.store import ledger, officials
from alerts.store.target_lists import Order
from alerts.tokens import Scope
from crawler.archive import search
from tests.alerts.app.web.api.conftest import Api, problem

GOAL = "到2027年，示例省要培育“专精特新”中小企业{}家。"


@pytest.fixture(autouse=True)
def _known(  # noqa: PLR0917
    app: App,
    now: datetime,
    publish: Callable[..., int],
    target: Callable[..., Target],
    statement: Callable[..., Statement],
    origin: Callable[..., Origin],
) -> None:
    """Three goals, three statements of a person whom two bodies have, and two texts, one of which states a goal."""
    with app.database.write() as connection:
        for number in range(1, 4):
            goal = target(100 * number, object=f"第{number}种平台", unit="项")
            ledger.enter(connection, goal, origin(f"2026-11-0{number}", 100 + number), announced=True, now=now)
            said = statement(text=f"=第{number}次表态，各不相同，数量为{number}万")
            ledger.enter(connection, said, origin(f"2026-11-0{number}", 100 + number), announced=True, now=now)
            officials.see(connection, "林示范", Office("厅长", f"第{number}厅"), now)
    publish(GOAL.format(3000), title="行动方案")
    publish("没有数字的报道。", title="另一篇", relevant=False)
    watch.catch_up(app.database, {}, now)
    search.catch_up(app.database)


def paged(api: Api, path: str) -> list[dict[str, object]]:
    """Follow a list through all its pages."""
    found = []
    following: str | None = path
    while following:
        page = api.get(following)
        found += page["items"]
        following = page["next"]
    return found


def test_figures_are_paged_in_every_order(api: Api) -> None:
    for order in Order:
        whole = api.get(f"/targets?order={order}")
        assert whole["next"] is None
        assert [len(whole["items"]), len({it["object"] for it in whole["items"]})] == [4, 4]
        assert paged(api, f"/targets?order={order}&limit=1") == whole["items"]


def test_each_list_has_pages_that_join(api: Api) -> None:
    for resource, rows in (("statements", 3), ("officials", 3), ("articles", 2)):
        whole = api.get(f"/{resource}")["items"]
        assert len(whole) == rows
        assert paged(api, f"/{resource}?limit=1") == whole


NARROWED = (
    ("targets?q=%E5%B9%B3%E5%8F%B0+300", 1),
    ("targets?object=%E5%B9%B3%E5%8F%B0&due_from=2027&due_until=2027", 3),
    ("targets?due_from=2028", 0),
    ("targets?status=achieved", 0),
    ("targets?since=9999-12-31", 0),
    ("targets?since=0001-01-01&until=9999-12-31", 4),
    ("statements?speaker=%E6%9E%97%E7%A4%BA%E8%8C%83&since=2026-11-02&until=2026-11-02", 1),
    ("statements?official=true&organization=%E7%A4%BA%E4%BE%8B%E7%9C%81", 3),
    ("officials?q=%E7%AC%AC2%E5%8E%85", 1),
    ("articles?relevant=true", 1),
    ("articles?topic=sme-policy&q=%E8%A1%8C%E5%8A%A8", 1),
    ("articles?publisher=nobody", 0),
)


def test_lists_are_narrowed(api: Api) -> None:
    found = {query: len(api.get(f"/{query}")["items"]) for query, _ in NARROWED}
    assert found == dict(NARROWED)


def test_the_next_page_is_named_in_a_header_too(api: Api) -> None:
    answer = api("GET", "/statements?limit=2&official=true")
    following = json.loads(answer.body)["next"]
    assert answer.headers["link"] == f'<{following}>; rel="next"'
    assert following.startswith("https://policy.example/api/v1/statements?limit=2&official=true&cursor=")


def test_a_cursor_that_is_none_of_the_list_is_refused(api: Api) -> None:
    of_targets = api.get("/targets?limit=1")["next"].partition("cursor=")[2]
    forged = [f"targets?cursor={it}" for it in ("x", "AAAA", "bnVsbA", "WzEsMiwzXQ")]
    for query in (*forged, f"statements?cursor={of_targets}", f"targets?order=value&cursor={of_targets}"):
        assert problem(api("GET", f"/{query}"))["errors"][0]["field"] == "query.cursor"


def test_a_figure_has_its_history(
    api: Api, app: App, target: Callable[..., Target], origin: Callable[..., Origin], now: datetime
) -> None:
    raised = target(130, object="第1种平台", unit="项")
    with app.database.write() as connection:
        ledger.enter(connection, raised, origin("2026-11-12", 9), announced=True, now=now)
    new = api.get("/targets?object=%E7%AC%AC1")["items"][0]
    assert (new["change"], new["current"], new["value"]) == ("raised", True, 130)
    old = api.get("/targets/1")
    assert (old["current"], old["replaced_by"]) == (False, new["id"])
    assert [(it["kind"], it["value"]) for it in old["history"]] == [("new", 100), ("raised", 130)]
    assert problem(api("GET", "/targets/2"))["status"] == 404  # a statement


def test_a_text_is_shown_whole_to_those_who_may_read_it(api: Api, allowed: Callable[..., Api]) -> None:
    (listed,) = api.get("/articles?relevant=true")["items"]
    shown = api.get(f"/articles/{listed['id']}")
    assert shown["text"] is None
    assert shown["excerpt"] == GOAL.format(3000)
    assert [it["value"] for it in shown["findings"]] == [3000]
    assert allowed(Scope.CRAWL).get(f"/articles/{listed['id']}")["text"] is None
    assert allowed(Scope.READ).get(f"/articles/{listed['id']}")["text"] == GOAL.format(3000)
    assert problem(api("GET", "/articles/99"))["status"] == 404


def test_what_has_not_changed_is_not_sent_again(api: Api) -> None:
    for path in ("/targets", "/targets/1", "/statements?q=x", "/officials", "/articles", "/sources", "/crawls"):
        first = api("GET", path)
        etag = first.headers["etag"]
        for known in (etag, f'"other", W/{etag}', "*"):
            again = api("GET", path, headers={"If-None-Match": known})
            assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
        assert api("GET", path, headers={"If-None-Match": '"other"'}).body == first.body


def test_lists_are_exported_whole(api: Api, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alerts.app.web.api.answers._BATCH", 2)
    answer = api("GET", "/targets.csv?object=%E5%B9%B3%E5%8F%B0")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert [it["value"] for it in csv.DictReader(StringIO(answer.text))] == ["300", "200", "100"]
    answer = api("GET", "/targets.jsonl")
    assert answer.headers["content-type"] == "application/jsonl; charset=utf-8"
    assert [json.loads(line) for line in answer.text.splitlines()] == api.get("/targets")["items"]


def test_each_list_has_an_export(api: Api) -> None:
    for resource in ("statements", "officials", "articles"):
        lines = api("GET", f"/{resource}.jsonl").text.splitlines()
        assert [json.loads(line) for line in lines] == api.get(f"/{resource}")["items"]


def test_no_cell_of_an_export_is_a_formula(api: Api) -> None:
    rows = list(csv.DictReader(StringIO(api("GET", "/statements.csv").text)))
    assert [it["text"][:2] for it in rows] == ["'="] * 3


def test_exports_are_no_means_to_keep_the_service_busy(api: Api) -> None:
    for _ in range(30):
        assert api("GET", "/officials.csv").status == 200
    refused = api("GET", "/officials.csv")
    assert int(refused.headers["retry-after"]) > 3000
    assert problem(refused)["status"] == 429
    assert api("GET", "/officials").status == 200


def test_a_share_of_a_surrogate_pair_is_no_fault(
    api: Api, app: App, statement: Callable[..., Statement], origin: Callable[..., Origin], now: datetime
) -> None:
    odd = replace(statement(), speaker="\ud83d某")
    with app.database.write() as connection:
        ledger.add_statement(connection, replace(odd, speaker="某", cue="\ud83d"), origin())
    assert api.get("/statements?speaker=%E6%9F%90")["items"][0]["cue"] == "?"
