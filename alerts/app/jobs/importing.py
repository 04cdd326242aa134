"""Documents from files are taken in as known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alerts import watch
from alerts.app.bootstrap import App
from crawler import adoption, catalog, clock
from seeds import library
from seeds.document import Document
from seeds.errors import SeedFormatError


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of importing documents: texts added, texts known, findings compared, and files that were refused."""

    added: int
    known: int
    findings: int
    refused: tuple[tuple[Path, SeedFormatError], ...]


def import_documents(app: App, paths: Iterable[Path]) -> ImportReport:
    """Take documents from files and folders in as known; what they say enters the ledger, and nobody is told."""
    refused: list[tuple[Path, SeedFormatError]] = []

    def readable() -> Iterator[Document]:
        for path in paths:
            for file, read in library.load(path):
                if isinstance(read, SeedFormatError):
                    refused.append((file, read))
                else:
                    yield read

    topics = catalog.topics(app.settings.data_dir)
    added, known = adoption.adopt(app.database, readable(), topics, clock.now())
    changes = watch.catch_up(app.database, app.catalog.publishers, clock.now())
    return ImportReport(added, known, len(changes), tuple(refused))
