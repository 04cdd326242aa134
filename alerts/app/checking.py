"""An address → the feeds that it is or leads to, each tried out: what `sources check` shows. Nothing is stored.

A list that shows by itself neither what it is nor where it keeps its entries is tried by the rules that somebody gives.
Addresses are fetched as a crawl fetches them (`crawler.fetch`), and lists are read by the readers of their kinds.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from crawler import catalog, discovery, fetch, rules
from crawler.address import host
from crawler.config import Settings
from crawler.discovery import Dates, Encoding, Form
from crawler.encoding import decode
from crawler.errors import FetchError
from crawler.fetch import Answer
from crawler.model import FeedEntry, HtmlList, JsonList, Kind, Source
from crawler.spiders.readers import reader

_PREVIEWED = 5  # entries
_FEED = Source("", "", "")  # as which an address is read of which nobody says more
_Left = Callable[[], float | None]  # how many seconds there still are, None where there is no end to them
_LISTS: Mapping[type, Form] = {JsonList: Form.JSON_LIST, HtmlList: Form.HTML_LIST}


@dataclass(frozen=True, slots=True)
class Found:
    """A source that may be watched. `trouble` says why no entry could be read, "" where some were.

    `zone` is the one assumed for dates that name none. `parts` counts the sitemaps of an index, which are not
    looked at.
    """

    source: Source
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

    @property
    def preview(self) -> Sequence[FeedEntry]:
        """The entries that a person is shown."""
        return self.entries[:_PREVIEWED]

    @property
    def command(self) -> str:
        """The command that has it watched, as a shell takes it."""
        source = self.source
        options = {"kind": source.kind.value} if source.kind is not Kind.RSS else {}
        options |= {"referer": source.referer} if source.referer else {}
        options |= rules.write(source.rules)
        words = (word for name, value in options.items() for word in (rules.spelt(name, "--"), value))
        return shlex.join(["smewatch", "sources", "add", source.url, *words])


@dataclass(frozen=True, slots=True)
class Check:
    """What came of checking an address: what it is itself, and every feed found there or from there on."""

    form: Form
    found: tuple[Found, ...]


def check(settings: Settings, url: str, now: datetime, within: float | None = None) -> Check:
    """Look at an address; where it is no feed, at what its page, its robots.txt and custom lead to.

    What has not answered `within` so many seconds in all is given up. Raises FetchError where the address itself gives
    no usable answer.
    """
    left = _countdown(within)
    first = fetch.fetch(settings, url, within=left())
    form = discovery.form(_text(first))
    answers = [first] if form.kind else _nearby(settings, first, left)
    feeds = [it for it in answers if discovery.form(_text(it)).kind]
    return Check(form, tuple(_distinct(_tried(settings, it, _FEED, now, left) for it in feeds)))


def check_source(settings: Settings, source: Source, now: datetime, within: float | None = None) -> Check:
    """Try an address as a source of the given kind, and by its rules. Raises FetchError as `check` does."""
    left = _countdown(within)
    answer = fetch.fetch(settings, source.url, {"Referer": source.referer} if source.referer else None, left())
    tried = _tried(settings, answer, source, now, left)
    return Check(tried.form, (tried,))


def found_json(found: Found) -> Mapping[str, Any]:
    """Write a find in the form that others script against."""
    dates = found.dates
    return {
        "url": found.source.url,
        "form": found.form,
        "kind": found.source.kind,
        "rules": asdict(found.source.rules) if found.source.rules else None,
        "referer": found.source.referer,
        "usable": found.usable,
        "trouble": found.trouble,
        "parts": found.parts,
        "dates": asdict(dates) | {"zone": found.zone, "newest": _iso(dates.newest), "oldest": _iso(dates.oldest)},
        "encoding": asdict(found.encoding),
        "preview": [
            {"title": it.title, "date": _iso(it.published or it.updated), "url": it.url} for it in found.preview
        ],
    }


def _countdown(seconds: float | None) -> _Left:
    """Return what tells how much is left of a time that begins now; None where there is no end to it."""
    end = None if seconds is None else monotonic() + seconds
    return lambda: None if end is None else max(0.0, end - monotonic())


def _nearby(settings: Settings, page: Answer, left: _Left) -> list[Answer]:
    """Fetch what a page's own links, its site's robots.txt and custom name as feeds and sitemaps."""
    robots = discovery.robots(page.url)
    asked = dict.fromkeys([robots, *discovery.links(_text(page), page.url), *discovery.well_known(page.url)])
    answers = dict(zip(asked, fetch.fetch_all(settings, list(asked), within=left()), strict=True))
    rules = answers.pop(robots)
    named = () if isinstance(rules, FetchError) else discovery.sitemaps(_text(rules), rules.url)
    further = fetch.fetch_all(settings, [it for it in named if it not in asked], within=left())
    return [it for it in (*answers.values(), *further) if isinstance(it, Answer)]


def _tried(settings: Settings, answer: Answer, given: Source, now: datetime, left: _Left) -> Found:
    """Read an answer as a source is read; what is taken for a feed as what it shows to be."""
    form = discovery.form(_text(answer))
    kind = (form.kind if given.kind is Kind.RSS else None) or given.kind
    source = replace(given, name=answer.url, publisher=host(answer.url), url=answer.url, kind=kind)
    zone = catalog.load().publisher_of(source, answer.url).zone
    read, parts, trouble = reader(source.kind), 0, ""
    entries: tuple[FeedEntry, ...] = ()
    try:
        leads = read.further(answer.body, source, headers=answer.headers) if read.further else ()
        if leads and source.kind is Kind.LISTING:
            answer = fetch.fetch(settings, leads[0].url, leads[0].headers, left())
        else:
            parts = len(leads)
        if not parts:
            where = replace(source, url=answer.url)
            entries = read.entries(answer.body, where, now, headers=answer.headers, zone=ZoneInfo(zone))
    except FetchError as error:
        trouble = str(error)
    return Found(
        source=source,
        form=_LISTS.get(type(source.rules), form),
        zone=zone,
        entries=entries,
        dates=discovery.dates(entries, _text(answer), now),
        encoding=discovery.encoding(answer.body, answer.headers.get("content-type", "")),
        parts=parts,
        trouble=trouble,
    )


def _distinct(found: Iterable[Found]) -> Iterator[Found]:
    """Leave out what was found under another address before: sites answer many addresses with one feed."""
    seen: set[object] = set()
    for it in found:
        url = it.source.url
        same = it.entries or url
        if url not in seen and same not in seen:
            seen |= {url, same}
            yield it


def _text(answer: Answer) -> str:
    return decode(answer.body, answer.headers.get("content-type"))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
