"""`smewatch targets` as its user meets it: words that narrow, histories, shares."""

import csv
import json
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from alerts.model import Origin, Target
from alerts.store import ledger
from crawler.archive.db import Database
from tests.conftest import Smewatch

Read = Callable[[Target, str], None]
MakeTarget = Callable[..., Target]


@pytest.fixture
def read(smewatch: Smewatch, origin: Callable[..., Origin], tmp_path: Path, now: datetime) -> Read:
    """Enter a figure into the ledger of the command line as read on a day."""
    assert smewatch("init").returncode == 0
    database = Database(f"sqlite:///{tmp_path / 'data' / 'smewatch.db'}")

    def enter(target: Target, day: str) -> None:
        with database.write() as connection:
            ledger.enter(connection, target, origin(day, int(day.replace("-", ""))), announced=True, now=now)

    return enter


def rows(printed: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert printed.returncode == 0, printed.stderr
    return [json.loads(line) for line in printed.stdout.splitlines()]


def test_words_narrow_however_they_are_set(smewatch: Smewatch, read: Read, target: MakeTarget) -> None:
    read(target(5000, object="省级“专精特新”中小企业"), "2026-10-27")
    read(target(6000, object="省级“专精特新”中小企业", scope="另一省"), "2026-10-28")
    assert [it["value"] for it in rows(smewatch("targets", "省级专精特新中小企业", "--json"))][:2] == [6000, 5000]
    assert [it["value"] for it in rows(smewatch("targets", "专精特新", "另一省", "--json"))] == [6000]
    assert rows(smewatch("targets", "专精特新", "第三省", "--json")) == []


def test_a_history_shows_each_sighting_with_its_source(smewatch: Smewatch, read: Read, target: MakeTarget) -> None:
    goal = {"object": "示范平台", "unit": "个"}
    read(target(300, said="到2027年建成平台300个", **goal), "2026-10-27")
    read(target(400, said="到2027年建成平台400个", **goal), "2026-11-12")
    lines = smewatch("targets", "示范平台", "--history").stdout.splitlines()
    assert lines[0] == "示例省 示范平台 (2)"
    assert [line.split()[1:] for line in lines[1:3]] == [
        ["2026-10-27", "新目标", "到", "2027", "年", "300", "个", "示例日报", "到2027年建成平台300个"],
        ["2026-11-12", "上调", "到", "2027", "年", "400", "个", "示例日报", "到2027年建成平台400个"],
    ]
    told = rows(smewatch("targets", "示范平台", "--history", "--json"))
    assert [(it["kind"], it["value"], it["sentence"]) for it in told] == [
        ("new", 300, "到2027年建成平台300个"),
        ("raised", 400, "到2027年建成平台400个"),
    ]
    assert "示例日报" in told[1]["reason"]


def test_a_cascade_lines_up_the_shares_and_their_sum(smewatch: Smewatch, read: Read, target: MakeTarget) -> None:
    for value, scope in ((10_000, "全国"), (900, "江苏省"), (1200, "广东省")):
        read(target(value, object="瞪羚企业", scope=scope), "2026-10-27")
    title, *lines = smewatch("targets", "瞪羚", "--cascade").stdout.splitlines()
    assert title == "Cascade (4)"
    assert [line.split() for line in lines[:4]] == [
        ["瞪羚企业", "1", "万家", "到", "2027", "年", "全国", "示例日报，2026-10-27"],
        ["1200", "家", "到", "2027", "年", "广东省", "12%", "示例日报，2026-10-27"],
        ["900", "家", "到", "2027", "年", "江苏省", "9%", "示例日报，2026-10-27"],
        ["2100", "家", "合计", "21%"],
    ]
    larger, smaller = rows(smewatch("targets", "瞪羚", "--cascade", "--json"))
    assert (larger["scope"], larger["share"], larger["national"], larger["sum"]) == ("广东省", 0.12, 10_000, 2100)
    printed = csv.DictReader(StringIO(smewatch("targets", "瞪羚", "--cascade", "--csv").stdout))
    assert [(it["scope"], it["value"]) for it in printed] == [("广东省", "1200"), ("江苏省", "900")]
    assert smaller["deadline"] == "2027"


def test_where_no_share_is_known_it_says_what_would_be_one(smewatch: Smewatch) -> None:
    empty = smewatch("targets", "瞪羚", "--cascade")
    assert (empty.returncode, empty.stdout) == (0, "Cascade (0)\n\n")
    assert "a province's goal for the same thing by the same year" in empty.stderr
    assert "`smewatch targets` lists" in empty.stderr


def test_two_lists_at_once_are_refused(smewatch: Smewatch) -> None:
    refused = smewatch("targets", "--history", "--cascade")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "ask for one of them" in refused.stderr
