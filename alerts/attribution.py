"""An origin → how a mail names it: title, publisher, day, a link where there is one, and where else it ran. Pure."""

from dataclasses import dataclass

from alerts.language import Tongue
from alerts.model import Origin

_PLACES = 5  # further publishers of an article that a mail names
_TITLE = 120  # characters of a title, …
_NAME = 40  # … of a publisher's name, …
_URL = 2000  # … and of an address: no browser or mail client takes a longer one


@dataclass(frozen=True, slots=True)
class Place:
    """A further publisher of an article."""

    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a mail names it. `url` is "" where there is none to link; `also` are the other places it ran in."""

    title: str
    publisher: str
    url: str
    day: str
    also: tuple[Place, ...] = ()
    more: int = 0


def source(origin: Origin, tongue: Tongue, year: int) -> Source:
    """Name an article in a mail of a year."""
    also = tuple(Place(one_line(it.publisher, _NAME), _link(it.url)) for it in origin.also[:_PLACES])
    return Source(
        title=one_line(origin.title, _TITLE),
        publisher=one_line(origin.publisher, _NAME),
        url=_link(origin.url),
        day=tongue.words.day(origin.published.date(), year),
        also=also,
        more=len(origin.also) - len(also),
    )


def one_line(text: str, most: int) -> str:
    """Bring a text onto one line of so many characters: nothing of others' gets into a header or breaks a layout."""
    line = " ".join(text[: 2 * most].split())
    return line if len(line) <= most and len(text) <= 2 * most else f"{line[: most - 1]}…"


def _link(url: str) -> str:
    return url if url.startswith(("https://", "http://")) and len(url) <= _URL else ""
