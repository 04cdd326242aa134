"""`seeds export` and `seeds import` as their user meets them: progress, Ctrl-C, damage."""

import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from seeds import library
from seeds.document import Document
from tests.conftest import Smewatch

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def write(folder: Path, count: int) -> None:
    for number in range(count):
        body = f"<p>第{number}号公告：示例省第{number}批“专精特新”中小企业名单公示，共{number}家。</p>"
        library.write(folder, Document(f"示例省第{number}批名单", ("公告",), "示例网", NOW, body))


def test_an_archive_is_exported_verified_and_imported_elsewhere(smewatch: Smewatch, tmp_path: Path) -> None:
    write(tmp_path / "in", 30)
    assert smewatch("seeds", "import", tmp_path / "in").returncode == 0
    exported = smewatch("seeds", "export", tmp_path / "out")
    assert exported.returncode == 0
    assert exported.stderr.splitlines() == [
        "exporting: 30/30 texts, 30 documents written",
        f"30 texts in {tmp_path / 'out'}; 30 documents were new or had changed",
    ]
    verified = smewatch("seeds", "verify", tmp_path / "out")
    assert (verified.returncode, verified.stderr) == (0, "30 of 30 documents are in the fixed form\n")
    elsewhere = str(tmp_path / "elsewhere")
    imported = smewatch("seeds", "import", tmp_path / "out", DATA_DIR=elsewhere)
    assert imported.returncode == 0
    assert imported.stderr.splitlines()[-1].startswith("30 documents taken in, 0 known already")
    assert smewatch("seeds", "export", tmp_path / "again", DATA_DIR=elsewhere).returncode == 0
    assert (tmp_path / "again" / "index.jsonl").read_bytes() == (tmp_path / "out" / "index.jsonl").read_bytes()


def test_ctrl_c_keeps_what_was_taken_in_and_another_try_completes_it(smewatch: Smewatch, tmp_path: Path) -> None:
    write(tmp_path / "in", 1000)
    with smewatch.start("seeds", "import", tmp_path / "in") as importing:
        assert importing.stderr is not None
        assert importing.stderr.readline() == "importing: 100/1000 texts taken in\n"
        importing.send_signal(signal.SIGINT)
        *_, last = importing.stderr.read().splitlines()
        assert importing.wait(60) == 130
    assert last == "interrupted: what was taken in is kept, and another try goes on from there"
    again = smewatch("seeds", "import", tmp_path / "in")
    assert again.returncode == 0
    added, known = (int(part.split()[0]) for part in again.stderr.splitlines()[-1].split(", ")[:2])
    assert added + known == 1000
    assert known >= 100
    assert added > 0


def test_what_is_damaged_is_named_and_the_rest_is_taken_in(smewatch: Smewatch, tmp_path: Path) -> None:
    write(tmp_path / "in", 2)
    smewatch("seeds", "import", tmp_path / "in")
    smewatch("seeds", "export", tmp_path / "out")
    index = tmp_path / "out" / "index.jsonl"
    index.write_text("damage\n" + index.read_text(encoding="utf-8"), encoding="utf-8")
    imported = smewatch("seeds", "import", tmp_path / "out", DATA_DIR=str(tmp_path / "elsewhere"))
    assert imported.returncode == 1
    assert f"smewatch: {index}, line 1: no JSON" in imported.stderr
    assert "2 documents taken in" in imported.stderr


@pytest.mark.parametrize("place", ["file", "file/deeper"])
def test_a_folder_that_cannot_be_written_is_one_sentence(smewatch: Smewatch, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    refused = smewatch("seeds", "export", tmp_path / place)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "cannot be written" in refused.stderr
