"""Rows as CSV: a list in a cell can be read back, and nothing that others wrote becomes a formula."""

import csv
import json
from io import StringIO

from alerts.app.row_formats import csv_lines


def test_a_list_in_a_cell_is_json() -> None:
    written = csv_lines([{"id": 1, "topics": ["sme-policy", "融资"]}, {"id": 2, "topics": []}])
    read = list(csv.DictReader(StringIO("".join(written))))
    assert [json.loads(it["topics"]) for it in read] == [["sme-policy", "融资"], []]


def test_a_text_that_would_be_a_formula_is_a_text() -> None:
    assert "".join(csv_lines([{"title": "=1+1"}])) == "title\n'=1+1\n"
