"""How each source of the catalogue fares: the catalogue and what is remembered of polls → what `sources list` shows.

Nothing here prints, and nothing is decided that `crawler.health` and `crawler.polling` do not decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from alerts.app.bootstrap import App
from crawler import health, polling
from crawler.archive import pages, states
from crawler.archive.states import SourceState
from crawler.health import Health
from crawler.model import Source

#: Sources in one run of `crawl --due`; what is left over is due at the next.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Fare:
    """A source and how it fares; `state` is None for one that was never polled.

    `enabled` is False for one that somebody switched off. `muted` are its pages that show another text at every fetch,
    by the number of the last text that was kept of each, and its address.
    """

    source: Source
    enabled: bool
    health: Health
    state: SourceState | None
    muted: tuple[tuple[int, str], ...] = ()

    @property
    def per_day(self) -> float | None:
        """The entries that it puts out on a day, None while that is not known."""
        return health.per_day(self.state.history) if self.state else None


def fares(app: App) -> tuple[Fare, ...]:
    """Return how every source of the catalogue fares; those that are switched off come last."""
    known, switched_off = _known(app), app.catalog.off
    with app.database.read() as connection:
        muted = pages.muted(connection)
    return tuple(
        Fare(
            source=source,
            enabled=source.name not in switched_off,
            health=health.judge(known[source.name].history if source.name in known else None),
            state=known.get(source.name),
            muted=tuple(muted.get(source.name, ())),
        )
        for source in (*app.catalog.sources.values(), *switched_off.values())
    )


def due(app: App, sources: Iterable[Source], now: datetime) -> tuple[Source, ...]:
    """Return those of the sources whose time has come, the longest overdue first; no more than one run takes."""
    known = _known(app)
    waiting = [(it, known[it.name].next_poll if it.name in known else None) for it in sources]
    batches = polling.batches([it for it in waiting if polling.is_due(it[1], now)], BATCH)
    return batches[0] if batches else ()


def fare_json(fare: Fare) -> Mapping[str, Any]:
    """Write a source and how it fares in the form that others script against."""
    state = fare.state
    return {
        **asdict(fare.source),
        "enabled": fare.enabled,
        "state": fare.health.state,
        "reason": health.words(fare.health),
        "polled": state.history.polled.isoformat() if state else None,
        "last_new": state.history.last_new.isoformat() if state and state.history.last_new else None,
        "next_poll": state.next_poll.isoformat() if state else None,
        "per_day": None if fare.per_day is None else round(fare.per_day, 1),
        "muted": [url for _, url in fare.muted],
    }


def _known(app: App) -> dict[str, SourceState]:
    with app.database.read() as connection:
        return states.everything(connection)
