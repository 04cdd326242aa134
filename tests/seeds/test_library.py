"""Documents and fingerprints in files: folders, safe places, damaged files."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds import codec, library
from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.fingerprint import known_text

DOCUMENT = Document(
    title="示例省：支持_专精特新_企业",
    categories=("金融", "示例财经", "示例财经－国內", "再下一级"),
    author="示例财经",
    date=datetime(2021, 12, 23, 17, 0, tzinfo=UTC),
    body="<p>示例省到2025年培育五百家专精特新企业，支持创新。</p>",
)


def test_a_document_lies_under_folders_of_its_categories() -> None:
    path = library.path_of(DOCUMENT)
    assert path.parent.parts == ("金融", "示例财经", "示例财经-国內")
    assert path.name == "20211223-示例省-支持-专精特新-企业-64045e3b.txt"


def test_the_same_text_goes_to_the_same_place_and_another_to_another() -> None:
    respaced = replace(DOCUMENT, body=DOCUMENT.body.replace("2025", " 2025 "))
    assert library.path_of(respaced) == library.path_of(DOCUMENT)
    assert library.path_of(replace(DOCUMENT, body="<p>别的文章</p>")) != library.path_of(DOCUMENT)
    assert library.path_of(replace(DOCUMENT, date=None)).name.startswith("undated-")


@pytest.mark.parametrize("name", ["..", "/etc", "../../上级", ".隐藏", "C:\\上级", "a\0b", "a\nb", "", "  ", "\ud800"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    path = library.path_of(replace(DOCUMENT, title=name, categories=(name, "金融")))
    assert not path.is_absolute()
    assert not any(part.startswith(".") or set(part) & set("/\\:\0\n ") for part in path.parts)


@given(st.text(), st.lists(st.text(), max_size=5).map(tuple))
def test_every_part_of_a_path_fits_a_file_system(title: str, categories: tuple[str, ...]) -> None:
    path = library.path_of(replace(DOCUMENT, title=title, categories=categories))
    assert all(part and len(part.encode()) <= 200 for part in path.parts)
    assert len(path.parts) <= 4


def test_a_long_title_is_cut_between_characters() -> None:
    name = library.path_of(replace(DOCUMENT, title="创" * 200, categories=("新" * 200,)))
    assert name.parts[0] == "新" * 26
    assert name.name == f"20211223-{'创' * 40}-64045e3b.txt"


def test_a_document_that_was_written_is_loaded_again(tmp_path: Path) -> None:
    path = library.write(tmp_path, DOCUMENT)
    assert path == tmp_path / library.path_of(DOCUMENT)
    assert path.read_bytes() == codec.dumps(DOCUMENT)
    assert library.write(tmp_path, DOCUMENT) == path
    assert list(library.load(tmp_path)) == [(path, DOCUMENT)]
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]


def test_a_document_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SeedFormatError):
        library.write(tmp_path, replace(DOCUMENT, author="上\n下"))
    assert list(tmp_path.iterdir()) == []


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    raw = codec.dumps(DOCUMENT)
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("a.txt", "b/d.md", "c.MD", "e.html", ".hidden.txt", ".git/f.txt"):
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "b" / "c.txt").write_bytes(b"<html>")
    (tmp_path / "b" / "g.txt").symlink_to(tmp_path / "nowhere")
    loaded = {path.relative_to(tmp_path).as_posix(): found for path, found in library.load(tmp_path)}
    assert list(loaded) == ["a.txt", "b/c.txt", "b/d.md", "c.MD"]
    assert isinstance(loaded.pop("b/c.txt"), SeedFormatError)
    assert set(loaded.values()) == {DOCUMENT}


def test_one_file_is_loaded_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "article"
    path.write_bytes(codec.dumps(DOCUMENT))
    assert list(library.load(path)) == [(path, DOCUMENT)]


def test_a_file_that_is_not_there_comes_as_its_error(tmp_path: Path) -> None:
    [(path, error)] = library.load(tmp_path / "nowhere.txt")
    assert path.name == "nowhere.txt"
    assert "No such file" in str(error)


def test_fingerprints_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "fingerprints.jsonl"
    known = [known_text(DOCUMENT), known_text(replace(DOCUMENT, title="短", body="快讯"))]
    library.write_fingerprints(path, known)
    assert library.read_fingerprints(path) == known


@pytest.mark.parametrize(
    "line", ["甲", "{}", "[]", '{"title": "", "date": "x", "publisher": "", "content_hash": "", "sketch": ""}']
)
def test_a_damaged_fingerprint_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "fingerprints.jsonl"
    library.write_fingerprints(path, [known_text(DOCUMENT)])
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(SeedFormatError, match=r"fingerprints\.jsonl, line 2: "):
        library.read_fingerprints(path)
