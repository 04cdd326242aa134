"""A folder of the archive: seed documents, and beside them an index of what the seed format has no place for.

Documents lie where `seeds.library` puts them; `index.jsonl` has a line for each kept text (`crawler.holding`), in the
order of their numbers. A folder without an index, or a single document, is read in the same way: then all that is known
of a text is its document. What is read here is taken for a stranger's: nothing outside the folder is opened.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler import holding
from crawler.errors import IndexLineError
from crawler.holding import Holding
from seeds import codec, library

INDEX = "index.jsonl"


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that a folder holds: its document, what the index says of it, or both. `name` is how a person finds it."""

    name: str
    document: Path | None
    holding: Holding | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be read, or taken in: where it is, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies at a path: an index of so many lines or none, and documents that no line names.

    Where a line cannot be read it may name any of those: `left_out` counts them then, and they are not taken in, for
    what they are known by would be lost.
    """

    index: Path | None
    lines: int
    others: Sequence[Path]
    left_out: int = 0

    def __len__(self) -> int:
        """Count its texts."""
        return self.lines + len(self.others) + bool(self.left_out)


def survey(path: Path) -> Shelf:
    """Look at what lies at a path, without reading a document."""
    if not path.is_dir():
        return Shelf(None, 0, [path])
    if not (index := path / INDEX).is_file():
        return Shelf(None, 0, library.documents_below(path))
    named = [_path_in(line) for _, line in _lines(index)]
    paths = set(named)
    others = [it for it in library.documents_below(path) if it.relative_to(path).as_posix() not in paths]
    if None in paths:
        return Shelf(index, len(named), (), left_out=len(others))
    return Shelf(index, len(named), others)


def offers(shelf: Shelf) -> Iterator[Offer | Refusal]:
    """Return the texts of a shelf in order: those of the index, then the others. A line that is none is refused."""
    if shelf.index:
        for number, line in _lines(shelf.index):
            name = f"{shelf.index}, line {number}"
            try:
                yield _offer(shelf.index.parent, name, holding.loads(line))
            except IndexLineError as error:
                yield Refusal(name, str(error))
    if shelf.left_out:
        why = "a line that cannot be read may name them: mend it, and import again"
        yield Refusal(str(shelf.index), f"{shelf.left_out} documents that no line names are left out, because {why}")
    for path in shelf.others:
        yield Offer(str(path), path)


def place(folder: Path, content_hash: str, raw: bytes) -> tuple[str, bool]:
    """Write a text's document to its place; return that place in the folder, and whether it was new or had changed.

    The digits of a content hash are in the name, so that no two texts share a place. Raises SeedFormatError for what
    is no document, OSError where the folder cannot be written.
    """
    digits = content_hash.partition(":")[2].replace(":", "-")
    within = library.path_of(codec.loads(raw), digits)
    path = folder / within
    if path.is_file() and path.read_bytes() == raw:
        return str(within), False
    path.parent.mkdir(parents=True, exist_ok=True)
    with library.replacing(path) as file:
        file.write(raw)
    return str(within), True


@contextmanager
def new_index(folder: Path) -> Iterator[Callable[[Holding], None]]:
    """Give the function that adds a line to a new index; it takes the old one's place once all lines are there."""
    folder.mkdir(parents=True, exist_ok=True)
    with library.replacing(folder / INDEX) as file:

        def add(kept: Holding) -> None:
            file.write(f"{holding.dumps(kept)}\n".encode())

        yield add


def _offer(folder: Path, name: str, kept: Holding) -> Offer:
    if kept.path is None:
        return Offer(name, None, kept)
    path = folder / kept.path
    try:
        # Where it really lies is asked of the file system: `..` and links lead out as well as an absolute path does.
        inside = path.resolve().is_relative_to(folder.resolve())
        readable = not path.exists() or path.is_file()  # what is missing is told of when it is read
    except (OSError, RuntimeError) as error:  # too long a name; links that go round in a circle
        raise IndexLineError(f"its path {kept.path!r} cannot be followed: {error}") from error
    if not inside:
        raise IndexLineError(f"its path {kept.path!r} leads out of the folder")
    if not readable:
        raise IndexLineError(f"its path {kept.path!r} is no file")
    return Offer(f"{name}: {kept.path}", path, kept)


def _lines(index: Path) -> Iterator[tuple[int, str]]:
    with index.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def _path_in(line: str) -> str | None:
    """Return the path that a line names, "" where it names none, None where it cannot be read."""
    try:
        return str(json.loads(line).get("path") or "")
    except (ValueError, AttributeError, RecursionError):
        return None
