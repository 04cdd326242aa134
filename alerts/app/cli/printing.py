"""How commands print: JSON one object a line, tables of rows, and sentences for a person."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

Value = TypeVar("Value")


def say(sentence: str) -> None:
    """Tell the person something that is no result."""
    sys.stderr.write(f"{sentence}\n")


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line; whole numbers are written without a fraction."""
    for row in rows:
        sys.stdout.write(json.dumps(_plain(row), ensure_ascii=False) + "\n")


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV, under the names of their fields; nothing where there are no rows."""
    if rows:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(_plain(row) for row in rows)


def print_listing(
    values: Sequence[Value],
    row: Callable[[Value], Mapping[str, Any]],
    table: Callable[[Sequence[Value]], None],
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print values as JSON, as CSV or as a table for a person."""
    rows = [row(value) for value in values] if as_json or as_csv else []
    if as_json:
        print_json(rows)
    elif as_csv:
        print_csv(rows)
    else:
        table(values)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
