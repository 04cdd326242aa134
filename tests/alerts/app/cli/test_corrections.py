"""`smewatch findings` and `smewatch reanalyse` as their user meets them."""

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

GOAL = (
    "<p>示例省日前印发专精特新中小企业梯度培育行动方案，支持中小企业发展。到2027年，示例省培育专精特新中小企业5000家。</p>"
    "<p>示例省工业和信息化厅厅长林示范表示，要把中小企业的培育放在更加重要的位置。</p>"
)


@pytest.fixture
def archive(smewatch: Command, tmp_path: Path) -> Command:
    """A command line whose archive holds one article: a figure and a statement were found in it."""
    document = Document("示例省加强中小企业培育", ("示例",), "示例日报", datetime(2026, 11, 12, tzinfo=UTC), GOAL)
    (tmp_path / "article.md").write_bytes(codec.dumps(document))
    done = smewatch("seeds", "import", tmp_path / "article.md")
    assert done.returncode == 0, done.stderr
    return smewatch


def rows(printed: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert printed.returncode == 0, printed.stderr
    return [json.loads(line) for line in printed.stdout.splitlines()]


def test_a_finding_is_rejected_and_the_rejection_undone(archive: Command) -> None:
    figure, said = sorted(rows(archive("findings", "--json")), key=lambda it: it["finding"] != "target")
    assert (figure["value"], said["speaker"]) == (5000, "林示范")
    assert [it["id"] for it in rows(archive("targets", "示例省", "--json"))] == [figure["id"]]
    assert [it["id"] for it in rows(archive("statements", "林示范", "--json"))] == [said["id"]]
    done = archive("findings", "reject", str(figure["id"]), "--why", "不是目标", "--by", "审核员")
    assert (done.returncode, done.stderr) == (
        0, f"{figure['id']} is rejected; `smewatch findings undo 1` takes that back\n",
    )  # fmt: skip
    assert rows(archive("targets", "示例省", "--json")) == []
    assert [it["rejected"] for it in rows(archive("findings", "5000家", "--json"))] == [True]
    (entry,) = rows(archive("findings", "log", "--json"))
    assert (entry["by"], entry["why"], entry["action"]) == ("审核员", "不是目标", "reject")
    assert archive("findings", "undo", "1").returncode == 0
    assert [it["value"] for it in rows(archive("targets", "示例省", "--json"))] == [5000]


def test_a_corrected_field_is_shown_beside_what_was_read(archive: Command) -> None:
    (figure,) = rows(archive("findings", "5000家", "--json"))
    done = archive("findings", "correct", str(figure["id"]), "--value", "6000", "--deadline", "", "--why", "读错了")
    assert done.returncode == 0, done.stderr
    (shown,) = rows(archive("targets", "示例省", "--json"))
    assert (shown["value"], shown["deadline"]) == (6000, None)
    page = archive("findings", "show", str(figure["id"])).stdout
    assert "6,000" in page
    assert "5,000" in page
    assert "读错了" in page
    assert rows(archive("reanalyse", "--json")) == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("reject", "99", "--why", "x"), "99 is no finding: `smewatch findings list` shows what there is"),
        (("show", "-1"), "-1 is no number here: `smewatch findings list` shows those that are"),
        (("undo", "99"), "99 is no correction: `smewatch findings log` shows those that are"),
        (("correct", "1", "--why", "x"), "says that already: name a field"),
    ],
)
def test_a_mistake_is_named_with_the_next_step(archive: Command, command: tuple[str, ...], words: str) -> None:
    done = archive("findings", *command)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_rejected_becomes_a_labelled_article(archive: Command, tmp_path: Path) -> None:
    (figure,) = rows(archive("findings", "5000家", "--json"))
    archive("findings", "reject", str(figure["id"]), "--why", "不是目标")
    assert archive("findings", "labels", tmp_path / "labelled").returncode == 0
    (label,) = (tmp_path / "labelled" / "labels").iterdir()
    document = codec.loads((tmp_path / "labelled" / "docs" / f"{label.stem}.md").read_bytes())
    assert document.title == "示例省加强中小企业培育"
    read = json.loads(label.read_text(encoding="utf-8"))
    assert (read["targets"], [it["speaker"] for it in read["statements"]]) == ([], ["林示范"])
    archive("findings", "undo", "1")
    assert archive("findings", "labels", tmp_path / "undone").stderr.startswith("0 articles")


def test_reanalysis_says_that_nothing_differs(archive: Command) -> None:
    done = archive("reanalyse")
    assert (done.returncode, "added       0" in done.stdout) == (0, True)
    assert archive("reanalyse", "--apply", "--since", "2020-01-01").returncode == 0
    assert archive("reanalyse", "--since", "yesterday").returncode == 2
