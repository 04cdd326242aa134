"""The page that lists what the API can do, made of its own description."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from alerts.app.web.pages import page

router = APIRouter()

_CODE = re.compile("`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked for: a method and a path, what it does, and what it takes and answers.

    `scope` is the one that a token needs, "" where none is of use. `parameters` and `answers` are pairs of a name and
    what it means, `body` such pairs of the fields of what is sent.
    """

    method: str
    path: str
    does: Markup
    scope: str
    parameters: tuple[tuple[str, Markup], ...]
    body: tuple[tuple[str, Markup], ...]
    answers: tuple[tuple[str, Markup], ...]


@router.get("/")
def reference(request: Request) -> Response:
    """Show the page."""
    described = request.app.openapi()
    groups: dict[str, list[Operation]] = {}
    for tag, it in _operations(described):
        groups.setdefault(tag, []).append(it)
    about = map(_marked, described["info"]["description"].strip().split("\n\n"))
    return page(request, "api.html", groups=groups, about=about)


def _operations(described: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    schemas = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, it in methods.items():
            yield (
                it["tags"][0],
                Operation(
                    method.upper(),
                    f"/api{path}",
                    _marked(it["description"]),
                    _token(it),
                    tuple((sent["name"], _marked(sent.get("description", ""))) for sent in it.get("parameters", ())),
                    tuple(_fields(it, schemas)),
                    tuple((status, _marked(answer["description"])) for status, answer in it["responses"].items()),
                ),
            )


def _token(operation: Mapping[str, Any]) -> str:
    ways = operation.get("security", ())
    scopes = ", ".join(scope for needed in ways for scope in needed.get("token", ()))
    return f"{scopes}, or none" if {} in ways else scopes


def _marked(words: str) -> Markup:
    """Set what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(words))))  # noqa: S704 - it is escaped


def _fields(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, Markup]]:
    if "requestBody" not in operation:
        return
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    for field, schema in schemas[name]["properties"].items():
        yield field, _marked(schema.get("description", ""))
