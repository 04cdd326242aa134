"""The API describes itself, in full and truly, for programs and for persons."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alerts.app.web.api.problems import MEDIA_TYPE
from alerts.tokens import Scope
from tests.alerts.app.web.api.conftest import Api


@pytest.fixture
def described(api: Api) -> dict[str, Any]:
    return dict(api.get("/openapi.json"))


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, it in methods.items():
            yield method, path, it


def test_every_operation_says_what_it_does_takes_and_answers(described: dict[str, Any]) -> None:
    assert described["servers"] == [{"url": "https://policy.example/api"}]
    for method, path, it in operations(described):
        where = f"{method} {path}"
        assert it["description"], where
        assert it["tags"], where
        assert MEDIA_TYPE in it["responses"]["default"]["content"], where
        assert all(sent["in"] == "header" or sent.get("description") for sent in it.get("parameters", ())), where
        done = [it for status, it in it["responses"].items() if status.startswith("2") and status != "204"]
        assert done, where
        assert all(answer.get("content") for answer in done), where
        assert "Successful Response" not in {answer["description"] for answer in done}, where


def test_what_changes_something_names_its_scope_and_its_refusals(described: dict[str, Any]) -> None:
    for method, path, it in operations(described):
        if method == "get" or path == "/v1/subscriptions":
            continue
        ((scope,),) = [needed["token"] for needed in it["security"]]
        assert scope in set(Scope)
        assert {"401", "403"} <= it["responses"].keys(), path


def test_every_reference_leads_somewhere(api: Api, described: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{it}" for it in described["components"]["schemas"]}
    assert set(re.findall(r'"(#/components/schemas/[^"]+)"', api("GET", "/openapi.json").text)) <= known


def test_the_page_lists_every_operation_and_loads_nothing_from_elsewhere(api: Api, described: dict[str, Any]) -> None:
    shown = api("GET", "/")
    assert (shown.status, shown.title) == (200, "API")
    for method, path, _ in operations(described):
        assert f"<b>{method.upper()}</b> <code>/api{path}</code>" in shown.text
    assert "<script" not in shown.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', shown.text)


def test_every_example_of_the_document_asks_for_something_that_there_is(described: dict[str, Any]) -> None:
    document = (Path(__file__).parents[5] / "docs" / "api.md").read_text(encoding="utf-8")
    examples = re.findall(r'^curl (?:-X (\w+))?.*?"\$BASE(/[^?"]*)', document, re.MULTILINE)
    assert len(examples) > 15
    known = [
        (method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path.removeprefix("/v1"))))
        for method, path, _ in operations(described)
    ]
    for method, path in examples:
        asked = method.lower() or "get"
        assert any(asked == it and pattern.fullmatch(path) for it, pattern in known), (method, path)
    for body in re.findall(r"-d '(\{.*\})'", document):
        json.loads(body)
