"""The archive is written to a folder."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from alerts.app.bootstrap import App
from crawler import shelf
from crawler.archive import articles, holdings
from crawler.errors import ConfigurationError
from crawler.holding import Holding
from crawler.shelf import Refusal
from seeds.errors import SeedFormatError

_PAGE = 200  # texts read at once: memory stays the same, however many there are


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What came of an export: texts in the index, documents that were written (the others lay there already).

    `expired` counts the texts without a document, because their time is up; `refused` are those whose document cannot
    be written.
    """

    texts: int
    written: int
    expired: int
    refused: tuple[Refusal, ...]


def export(
    app: App, folder: Path, on_progress: Callable[[int, int, str], None] = lambda done, total, words: None
) -> ExportReport:
    """Write the archive as seed documents, and an index beside them.

    Doing it again brings the folder up to date: documents that are there are left, and so is whatever else lies there.
    An interruption leaves the index as it was. Raises ConfigurationError where the folder cannot be written.
    """
    try:
        return _export(app, folder, on_progress)
    except OSError as error:
        raise ConfigurationError(f"{folder} cannot be written: {error.strerror}") from error


def _export(app: App, folder: Path, on_progress: Callable[[int, int, str], None]) -> ExportReport:
    refused: list[Refusal] = []
    texts = written = expired = last = 0
    with app.database.read() as connection:
        total = articles.count(connection)
    with shelf.new_index(folder) as add:
        while page := _page(app, last):
            for kept, document in page:
                place, is_new = _place(folder, kept, document)
                if isinstance(place, Refusal):
                    refused.append(place)
                add(replace(kept, path=place if isinstance(place, str) else None))
                written += is_new
                expired += document is None
                last = kept.number
            texts += len(page)
            on_progress(texts, max(texts, total), f"{texts}/{max(texts, total)} texts, {written} documents written")
    return ExportReport(texts, written, expired, tuple(refused))


def _page(app: App, after: int) -> list[tuple[Holding, bytes | SeedFormatError | None]]:
    with app.database.read() as connection:
        return holdings.after(connection, after, _PAGE)


def _place(folder: Path, kept: Holding, document: bytes | SeedFormatError | None) -> tuple[str | Refusal | None, bool]:
    if document is None:
        return None, False
    try:
        if isinstance(document, SeedFormatError):
            raise document
        return shelf.place(folder, kept.content_hash, document)
    except SeedFormatError as error:
        return Refusal(f"text {kept.number} ({kept.address.url})", str(error)), False
