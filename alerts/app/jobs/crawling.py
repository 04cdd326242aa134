"""Sources are crawled, and what came in is compared with the ledger and made findable."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from alerts import watch
from alerts.app import source_names
from alerts.app.bootstrap import App
from alerts.model import Change
from alerts.store import changes
from crawler import clock, run
from crawler.archive import runs, search
from crawler.errors import ConfigurationError
from crawler.model import RunSummary, Source


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a crawl was; all that its findings meant against the ledger; and of that, the news that people are told.

    The summary's `seconds` include the comparison with the ledger, which follows the run.
    """

    summary: RunSummary
    changes: tuple[Change, ...]
    news: tuple[Change, ...]


def chosen(app: App, names: Sequence[str], feeds: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources that names and addresses mean; every source where there are neither.

    A source is named by its own name or by the one by which everybody knows it.
    """
    own = [source_names.own(app.catalog, it) for it in names]
    return app.catalog.resolve([*own, *feeds] or app.catalog.sources)


def crawl(
    app: App,
    sources: Iterable[Source],
    *,
    trigger: str,
    announce: bool = False,
    on_progress: Callable[[RunSummary], None] | None = None,
    on_compared: Callable[[int, int], None] = lambda done, total: None,
) -> CrawlReport:
    """Crawl sources, and compare what came in with the ledger.

    `on_progress` is told how the run stands, and then `on_compared` how many texts of how many are compared. Raises
    RunRefusedError where another run holds one of the sources.
    """
    number = begin(app, sources, trigger=trigger, announce=announce)
    return carry_out(app, number, on_progress=on_progress, on_compared=on_compared)


def begin(app: App, sources: Iterable[Source], *, trigger: str, announce: bool = False) -> int:
    """Begin a run of sources that another process is to carry out within a minute, and return its number.

    Raises RunRefusedError where another run holds one of the sources.
    """
    return run.begin(app.settings, app.database, tuple(sources), trigger=trigger, announce=announce)


def found(app: App, number: int) -> RunSummary:
    """Return how a run stands. Raises ConfigurationError where there is no such run."""
    with app.database.read() as connection:
        summary = runs.summary(connection, number, clock.now())
    if summary is None:
        raise ConfigurationError(f"there is no run {number}: `smewatch runs list` names the last ones")
    return summary


def carry_out(
    app: App,
    number: int,
    *,
    on_progress: Callable[[RunSummary], None] | None = None,
    on_compared: Callable[[int, int], None] = lambda done, total: None,
) -> CrawlReport:
    """Carry a run out that was begun, and compare what came in with the ledger."""
    with app.database.read() as connection:
        before = changes.latest(connection)
    summary = run.carry_out(app.settings, app.database, number, on_progress)
    ended = clock.now()
    compared = watch.catch_up(app.database, app.catalog.publishers, ended, on_compared)
    search.catch_up(app.database)
    seconds = summary.seconds + (clock.now() - ended).total_seconds()
    with app.database.read() as connection:
        news = changes.news(connection, before, changes.latest(connection))
    return CrawlReport(replace(summary, seconds=seconds), compared, tuple(news))


def crawl_json(report: CrawlReport) -> Mapping[str, Any]:
    """Write a crawl in the form that others script against."""
    return {**run_json(report.summary), "changes": len(report.news)}


def run_json(summary: RunSummary) -> Mapping[str, Any]:
    """Write a run in the form that others script against."""
    fields = asdict(summary)
    return {**fields, "seconds": round(summary.seconds, 1)}
