"""A folder of the archive: safe places, an index that is whole or not there, and nothing read outside."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import holding, shelf
from crawler.holding import Address, Holding
from crawler.model import Novelty, Relevance, Verdict
from crawler.shelf import Offer, Refusal
from seeds import codec, library
from seeds.document import Document

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
DOCUMENT = Document("示例省出台措施", ("财经", "示例网"), "示例网", NOW, "<p>示例省将为中小企业减免租金。</p>")
HOLDING = Holding(
    number=1,
    content_hash=f"2:{'0' * 32}",
    text_version=2,
    title=DOCUMENT.title,
    published=NOW,
    address=Address("https://news.example.org/1.html", "example", NOW),
    publisher="example",
    source="example/news",
    fetched_at=NOW,
    relevance=Relevance(0.0, (), ()),
    novelty=Novelty(Verdict.NEW, "new", story=1),
    announced=False,
)


def write_index(folder: Path, *lines: str) -> None:
    (folder / shelf.INDEX).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def line(path: str | None) -> str:
    return holding.dumps(replace(HOLDING, path=path))


def test_different_texts_with_one_title_and_day_never_share_a_place(tmp_path: Path) -> None:
    hashes = [f"2:{'0' * 31}1", f"2:{'0' * 31}2", f"2:1:{'0' * 31}1"]
    places = [shelf.place(tmp_path, it, codec.dumps(DOCUMENT)) for it in hashes]
    assert all(is_new for _, is_new in places)
    assert len({place for place, _ in places}) == 3
    assert {place.rpartition("/")[0] for place, _ in places} == {"财经/示例网"}


def test_a_document_that_is_there_is_left_and_one_that_was_changed_is_written_anew(tmp_path: Path) -> None:
    raw = codec.dumps(DOCUMENT)
    place, _ = shelf.place(tmp_path, HOLDING.content_hash, raw)
    assert shelf.place(tmp_path, HOLDING.content_hash, raw) == (place, False)
    (tmp_path / place).write_bytes(b"half")
    assert shelf.place(tmp_path, HOLDING.content_hash, raw) == (place, True)
    assert (tmp_path / place).read_bytes() == raw


def test_an_index_that_is_broken_off_leaves_the_old_one(tmp_path: Path) -> None:
    with shelf.new_index(tmp_path) as add:
        add(HOLDING)
    before = (tmp_path / shelf.INDEX).read_bytes()

    def broken_off() -> None:
        with shelf.new_index(tmp_path) as add:
            add(replace(HOLDING, number=2))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert [it.name for it in tmp_path.iterdir()] == [shelf.INDEX]
    assert (tmp_path / shelf.INDEX).read_bytes() == before


def test_what_the_index_names_comes_first_and_what_it_does_not_name_after_it(tmp_path: Path) -> None:
    named, other = library.write(tmp_path, DOCUMENT), library.write(tmp_path, replace(DOCUMENT, title="另一篇"))
    write_index(tmp_path, line(named.relative_to(tmp_path).as_posix()), line(None))
    surveyed = shelf.survey(tmp_path)
    assert len(surveyed) == 3
    first, expired, last = shelf.offers(surveyed)
    assert isinstance(first, Offer)
    assert (first.document, first.holding and first.holding.number) == (named, 1)
    assert isinstance(expired, Offer)
    assert (expired.document, expired.name) == (None, f"{tmp_path / shelf.INDEX}, line 2")
    assert last == Offer(str(other), other)


def test_a_folder_without_an_index_and_a_single_file_are_shelves_too(tmp_path: Path) -> None:
    path = library.write(tmp_path, DOCUMENT)
    for place in (tmp_path, path):
        surveyed = shelf.survey(place)
        assert len(surveyed) == 1
        assert list(shelf.offers(surveyed)) == [Offer(str(path), path)]


@pytest.mark.parametrize(
    "path", ["../outside.txt", "a/../../outside.txt", "/etc/hostname", "link.txt", "folder/outside.txt", ".."]
)
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    outside = tmp_path / "outside.txt"
    outside.write_bytes(codec.dumps(DOCUMENT))
    (folder / "link.txt").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    write_index(folder, line(path))
    refused = next(shelf.offers(shelf.survey(folder)))
    assert isinstance(refused, Refusal)
    assert refused.name == f"{folder / shelf.INDEX}, line 1"
    assert "leads out of the folder" in refused.reason


@pytest.mark.parametrize("path", ["circle", "示" * 200, "a/" * 3000 + "b", ".", "folder"])
def test_a_path_that_is_no_file_is_refused_and_those_after_it_are_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "folder").mkdir()
    write_index(tmp_path, line(path), "", line(None))
    first, second = shelf.offers(shelf.survey(tmp_path))
    assert isinstance(first, Refusal)
    assert isinstance(second, Offer)
    assert second.name.endswith("line 3")


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    path = library.write(tmp_path, DOCUMENT)
    (tmp_path / "link.txt").symlink_to(path)
    write_index(tmp_path, line("link.txt"))
    offered = next(shelf.offers(shelf.survey(tmp_path)))
    assert isinstance(offered, Offer)


def test_bytes_that_are_no_text_cost_their_line_alone(tmp_path: Path) -> None:
    raw = line(None).encode()
    damaged = raw.replace("示例省".encode(), b"\xff\xfe")
    (tmp_path / shelf.INDEX).write_bytes(b"\xef\xbb\xbf" + raw + b"\n" + damaged + b"\r\n" + raw)
    assert [type(it) for it in shelf.offers(shelf.survey(tmp_path))] == [Offer, Refusal, Offer]
