"""`analyse` as its user meets it: the topics by their titles, and why everything was read as it was."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from seeds import library
from seeds.document import Document
from tests.conftest import Smewatch

BODY = (
    "<p>示例省日前印发《关于培育500家示范企业的通知》，支持中小企业专精特新发展。</p>"
    "<p>力争到2027年，全省培育专精特新中小企业3000家左右，每家补贴20万元。</p>"
    "<p>示例省工业和信息化厅副厅长林示范表示，下一步将为中小企业提供更加精准的服务。记者看到，企业表示欢迎。</p>"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    moment = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    document = Document("示例省培育三千家专精特新中小企业", ("要闻",), "示例网", moment, BODY)
    library.write(tmp_path / "in", document)
    return tmp_path / "in"


def test_topics_are_listed_by_their_titles_and_scripted_by_their_names(smewatch: Smewatch, article: Path) -> None:
    assert "中小企业政策、专精特新培育 (" in smewatch("analyse", article).stdout
    found: dict[str, Any] = json.loads(smewatch("analyse", "--json", article).stdout)
    assert found["topics"] == ["sme-policy", "cultivation"]
    assert "explanation" not in found


def test_an_explanation_is_one_more_member_and_changes_nothing_else(smewatch: Smewatch, article: Path) -> None:
    plain = json.loads(smewatch("analyse", "--json", article).stdout)
    explained = json.loads(smewatch("analyse", "--json", "--explain", article).stdout)
    explanation = explained.pop("explanation")
    assert explained == plain
    reached = [it["topic"] for it in explanation["topics"] if it["reached"]]
    assert reached == plain["topics"]
    assert [it["rule"] for it in explanation["figures"]] == ["title", "taken", "per head"]
    assert explanation["statements"][0]["rule"] == "taken"
    assert {it["field"] for it in explanation["figures"][1]["grounds"]} >= {"value", "object", "status", "deadline"}


def test_a_document_is_read_from_standard_input(smewatch: Smewatch, article: Path) -> None:
    (file,) = article.rglob("*.txt")
    (line,) = smewatch("analyse", "--json", file).stdout.splitlines()
    done = smewatch.fed(file.read_bytes(), "analyse", "--json", "-")
    assert json.loads(done.stdout) == {**json.loads(line), "path": "-"}
    assert "smewatch: -: " in smewatch.fed(b"", "analyse", "-").stderr


def test_an_explanation_names_its_columns_in_lines_too(smewatch: Smewatch, article: Path) -> None:
    lines = [line.split() for line in smewatch("analyse", "--explain", article).stdout.splitlines()]
    assert ["Topic", "Score", "Needed", "Title", "Density", "Breadth", "Opening"] in lines
    assert ["Number", "Field", "Value", "Because"] in lines
    assert ["Number", "At", "Rule", "Words", "Why"] in lines


def test_on_a_terminal_an_explanation_keeps_to_its_width(
    smewatch: Smewatch, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    shown = Text.from_ansi(smewatch("analyse", "--explain", article).stdout).plain
    for heading in ("Topics", "Terms", "Figures taken (1)", "Figures not taken (2)", "Statements taken (1)"):
        assert heading in shown
    _, _, explained = shown.partition("Topics (")
    assert max(map(cell_len, explained.splitlines())) <= 80


def test_elsewhere_an_explanation_is_one_line_a_row(smewatch: Smewatch, article: Path) -> None:
    lines = [" ".join(line.split()) for line in smewatch("analyse", "--explain", article).stdout.splitlines()]
    assert "deadline 2027 到2027年" in lines
    assert any(line.startswith("20万元") and "per head 每家 it is an amount for each" in line for line in lines)
