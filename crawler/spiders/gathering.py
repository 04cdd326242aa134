"""The answers of a source into its entries, and what is missing of them. Pure: `now` is an argument.

What a reader made of an answer is not believed blindly: dates that lie ahead count as none, an answer that breaks off
is named, and so is one that lists more than anybody publishes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from crawler.archive.entries import Wanted
from crawler.errors import FetchError
from crawler.model import FeedEntry, Reason, Source
from crawler.spiders import payload
from crawler.spiders.following import Answer, Fault, Followed
from crawler.spiders.readers import reader_of
from crawler.spiders.reading import newest, newest_first

MOST = 5_000  # entries read of one source in a poll
_AHEAD = timedelta(days=2)  # a date further in the future than zones and embargoes explain is a mistake


def gather(
    followed: Followed, source: Source, now: datetime, zone: tzinfo, most: int = MOST
) -> tuple[tuple[FeedEntry, ...], list[Fault]]:
    """Read a source's answers into entries, the `most` newest; return them, and what is missing of them.

    Raises what kept the first answer from being read where there is no entry at all.
    """
    found: list[FeedEntry] = []
    faults = list(followed.faults)
    for it in followed.answers:
        try:
            entries = _read(it, source, now, zone, most)
        except Exception as error:  # parsers trip over the wild web in ways nobody lists: one part fails, no more
            faults.append((it.url, error))
            continue
        found += entries
        if payload.breaks_off(it.body):
            faults.append((it.url, FetchError(Reason.MALFORMED, f"breaks off after {len(entries)} entries")))
    if not found:
        raise faults[0][1] if faults else FetchError(Reason.EMPTY, "the list leads to no entries")
    if len(found) > most:
        detail = f"lists more than {most} entries: the newest of them are read"
        faults.append((source.url, FetchError(Reason.TOO_LARGE, detail)))
    return newest(found, most), [it for it in faults if not _is_empty(it[1])]


def foremost(wanted: Sequence[Wanted], limit: int) -> list[Wanted]:
    """Return the entries to fetch in this poll: the `limit` newest. The rest comes with the next one."""
    return sorted(wanted, key=lambda it: newest_first(it.entry))[:limit]


def _read(answer: Answer, source: Source, now: datetime, zone: tzinfo, most: int) -> list[FeedEntry]:
    where = replace(source, url=answer.url)
    # One more than is kept: that tells whether there were more.
    entries = reader_of(source, answer.body).entries
    read = entries(answer.body, where, now, headers=answer.headers, zone=zone, limit=most + 1)
    return [replace(it, published=_past(it.published, now), updated=_past(it.updated, now)) for it in read]


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment <= now + _AHEAD else None


def _is_empty(error: Exception) -> bool:
    return isinstance(error, FetchError) and error.reason is Reason.EMPTY
