"""A crawl from beginning to end, as tests have it."""

from collections.abc import Sequence

from crawler import run
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import RunSummary, Source


def crawl(
    settings: Settings,
    database: Database,
    sources: Sequence[Source],
    *,
    announce: bool = False,
    on_progress: run.Progress | None = None,
) -> RunSummary:
    """Begin a run, carry it out, and return what it was."""
    number = run.begin(settings, database, sources, trigger="test", announce=announce)
    return run.carry_out(settings, database, number, on_progress)
