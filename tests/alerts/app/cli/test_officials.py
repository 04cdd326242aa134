"""`smewatch officials` and `smewatch statements` as their user meets them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from seeds import codec
from seeds.document import Document

Command = Callable[..., CompletedProcess[str]]

ARTICLES = (
    "<p>示例省工业和信息化厅副厅长林示范表示，到2027年要培育专精特新中小企业3000家，为中小企业提供更加有力的支撑。</p>",
    "<p>示例省工业和信息化厅厅长林示范表示，到2027年要培育专精特新中小企业4000家，为中小企业提供更加有力的支撑。</p>",
    "<p>工业和信息化部中小企业局副局长王海示介绍，中小企业“数字化转型”城市试点已经覆盖百余座城市。</p>",
)


@pytest.fixture
def archive(smewatch: Command, tmp_path: Path) -> Command:
    """A command line whose archive holds what two officials have said, one of them in two offices."""
    for number, body in enumerate(ARTICLES, 1):
        published = datetime(2026, 11, number, tzinfo=UTC)
        document = Document(f"中小企业工作之{number}", ("要闻",), "示例日报", published, body)
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{number}.md").write_bytes(codec.dumps(document))
    done = smewatch("seeds", "import", tmp_path / "in")
    assert done.returncode == 0, done.stderr
    return smewatch


def rows(printed: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert printed.returncode == 0, printed.stderr
    return [json.loads(line) for line in printed.stdout.splitlines()]


def test_officials_are_listed_in_their_present_office(archive: Command) -> None:
    assert [(it["name"], it["position"], it["statements"]) for it in rows(archive("officials", "--json"))] == [
        ("王海示", "中小企业局副局长", 1),
        ("林示范", "厅长", 2),
    ]
    assert [it["name"] for it in rows(archive("officials", "工业和信息化部", "中小企业局", "--json"))] == ["王海示"]


def test_a_history_has_each_office_and_marks_what_was_only_said_in_other_words(archive: Command) -> None:
    printed = archive("officials", "林示范", "--history").stdout
    assert printed.index("副厅长") < printed.index("措辞有变") < printed.index("新表态")
    said = rows(archive("officials", "林示范", "--history", "--json"))
    assert [(it["kind"], it["published"][:10]) for it in said] == [("reworded", "2026-11-02"), ("new", "2026-11-01")]


def test_statements_are_found_by_all_words_however_they_are_set(archive: Command) -> None:
    (found,) = rows(archive("statements", "数字化转型城市试点", "王海示", "--json"))
    assert found["speaker"] == "王海示"
    assert rows(archive("statements", "数字化转型", "林示范", "--json")) == []


def test_nobody_of_that_name_is_an_empty_list(archive: Command) -> None:
    assert rows(archive("officials", "无此人", "--json")) == []
    assert archive("officials", "无此人", "--history").returncode == 0
