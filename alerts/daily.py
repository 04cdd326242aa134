"""A day → what was new on it, whoever is told of it: news for everybody, as a digest that no subscription asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts import digest, provenance
from alerts.audience import Cadence, Language, Subscriber, Subscription
from alerts.model import Change, Coverage, Digest
from alerts.store import changes
from crawler.archive.db import Database
from crawler.model import Publisher

_MOST = 300  # changes of a day that are looked at, the last ones


@dataclass(frozen=True, slots=True)
class Day:
    """The news of a day, the oldest first; where it is not `whole`, the day had brought more before that."""

    day: date
    news: tuple[Change, ...]
    whole: bool


def news_of(database: Database, day: date, zone: str) -> Day:
    """Return the news that was noticed on a day of a zone."""
    start, end = (datetime.combine(it, time(), ZoneInfo(zone)) for it in (day, day + timedelta(days=1)))
    with database.read() as connection:
        noticed = changes.news_between(connection, start, end, _MOST)
    return Day(day, tuple(it for it in noticed if digest.is_news(it)), len(noticed) < _MOST)


def traced(day: Day, database: Database, publishers: Mapping[str, Publisher]) -> Day:
    """Have the news of a day name first sources, and figures the statements in which they stand."""
    return replace(day, news=tuple(digest.attributed(provenance.trace(database, day.news, publishers))))


def digest_of(day: Day, zone: str, language: Language) -> Digest:
    """Compose the news of a day for readers of a language; there may be none."""
    everybody = Subscription(0, Subscriber(0, "", language, zone), Cadence.DAY, when_empty=True)
    noon = datetime.combine(day.day, time(12), ZoneInfo(zone))
    composed = digest.compose(day.news, everybody, day.day.isoformat(), Coverage(0, ()), noon)
    assert composed is not None  # it is asked for where there is nothing, too
    return composed
