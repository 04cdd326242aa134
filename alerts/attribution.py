"""An origin → how a mail names it: title, publisher, day, a link where there is one, and where else it ran. Pure."""

from dataclasses import dataclass

from alerts.model import Origin

_PLACES = 5  # further publishers of an article that a mail names


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


def source(origin: Origin, year: int) -> Source:
    """Name an article in a mail of a year."""
    day = f"{origin.published.month}月{origin.published.day}日"
    if origin.published.year != year:
        day = f"{origin.published.year}年{day}"
    also = tuple(Place(one_line(it.publisher), _link(it.url)) for it in origin.also[:_PLACES])
    more = len(origin.also) - len(also)
    return Source(one_line(origin.title), one_line(origin.publisher), _link(origin.url), day, also, more)


def one_line(text: str) -> str:
    """Bring a text onto one line: no line break of others' gets into a header or breaks a layout."""
    return " ".join(text.split())


def _link(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
