"""A filter and the archive → what it would have told over the last month. It stores nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts import digest
from alerts.audience import Filter
from alerts.model import Change
from alerts.store import changes
from crawler.archive.db import Database

SPAN = timedelta(days=28)
"""How far back it looks: four weeks."""

_FIRST = 10  # changes that are shown


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a filter would have told.

    `weeks` counts changes by the day on which each of the last four weeks began, oldest first, weeks without any
    included; `newest` are the last ones.
    """

    weeks: Mapping[str, int]
    newest: tuple[Change, ...]

    @property
    def total(self) -> int:
        """How many changes it would have told."""
        return sum(self.weeks.values())


def run(database: Database, wanted: Filter, zone: ZoneInfo, now: datetime) -> Backtest:
    """Hold a filter against what was noticed in the last four weeks."""
    since = now - SPAN
    with database.read() as connection:
        noticed = changes.news_since(connection, since)
    told = [(at, it) for at, it in noticed if digest.is_wanted(it, wanted)]
    counted = Counter(min((at - since) // timedelta(days=7), 3) for at, _ in told)
    begins = [(since + timedelta(days=7 * week)).astimezone(zone).date().isoformat() for week in range(4)]
    return Backtest(
        {begin: counted[week] for week, begin in enumerate(begins)}, tuple(it for _, it in reversed(told[-_FIRST:]))
    )
