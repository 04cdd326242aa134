"""The page that lists what the API can do, made of its own description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from alerts.app.web.pages import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked for: a method and a path, what it does, and what it takes and answers.

    `scope` is the one that a token needs, "" where none is needed. `parameters` and `answers` are pairs of a name and
    what it means, `body` such pairs of the fields of what is sent.
    """

    method: str
    path: str
    does: str
    scope: str
    parameters: tuple[tuple[str, str], ...]
    body: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


@router.get("/")
def reference(request: Request) -> Response:
    """Show the page."""
    described = request.app.openapi()
    groups: dict[str, list[Operation]] = {}
    for tag, it in _operations(described):
        groups.setdefault(tag, []).append(it)
    return page(request, "api.html", groups=groups, about=described["info"]["description"].strip().split("\n\n"))


def _operations(described: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    schemas = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, it in methods.items():
            yield (
                it["tags"][0],
                Operation(
                    method.upper(),
                    f"/api{path}",
                    it["description"],
                    ", ".join(scope for needed in it.get("security", ()) for scope in needed.get("token", ())),
                    tuple((sent["name"], sent.get("description", "")) for sent in it.get("parameters", ())),
                    tuple(_fields(it, schemas)),
                    tuple((status, answer["description"]) for status, answer in it["responses"].items()),
                ),
            )


def _fields(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "requestBody" not in operation:
        return
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    for field, schema in schemas[name]["properties"].items():
        yield field, schema.get("description", "")
