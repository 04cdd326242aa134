"""Rows → JSON and CSV, a line at a time: what commands print and the API exports. Whole numbers have no fraction."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any

Row = Mapping[str, Any]

_FORMULA = tuple("=+-@\t\r")  # what spreadsheets take for the beginning of one


def json_text(value: Any) -> str:
    """Write a row, or anything that rows are parts of, as JSON on one line."""
    return json.dumps(_plain(value), ensure_ascii=False)


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Write rows as JSON, each on a line of its own."""
    return (f"{json_text(row)}\n" for row in rows)


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Write rows as CSV, under the names of their fields; nothing where there are no rows.

    Texts of others that a spreadsheet would take for a formula begin with an apostrophe.
    """
    headed = False
    for row in rows:
        line = StringIO()
        writer = csv.writer(line, lineterminator="\n")
        if not headed:
            writer.writerow(row)
            headed = True
        writer.writerow(_cell(value) for value in _plain(row).values())
        yield line.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
