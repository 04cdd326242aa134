"""Texts from files are taken in as known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from alerts import watch
from alerts.app.bootstrap import App
from crawler import adoption, catalog, clock, shelf
from crawler.adoption import Adoption
from crawler.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import: the texts, and how many findings in them were compared with the ledger."""

    texts: Adoption
    findings: int


def import_documents(
    app: App, paths: Iterable[Path], on_progress: Callable[[int, int, str], None] = lambda done, total, words: None
) -> ImportReport:
    """Take texts from files and folders in as known; what they say enters the ledger, and nobody is told.

    `on_progress` is told how many texts of how many are done with. An interruption keeps what was taken in; what it
    says enters the ledger at the next import or crawl. Raises ConfigurationError where a folder's index cannot be read.
    """
    try:
        texts = _adopt(app, paths, on_progress)
    except OSError as error:
        raise ConfigurationError(f"{error.filename} cannot be read: {error.strerror}") from error
    changes = watch.catch_up(
        app.database,
        app.catalog.publishers,
        clock.now(),
        lambda done, total: on_progress(done, total, f"{done}/{total} texts read for findings"),
    )
    return ImportReport(texts, len(changes))


def _adopt(app: App, paths: Iterable[Path], on_progress: Callable[[int, int, str], None]) -> Adoption:
    shelves = [shelf.survey(path) for path in paths]
    total = sum(map(len, shelves))
    topics = catalog.topics(app.settings.data_dir)

    def show(done: int) -> None:
        on_progress(done, total, f"{done}/{total} texts taken in")

    return adoption.adopt(app.database, shelves, topics, clock.now(), show)
