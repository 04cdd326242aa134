"""Lets a collection of feeds be driven through the reader: `read` takes what such a driver has of each file."""

from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.errors import FetchError
from crawler.model import FeedEntry, Source
from crawler.spiders import rss

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def read(body: bytes, headers: Mapping[str, str], url: str) -> tuple[FeedEntry, ...]:
    """Read a feed; one that is refused with a reason has no entries, and any other error is a fault of the reader."""
    try:
        return rss.entries(body, Source("corpus", "corpus", url), NOW, headers=headers)
    except FetchError:
        return ()
