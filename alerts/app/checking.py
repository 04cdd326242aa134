"""An address → the feeds that it is or leads to, each tried out: what `sources check` shows. Nothing is stored.

Addresses are fetched as a crawl fetches them (`crawler.fetch`), and lists are read by the readers of their kinds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawler import catalog, discovery, fetch
from crawler.address import host
from crawler.config import Settings
from crawler.discovery import Dates, Encoding, Form
from crawler.encoding import decode
from crawler.errors import FetchError
from crawler.fetch import Answer
from crawler.model import FeedEntry, Source
from crawler.spiders.readers import reader

_PREVIEWED = 5  # entries


@dataclass(frozen=True, slots=True)
class Found:
    """A feed or a sitemap at an address. `trouble` says why no entry could be read, "" where some were.

    `zone` is the one assumed for dates that name none. `parts` counts the sitemaps of an index, which are not
    looked at.
    """

    url: str
    form: Form
    zone: str
    entries: tuple[FeedEntry, ...]
    dates: Dates
    encoding: Encoding
    parts: int = 0
    trouble: str = ""

    @property
    def usable(self) -> bool:
        """Whether it can be watched."""
        return not self.trouble


@dataclass(frozen=True, slots=True)
class Check:
    """What came of checking an address: what it is itself, and every feed found there or from there on."""

    form: Form
    found: tuple[Found, ...]


def check(settings: Settings, url: str, now: datetime) -> Check:
    """Look at an address; where it is no feed, at what its page, its robots.txt and custom lead to.

    Raises FetchError where the address itself gives no usable answer.
    """
    first = fetch.fetch(settings, url)
    form = discovery.form(_text(first))
    answers = [first] if form.kind else _nearby(settings, first)
    return Check(form, tuple(_distinct(_tried(settings, it, now) for it in answers if discovery.form(_text(it)).kind)))


def found_json(found: Found) -> Mapping[str, Any]:
    """Write a find in the form that others script against."""
    dates = found.dates
    return {
        "url": found.url,
        "form": found.form,
        "kind": found.form.kind,
        "usable": found.usable,
        "trouble": found.trouble,
        "parts": found.parts,
        "dates": asdict(dates) | {"zone": found.zone, "newest": _iso(dates.newest), "oldest": _iso(dates.oldest)},
        "encoding": asdict(found.encoding),
        "preview": [
            {"title": it.title, "date": _iso(it.published or it.updated), "url": it.url} for it in preview(found)
        ],
    }


def preview(found: Found) -> Sequence[FeedEntry]:
    """Return the entries that a person is shown."""
    return found.entries[:_PREVIEWED]


def _nearby(settings: Settings, page: Answer) -> list[Answer]:
    """Fetch what a page's own links, its site's robots.txt and custom name as feeds and sitemaps."""
    robots = discovery.robots(page.url)
    asked = dict.fromkeys([robots, *discovery.links(_text(page), page.url), *discovery.well_known(page.url)])
    answers = dict(zip(asked, fetch.fetch_all(settings, list(asked)), strict=True))
    rules = answers.pop(robots)
    named = () if isinstance(rules, FetchError) else discovery.sitemaps(_text(rules), rules.url)
    further = fetch.fetch_all(settings, [it for it in named if it not in asked])
    return [it for it in (*answers.values(), *further) if isinstance(it, Answer)]


def _tried(settings: Settings, answer: Answer, now: datetime) -> Found:
    text = _text(answer)
    form = discovery.form(text)
    assert form.kind is not None
    known = catalog.load()
    source = Source(answer.url, host(answer.url), answer.url, form.kind)
    zone = known.publisher_of(source, answer.url).zone
    read, parts, trouble = reader(form.kind), 0, ""
    entries: tuple[FeedEntry, ...] = ()
    try:
        if read.further:
            parts = len(read.further(answer.body, source, headers=answer.headers))
        if not parts:
            entries = read.entries(answer.body, source, now, headers=answer.headers, zone=ZoneInfo(zone))
    except FetchError as error:
        trouble = str(error)
    return Found(
        url=answer.url,
        form=form,
        zone=zone,
        entries=entries,
        dates=discovery.dates(entries, text, now),
        encoding=discovery.encoding(answer.body, answer.headers.get("content-type", "")),
        parts=parts,
        trouble=trouble,
    )


def _distinct(found: Iterable[Found]) -> Iterator[Found]:
    """Leave out what was found under another address before: sites answer many addresses with one feed."""
    seen: set[object] = set()
    for it in found:
        same = it.entries or it.url
        if it.url not in seen and same not in seen:
            seen |= {it.url, same}
            yield it


def _text(answer: Answer) -> str:
    return decode(answer.body, answer.headers.get("content-type"))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
