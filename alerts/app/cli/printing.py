"""How commands print: JSON one object a line, tables of rows, and sentences for a person."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from alerts.app.row_formats import Row, csv_lines, json_lines

Value = TypeVar("Value")


def say(sentence: str) -> None:
    """Tell the person something that is no result."""
    sys.stderr.write(f"{sentence}\n")


def print_json(rows: Iterable[Row]) -> None:
    """Print one JSON object a line."""
    sys.stdout.writelines(json_lines(rows))


def print_csv(rows: Iterable[Row]) -> None:
    """Print rows as CSV."""
    sys.stdout.writelines(csv_lines(rows))


def print_listing(
    values: Sequence[Value],
    row: Callable[[Value], Row],
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
