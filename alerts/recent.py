"""The latest news that a filter wants, as feeds and pages show it: from the database, whoever was told of it."""

from collections.abc import Mapping
from datetime import datetime

from alerts import digest, provenance
from alerts.audience import Filter
from alerts.model import Change
from alerts.store import changes
from crawler.archive.db import Database
from crawler.model import Publisher

_BATCH = 200
_LOOKED_AT = 2000  # changes at most, months of them: what wants hardly anything must not read the whole archive


def recent(
    database: Database, publishers: Mapping[str, Publisher], wanted: Filter, most: int
) -> list[tuple[Change, datetime]]:
    """Return the latest news that a filter wants and when each was noticed, latest first, named by first sources."""
    found: list[tuple[Change, datetime]] = []
    before: int | None = None
    with database.read() as connection:
        for _ in range(_LOOKED_AT // _BATCH):
            batch = changes.latest_news(connection, before, _BATCH)
            found += [(it, at) for it, at in batch if digest.is_wanted(it, wanted)]
            if len(batch) < _BATCH or len(found) >= most:
                break
            before = batch[-1][0].number
    del found[most:]
    led = provenance.trace(database, [it for it, _ in found], publishers)
    return [(change, at) for change, (_, at) in zip(led, found, strict=True)]
