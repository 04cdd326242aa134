"""The program's work, one function a job: what the command line calls, and whatever else starts jobs.

Each takes the `App`, does its work through the rooms that know how, and returns a value that says what was done.
Nothing here prints.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alerts import deliver, notices, subscribe, watch
from alerts.app.bootstrap import App
from alerts.channels import email
from alerts.deliver import DeliveryReport
from alerts.model import Change, Coverage, DeliveryState
from alerts.render import Masthead
from alerts.store import ledger, outbox, subscribers
from crawler import adoption, catalog, clock, run
from crawler.archive import articles, polls, runs
from crawler.errors import ConfigurationError
from crawler.model import RunState, RunSummary, Source
from seeds import library
from seeds.document import Document
from seeds.errors import SeedFormatError

_LATELY = timedelta(days=1)  # what is said of the sources' health looks back this far


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a crawl was; all that its findings meant against the ledger; and of that, the news that people are told."""

    summary: RunSummary
    changes: tuple[Change, ...]
    news: tuple[Change, ...]


def chosen(app: App, names: Sequence[str], feeds: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources that names and addresses mean; every source where there are neither."""
    return app.catalog.resolve([*names, *feeds] or app.catalog.sources)


def crawl(
    app: App,
    sources: Iterable[Source],
    *,
    trigger: str,
    announce: bool = False,
    on_progress: Callable[[RunSummary], None] | None = None,
) -> CrawlReport:
    """Crawl sources, and compare what came in with the ledger.

    Raises RunRefusedError where another run holds one of the sources.
    """
    with app.database.read() as connection:
        before = ledger.latest_change(connection)
    summary = run.start(
        app.settings, app.database, tuple(sources), trigger=trigger, announce=announce, on_progress=on_progress
    )
    changes = watch.catch_up(app.database, app.catalog.publishers, clock.now())
    with app.database.read() as connection:
        news = ledger.news(connection, before, ledger.latest_change(connection))
    return CrawlReport(summary, changes, tuple(news))


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


@dataclass(frozen=True, slots=True)
class SendReport:
    """What came of sending: how many digests were composed, and what became of the mails that were due."""

    composed: int
    delivery: DeliveryReport

    @property
    def failed(self) -> bool:
        """Whether something needs a person's attention."""
        return self.delivery.failed

    @property
    def sentence(self) -> str:
        """What was done, in a sentence."""
        done = self.delivery
        parts = [f"{self.composed} composed, {done.sent} sent"] if self.composed or done.sent else []
        if done.unavailable:
            parts.append(done.unavailable)
        parts += [f"put off: {it.answer}" for it in done.later] + [f"given up: {it.answer}" for it in done.given_up]
        if done.waiting:
            parts.append(f"{done.waiting} in the queue")
        return "; ".join(parts) or "nothing new, no mail"


def send_digests(app: App, now: datetime, stop: Callable[[], bool] = lambda: False) -> SendReport:
    """Compose every digest that is due and what the operator is to hear of sources; send what is in the queue.

    `stop` is asked before each mail whether to leave the rest for later. Raises ConfigurationError, and then nothing is
    composed, where the mail settings cannot be read.
    """
    operator = _operator(app)
    with email.open_channel(app.settings.smtp_url.get_secret_value(), app.settings.mail_from) as channel:
        if operator:
            notices.queue(app.database, operator, app.settings.mail_from, list(app.catalog.sources), now)
        composed = deliver.queue_digests(app.database, _masthead(app), _coverage(app, now), now)
        return SendReport(len(composed), deliver.deliver_due(app.database, channel, now, stop))


def preview_digests(app: App, now: datetime, out: Path) -> list[Path]:
    """Write every digest that is due into a folder, as .eml and .html; nothing is sent or remembered."""
    messages = [message for _, message in deliver.preview(app.database, _masthead(app), _coverage(app, now), now)]
    written: list[Path] = []
    with email.open_channel(out.absolute().as_uri(), app.settings.mail_from) as folder:
        for number, message in enumerate(messages, 1):
            folder.send(message)
            page = out / f"{number:03}.html"
            page.write_text(message.html, encoding="utf-8")
            written.append(page)
    return written


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How the installation fares. `polled` and `failing` are of the last day."""

    last_run: RunSummary | None
    polled: int
    failing: tuple[str, ...]
    articles: int
    targets: int
    statements: int
    subscribers: int
    queued: int
    given_up: int

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look: a failed run, a failing source, or a mail that was given up."""
        failed = self.last_run is not None and self.last_run.state is RunState.FAILED
        return failed or bool(self.failing) or self.given_up > 0


def status(app: App, now: datetime) -> StatusReport:
    """Return how the installation fares."""
    with app.database.read() as connection:
        last = runs.latest(connection, 1, now)
        standing = polls.standing(connection, now - _LATELY)
        return StatusReport(
            last_run=last[0] if last else None,
            polled=standing.polled,
            failing=standing.failing,
            articles=articles.count(connection),
            targets=ledger.count_targets(connection),
            statements=ledger.count_statements(connection),
            subscribers=len(subscribers.everyone(connection)),
            queued=outbox.count(connection, DeliveryState.QUEUED),
            given_up=outbox.count(connection, DeliveryState.GIVEN_UP),
        )


def _operator(app: App) -> str:
    if not app.settings.operator:
        return ""
    try:
        return subscribe.address(app.settings.operator)
    except ConfigurationError as error:
        raise ConfigurationError(f"SMEWATCH_OPERATOR: {error}") from error


def _masthead(app: App) -> Masthead:
    return Masthead(app.settings.mail_from, ZoneInfo(app.settings.timezone))


def _coverage(app: App, now: datetime) -> Coverage:
    with app.database.read() as connection:
        standing = polls.standing(connection, now - _LATELY)
    return Coverage(standing.polled, standing.failing)


def crawl_json(report: CrawlReport) -> Mapping[str, Any]:
    """Write a crawl in the form that others script against."""
    return {**run_json(report.summary), "changes": len(report.news)}


def run_json(summary: RunSummary) -> Mapping[str, Any]:
    """Write a run in the form that others script against."""
    fields = asdict(summary)
    return {**fields, "seconds": round(summary.seconds, 1)}
