"""What the readers of all kinds of source have in common: their shape, and which of the entries they find count."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

from crawler import times
from crawler.model import FeedEntry, Source

_TAG = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Further:
    """An address that must be asked before a source's entries can be read, and the headers to ask it with."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class ReadEntries(Protocol):
    """Reads an answer into the entries it holds; pure."""

    def __call__(
        self,
        body: bytes,
        source: Source,
        now: datetime,
        *,
        headers: Mapping[str, str] | None = None,
        zone: tzinfo = times.BEIJING,
        limit: int = 500,
    ) -> tuple[FeedEntry, ...]:
        """Return the entries in their own order; of more than `limit` the newest are kept.

        `headers` are those of the answer (a charset may stand there), `zone` is that of dates without an offset, and
        `source.url` the address that answered. Raises FetchError where there is none: NOT_A_FEED for anything else than
        was expected, MALFORMED for what breaks off before any entry, EMPTY for a list without entries.
        """


class ReadFurther(Protocol):
    """Reads an answer that holds no entries itself; pure."""

    def __call__(self, body: bytes, source: Source, *, headers: Mapping[str, str] | None = None) -> tuple[Further, ...]:
        """Return where to ask next, the most important first: nothing where the answer holds the entries."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a kind of source is read; `further` is None for a kind whose answers always hold the entries."""

    entries: ReadEntries
    further: ReadFurther | None = None


def headline(written: str) -> str:
    """Return a headline without the tags and entities that content management systems leave in it, on one line."""
    return " ".join(html.unescape(_TAG.sub("", written)).split())


def newest(found: Iterable[FeedEntry], limit: int) -> tuple[FeedEntry, ...]:
    """Return the `limit` newest of the entries in their own order; of two with one address the first stands."""
    by_address: dict[str, FeedEntry] = {}
    for entry in found:
        by_address.setdefault(entry.url, entry)
    kept = {entry.url for entry in sorted(by_address.values(), key=newest_first)[:limit]}
    return tuple(entry for url, entry in by_address.items() if url in kept)


def newest_first(entry: FeedEntry) -> float:
    """Sort entries by their dates, the newest first and those without one last."""
    moment = entry.published or entry.updated
    return -moment.timestamp() if moment else 0.0
