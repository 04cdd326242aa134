"""The latest news that a filter wants, as feeds and pages show it: from the database, whoever was told of it."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from alerts import digest, provenance
from alerts.audience import Filter
from alerts.model import Change
from alerts.store import changes
from crawler.archive.db import Database
from crawler.model import Publisher

_LOOKED_AT = 2000  # changes at most, months of them: what wants hardly anything must not read the whole archive


def recent(
    database: Database, publishers: Mapping[str, Publisher], wanted: Filter, most: int
) -> list[tuple[Change, datetime]]:
    """Return the latest news that a filter wants and when each was noticed, latest first, named by first sources."""
    with database.read() as connection:
        latest = changes.latest_news(connection, _LOOKED_AT)
        found = list(islice((it for it in latest if digest.is_wanted(it[0], wanted)), most))
    led = provenance.trace(database, [it for it, _ in found], publishers)
    return [(change, at) for change, (_, at) in zip(led, found, strict=True)]
