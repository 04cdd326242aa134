"""How the installation fares, in figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.app.bootstrap import App
from alerts.app.fares import fares
from alerts.model import DeliveryState
from alerts.store import ledger, outbox, subscribers
from crawler.archive import articles, polls, runs
from crawler.model import RunState, RunSummary

_LATELY = timedelta(days=1)  # what is said of the sources' health looks back this far


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How the installation fares. `polled` counts sources of the last day, `troubled` are all that need a person."""

    last_run: RunSummary | None
    polled: int
    troubled: tuple[str, ...]
    articles: int
    targets: int
    statements: int
    subscribers: int
    queued: int
    given_up: int

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look: a failed run, a source in trouble, or a mail that was given up."""
        failed = self.last_run is not None and self.last_run.state is RunState.FAILED
        return failed or bool(self.troubled) or self.given_up > 0


def status(app: App, now: datetime) -> StatusReport:
    """Return how the installation fares."""
    troubled = tuple(it.source.name for it in fares(app) if it.enabled and it.health.needs_person)
    with app.database.read() as connection:
        last = runs.latest(connection, 1, now)
        return StatusReport(
            last_run=last[0] if last else None,
            polled=polls.standing(connection, now - _LATELY).polled,
            troubled=troubled,
            articles=articles.count(connection),
            targets=ledger.count_targets(connection),
            statements=ledger.count_statements(connection),
            subscribers=subscribers.count(connection),
            queued=outbox.count(connection, DeliveryState.QUEUED),
            given_up=outbox.count(connection, DeliveryState.GIVEN_UP),
        )
