"""`db upgrade`, `db cleanup` and what `doctor` says of prints, as their user meets them."""

import json
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from seeds import library
from seeds.document import Document
from tests.conftest import Smewatch

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def archive(smewatch: Smewatch, tmp_path: Path) -> Path:
    """A database with two texts in it."""
    for words in ("示例市马拉松周日开跑，跑者从滨江广场出发。", "示例县图书馆延长开放时间，周末到晚上九点。"):
        library.write(tmp_path / "in", Document("示例市消息", ("要闻",), "示例网", NOW, f"<p>{words}</p>"))
    assert smewatch("seeds", "import", tmp_path / "in").returncode == 0
    return tmp_path / "data" / "smewatch.db"


def prints(smewatch: Smewatch) -> tuple[bool, str]:
    findings = map(json.loads, smewatch("doctor", "--json").stdout.splitlines())
    return next((it["fine"], it["words"]) for it in findings if it["part"] == "prints")


def test_an_archive_of_earlier_rules_works_and_is_brought_up_to_date_on_request(
    smewatch: Smewatch, archive: Path
) -> None:
    assert prints(smewatch) == (True, "all of this version")
    database = sqlite3.connect(archive)
    with database:
        database.execute("UPDATE revisions SET content_hash = '1' || substr(content_hash, 2)")
    database.close()
    assert len(smewatch("articles", "--json").stdout.splitlines()) == 2
    assert prints(smewatch) == (False, "2 texts have prints of an earlier version: run `smewatch db upgrade`")
    upgraded = smewatch("db", "upgrade")
    assert upgraded.returncode == 0
    assert upgraded.stderr.splitlines() == [
        "making prints: 2/2 texts",
        "2 texts have a new print",
        "the database is ready",
    ]
    assert prints(smewatch) == (True, "all of this version")
    assert smewatch("db", "upgrade").stderr == "the database is ready\n"


def test_a_clean_up_says_what_it_removed(smewatch: Smewatch, archive: Path) -> None:
    database = sqlite3.connect(archive)
    with database:
        database.execute("UPDATE revisions SET fetched_at = '2020-01-01 00:00:00.000000' WHERE number = 1")
    database.close()
    cleaned = smewatch("db", "cleanup")
    assert cleaned.returncode == 0
    others = "0 polls, 0 runs, 0 entries, the texts of 0 mails, 0 sign-ups that nobody confirmed"
    assert cleaned.stderr == f"removed: 1 documents of irrelevant texts, {others}\n"
    assert smewatch("db", "cleanup").stderr == f"removed: 0 documents of irrelevant texts, {others}\n"
    assert len(smewatch("articles", "--json").stdout.splitlines()) == 2


def test_the_version_is_the_packages(smewatch: Smewatch) -> None:
    told = smewatch("--version")
    assert (told.returncode, told.stdout) == (0, f"smewatch {version('smewatch')}\n")


def test_a_retention_that_is_too_short_is_refused_with_the_reason(smewatch: Smewatch) -> None:
    refused = smewatch("db", "cleanup", RETENTION__IRRELEVANT_DAYS="7")
    assert refused.returncode == 2
    assert "retention.irrelevant_days does not fit: at least 30 days" in refused.stderr
