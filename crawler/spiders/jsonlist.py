"""JSON Feed and declared JSON lists: the bytes of an answer into entries.

A JSON Feed says what it is; of any other list the source's rules (`JsonList`) say where it keeps its entries. The JSON
may be the answer itself, wrapped in a function's call (JSONP), or the value of a variable in a page's script.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from crawler import times
from crawler.address import absolute
from crawler.errors import FetchError
from crawler.model import FeedEntry, JsonList, Reason, Source
from crawler.spiders import payload
from crawler.spiders.reading import Reader, headline, newest

_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1")
# `callback({…});`, `try{callback([…]);}catch(e){}` and `var list = {…};`, a comment in front of them included.
_WRAPPING = re.compile(r"\s*(?:/\*.*?\*/\s*)?(?:;?\s*try\s*\{\s*)?(?:var\s+)?[\w$.]*\s*[(=]\s*(?=[\[{])", re.DOTALL)
# The standard's own decoder, but for line breaks within strings, which hand-written lists have.
_DECODER = json.JSONDecoder(strict=False)


def entries(
    body: bytes,
    source: Source,
    now: datetime,
    *,
    headers: Mapping[str, str] | None = None,
    zone: tzinfo = times.BEIJING,
    limit: int = 500,
) -> tuple[FeedEntry, ...]:
    """Read a JSON list into its entries: see `reading.ReadEntries`."""
    answer = _value(payload.text(body, headers), _rules(source).embedded)
    items, read = _items(answer, source)
    found = [entry for item in items if (entry := _entry(read(item), source, now, zone))]
    if not found:
        detail = f"none of its {len(items)} entries has an address" if items else "the list has no entries"
        raise FetchError(Reason.EMPTY, detail)
    return newest(found, limit)


def _value(answer: str, variable: str) -> Any:
    """Return the JSON value in an answer: after a script's variable where one is named."""
    start = _start_of(answer, variable)
    try:
        value, _ = _DECODER.raw_decode(answer, start)
    except (ValueError, RecursionError) as error:  # RecursionError: brackets nested by the thousand
        raise FetchError(Reason.MALFORMED, f"the JSON cannot be read: {error}") from error
    return value


def _start_of(answer: str, variable: str) -> int:
    if not answer.strip():
        raise FetchError(Reason.EMPTY, "the answer has no content")
    if variable:
        assigned = re.search(rf"{re.escape(variable)}\s*=\s*", answer)
        if assigned is None:
            raise FetchError(Reason.NOT_A_FEED, f"the page has no {variable}")
        return assigned.end()
    start = len(answer) - len(answer.lstrip())
    if answer[start] == "<":
        raise FetchError(Reason.NOT_A_FEED, "the address answers with a web page, not with JSON")
    wrapping = _WRAPPING.match(answer)
    return wrapping.end() if wrapping else start


_Fields = Mapping[str, str]


def _rules(source: Source) -> JsonList:
    return source.rules if isinstance(source.rules, JsonList) else JsonList()


def _items(answer: Any, source: Source) -> tuple[list[Any], Callable[[Any], _Fields]]:
    """Return the items of a list, and what reads one of them into its fields."""
    if isinstance(source.rules, JsonList):
        rules = source.rules
        items = _at(answer, rules.items) if rules.items else answer
        if not isinstance(items, list):
            raise FetchError(Reason.NOT_A_FEED, f"the JSON has no list at {rules.items or 'its top'}")
        return items, lambda item: _declared(item, rules)
    if isinstance(answer, dict) and _JSON_FEED.match(_text(answer.get("version"))):
        items = answer.get("items")
        return items if isinstance(items, list) else [], _of_json_feed
    raise FetchError(
        Reason.NOT_A_FEED, "the JSON is no JSON Feed: a source must declare where a list keeps its entries"
    )


def _declared(item: Any, rules: JsonList) -> _Fields:
    names = ("url", "title", "published", "author", "content", "image")
    return {name: _text(_at(item, path)) for name in names if (path := getattr(rules, name))}


def _of_json_feed(item: Any) -> _Fields:
    """Return the fields of a JSON Feed's item: https://www.jsonfeed.org/version/1.1/."""
    first = {
        "url": ("url", "external_url", "id"),
        "title": ("title",),
        "published": ("date_published", "date_modified"),
        "author": ("authors.0.name", "author.name"),
        "content": ("content_html",),
        "image": ("image", "banner_image"),
    }
    read = {name: next(filter(None, (_text(_at(item, path)) for path in paths)), "") for name, paths in first.items()}
    written = _text(_at(item, "content_text")) or _text(_at(item, "summary"))
    return read | {"content": read["content"] or "".join(f"<p>{html.escape(it)}</p>" for it in written.splitlines())}


def _at(value: Any, path: str) -> Any:
    """Return what stands at a dotted path, None where it leads nowhere."""
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _text(value: Any) -> str:
    """Return a value as text: of a list the first that has any, "" for what is neither text nor number."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    if isinstance(value, float) and value.is_integer():  # an epoch that a spreadsheet went over
        value = int(value)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _entry(fields: _Fields, source: Source, now: datetime, zone: tzinfo) -> FeedEntry | None:
    url, image = absolute(source.url, fields.get("url", "")), absolute(source.url, fields.get("image", ""))
    if not url:
        return None
    return FeedEntry(
        url=url,
        title=headline(fields.get("title", "")),
        published=times.read(fields.get("published", ""), zone=zone, now=now),
        author=headline(fields.get("author", "")),
        content=fields.get("content", ""),
        image=image,
    )


READER = Reader(entries)
