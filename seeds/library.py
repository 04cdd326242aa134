"""Documents and fingerprints in files: a folder of seed documents, `fingerprints.jsonl`, the corpus that travels along.

The only module of `seeds` that touches a file. What the bytes mean is `seeds.codec`'s and `seeds.fingerprint`'s.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from seeds import codec, facts, fingerprint
from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.facts import Facts
from seeds.fingerprint import KnownText, decode_sketch, encode_sketch
from seeds.text import plain

SUFFIXES = frozenset({".txt", ".md"})

FOLDER_BYTES = 80
SLUG_BYTES = 120
DEPTH = 3
"""How many categories become folders: the form's writers name a section, a publisher and its column."""


def load(path: Path) -> Iterator[tuple[Path, Document | SeedFormatError]]:
    """Read a document, or all `.txt` and `.md` files below a folder in the order of their paths.

    What cannot be read comes as its error, with the path beside it: one bad file never stops the rest. Hidden files
    and folders are passed over.
    """
    for file in documents_below(path) if path.is_dir() else [path]:
        yield file, read(file)


def documents_below(folder: Path) -> list[Path]:
    """Return the paths that `load` reads below a folder, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read(path: Path) -> Document | SeedFormatError:
    """Read one document; what cannot be read comes as its error."""
    try:
        return parse(path.read_bytes())
    except OSError as error:
        return SeedFormatError(f"cannot be read: {error.strerror}")


def parse(raw: bytes) -> Document | SeedFormatError:
    """Read a document's bytes; what cannot be read comes as its error."""
    try:
        return codec.loads(raw)
    except SeedFormatError as error:
        return error


def verify(path: Path) -> Iterator[tuple[Path, SeedFormatError | None]]:
    """Compare documents with the fixed form, byte by byte; what differs, or cannot be read, comes with the reason."""
    for file, found in load(path):
        if isinstance(found, SeedFormatError):
            yield file, found
        elif codec.dumps(found) != file.read_bytes():
            yield file, SeedFormatError("a document, but not in the fixed form: other writers' variant")
        else:
            yield file, None


def path_of(document: Document, digits: str = "") -> PurePosixPath:
    """Return where a document lies in a folder: `金融/新浪财经/20211223-<title>-<digits>.txt`.

    Folders are made of the categories (`DEPTH` at most), the name of the UTC date (`undated` where there is none), the
    title and `digits` that tell it from others (the first eight of its content hash if nothing else is said): the same
    article always goes to the same place. A part holds letters, digits and hyphens alone, is short enough for any file
    system, and never leads out of the folder.
    """
    folders = [name for category in document.categories[:DEPTH] if (name := _safe(category, FOLDER_BYTES))]
    digits = digits or fingerprint.content_hash(document.title, plain(document.body)).partition(":")[2][:8]
    slug = _safe(document.title, SLUG_BYTES) or "untitled"
    day = f"{document.date:%Y%m%d}" if document.date else "undated"
    return PurePosixPath(*folders, f"{day}-{slug}-{digits}.txt")


def write(folder: Path, document: Document) -> Path:
    """Write a document to its place below `folder`; returns the path. A reader never sees half a file.

    Raises SeedFormatError for what the form cannot hold, OSError where the folder cannot be written.
    """
    raw = codec.dumps(document)
    path = folder / path_of(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(raw)
    return path


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the path's place once all is written to it; after an error, all is as it was."""
    part = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_fingerprints(path: Path) -> list[KnownText]:
    """Read a `fingerprints.jsonl`; raises SeedFormatError with the line for what is none."""
    return _known_texts(path)


def write_fingerprints(path: Path, known: Iterable[KnownText]) -> None:
    """Write a `fingerprints.jsonl`, one text a line.

    The corpus's own is made anew, when the rule of the fingerprint changes, from the folder of the originals:

        write_fingerprints(path, (known_text(document) for _, document in load(originals)))
    """
    rows = (
        {
            "title": it.title,
            "date": it.date.isoformat() if it.date else None,
            "publisher": it.publisher,
            "content_hash": it.content_hash,
            "sketch": encode_sketch(it.sketch),
            "particulars": encode_sketch(it.particulars),
        }
        for it in known
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def corpus_documents() -> list[Document]:
    """Read the documents that were written for this project."""
    folder = _corpus() / "documents"
    return [codec.loads(file.read_bytes()) for file in sorted(folder.iterdir(), key=lambda file: file.name)]


def corpus_fingerprints() -> list[KnownText]:
    """Read the fingerprints of the original documents, whose text is their publishers' and is not kept here."""
    return _known_texts(_corpus() / "fingerprints.jsonl")


def corpus_facts() -> Facts:
    """Read what the original documents state."""
    return facts.loads((_corpus() / "facts.toml").read_text(encoding="utf-8"))


def _corpus() -> Traversable:
    return files("seeds") / "corpus"


def _known_texts(source: Traversable) -> list[KnownText]:
    known: list[KnownText] = []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            sketch = decode_sketch(row["sketch"])
            date = datetime.fromisoformat(row["date"]) if row["date"] else None
            particulars = decode_sketch(row["particulars"])
            known.append(KnownText(row["title"], date, row["publisher"], row["content_hash"], sketch, particulars))
        except (ValueError, KeyError, TypeError, SeedFormatError) as error:
            raise SeedFormatError(f"{source}, line {number}: no fingerprint ({error}); write the file anew") from error
    return known


def _safe(name: str, limit: int) -> str:
    """Turn a name into one part of a path: letters and digits, a hyphen for all else, `limit` bytes at most."""
    words = re.sub(r"[\W_]+", "-", name).strip("-")
    return words.encode(errors="ignore")[:limit].decode(errors="ignore").strip("-")
