"""A file of subscriptions as an operator keeps it → what is wished for, line by line. Pure but for the file itself.

CSV with a heading, or JSON, one object a line as `smewatch subscribers list --json` writes them. The columns are
`email`, `every`, `hour`, `zone`, `language`, `name`, `when_empty`, `confirmed` and the parts of a filter; only `email`
must be there. In CSV the words of a part are separated by semicolons.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from alerts import subscribe
from alerts.audience import Cadence, Filter, Language, Subscriber, Subscription
from alerts.ways import Way, way
from crawler.errors import ConfigurationError

_LARGEST = 20_000_000  # bytes
_PARTS = tuple(it.name for it in fields(Filter))
_COLUMNS = {"email", "every", "hour", "zone", "language", "name", "when_empty", "confirmed", *_PARTS}
_PASSED_OVER = {"id", "standing"}  # `subscribers list --json` writes them, and nobody wishes for them
Choice = TypeVar("Choice", bound=StrEnum)

_SEPARATOR = re.compile("[;；]")
_TRUE = {"1", "true", "yes", "是"}
_FALSE = {"0", "false", "no", "否", ""}


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of the file: its number, and the subscription that it asks for, without ids."""

    line: int
    subscription: Subscription


def read(path: Path, zone: str, topics: Collection[str]) -> list[Wish]:
    """Read all lines of a file; `zone` is that of readers who name none, `topics` are the names that there are.

    Raises ConfigurationError, naming the line, for the first that cannot be read or asks for what there is not.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ConfigurationError(f"{path} is larger than {_LARGEST // 1_000_000} MB: split it")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 at byte {error.start}: save it as UTF-8") from error
    rows = _csv(text) if path.suffix.lower() == ".csv" else _json(text)
    wishes: list[Wish] = []
    line = 0
    try:
        for line, row in rows:
            if isinstance(row, str):
                raise ValueError(row)
            wish = _subscription(row, zone)
            subscribe.check(wish, topics)
            if way(wish.subscriber.address) is Way.MAIL:
                subscribe.address(wish.subscriber.address)
            wishes.append(Wish(line, wish))
    except (ValueError, csv.Error, ConfigurationError) as error:
        raise ConfigurationError(f"{path}, line {line or 1}: {error}") from error
    if not wishes:
        raise ConfigurationError(f"{path} holds no subscription: the columns are {', '.join(sorted(_COLUMNS))}")
    return wishes


_Row = Mapping[str, Any] | str
"""A line's cells by their columns, or what is wrong with it."""


def _csv(text: str) -> Iterator[tuple[int, _Row]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    for row in reader:
        if None in row or None in row.values():
            yield reader.line_num, "it has not as many cells as the heading"
            return
        split: dict[str, Any] = {key: _SEPARATOR.split(value) if key in _PARTS else value for key, value in row.items()}
        yield reader.line_num, split


def _json(text: str) -> Iterator[tuple[int, _Row]]:
    for number, line in enumerate(text.split("\n"), 1):  # what else ends lines elsewhere may stand in a name
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                row = f"it is no JSON: {error}"
            yield number, row if isinstance(row, dict | str) else "it is no JSON object"


def _subscription(row: Mapping[str, Any], zone: str) -> Subscription:
    unknown = sorted(row.keys() - _COLUMNS - _PASSED_OVER)
    if unknown:
        raise ValueError(f"there is no column {unknown[0]!r}: the columns are {', '.join(sorted(_COLUMNS))}")
    if not str(row.get("email", "")).strip():
        raise ValueError("it has no email")
    language = _one_of(Language, row, "language", Language.CHINESE)
    return Subscription(
        0,
        Subscriber(0, str(row["email"]), language, str(row.get("zone") or zone)),
        _one_of(Cadence, row, "every", Cadence.DAY),
        Filter(**{part: _words(row.get(part) or ()) for part in _PARTS}),
        confirmed=_flag(row, "confirmed"),
        name=str(row.get("name") or ""),
        hour=int(str(row["hour"])) if str(row.get("hour", "")).strip() else 7,
        when_empty=_flag(row, "when_empty"),
    )


def _one_of(choices: type[Choice], row: Mapping[str, Any], name: str, without: Choice) -> Choice:
    said = str(row.get(name) or without)
    if said not in list(choices):
        raise ValueError(f"{name} is {said!r}, none of {', '.join(choices)}")
    return choices(said)


def _words(values: object) -> tuple[str, ...]:
    if not isinstance(values, Iterable) or isinstance(values, str):
        raise ValueError(f"{values!r} is no list of words")
    return tuple(word for word in (str(it).strip() for it in values) if word)


def _flag(row: Mapping[str, Any], name: str) -> bool:
    said = str(row.get(name, "")).strip().lower()
    if said not in _TRUE | _FALSE:
        raise ValueError(f"{name} is {said!r}, neither yes nor no")
    return said in _TRUE
