"""How each source of the catalogue fares: the catalogue and what is remembered of polls → what `sources list` shows.

Nothing here prints, and nothing is decided that `crawler.health` and `crawler.polling` do not decide.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from alerts.app import source_names
from alerts.app.bootstrap import App
from crawler import health, polling
from crawler.archive import pages, states
from crawler.archive.db import Database
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

    @property
    def last_day(self) -> int | None:
        """The entries that it put out on the last whole day, None before the first one."""
        return health.last_day(self.state.history) if self.state else None

    def public(self) -> "Fare":
        """Return it for everybody: of a source that was added without its address, and what its server said."""
        health = source_names.public_health(self.health, self.source.name)
        return replace(self, source=source_names.public_source(self.source), health=health)


class Standings:
    """How sources stand, kept from one look to the next: it changes with their polls alone.

    Of a thousand sources a few have been polled since a page was last asked for.
    """

    def __init__(self) -> None:
        self._known: Mapping[str, tuple[SourceState, Health]] = {}

    def look(self, database: Database, sources: Collection[str]) -> Mapping[str, tuple[SourceState, Health]]:
        """Return the state of each of the sources that was ever polled, and how it fares, by its name.

        Others are forgotten: they were removed since.
        """
        with database.read() as connection:
            polled = {name: at for name, at in states.polled(connection).items() if name in sources}
            known = {
                name: it for name, it in self._known.items() if name in polled and it[0].history.polled == polled[name]
            }
            for name, state in states.everything(connection, polled.keys() - known.keys()).items():
                known[name] = state, health.judge(state.history)
        self._known = known
        return known


def fares(app: App, standings: Standings | None = None) -> tuple[Fare, ...]:
    """Return how every source of the catalogue fares; those that are switched off come last.

    What is known of them by an earlier look need not be read again.
    """
    listed = {**app.catalog.sources, **app.catalog.off}
    known = (standings or Standings()).look(app.database, listed)
    with app.database.read() as connection:
        muted = pages.muted(connection)
    return tuple(
        Fare(
            source=source,
            enabled=source.name not in app.catalog.off,
            health=known[source.name][1] if source.name in known else health.judge(None),
            state=known[source.name][0] if source.name in known else None,
            muted=tuple(muted.get(source.name, ())),
        )
        for source in listed.values()
    )


def due(app: App, sources: Iterable[Source], now: datetime) -> tuple[Source, ...]:
    """Return those of the sources whose time has come, the longest overdue first; no more than one run takes."""
    with app.database.read() as connection:
        known = states.everything(connection)
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
