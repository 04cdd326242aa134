"""A text → where else its story ran, and which stories take each other up, as a page names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from crawler.address import is_web
from crawler.archive import stories
from crawler.archive.db import Database
from crawler.archive.stories import Kin
from crawler.catalog import undeclared
from crawler.model import Appearance, Publisher, Relation, Revision, Story

_MOST = 30  # places of a story that are named

#: How the text of a place is said to be like that of the others, where it has no relation of its own.
FIRST, COPY = "first", "copy"


@dataclass(frozen=True, slots=True)
class Retelling:
    """A place where a text ran, or a story that goes with another one.

    `relation` is one of `crawler.model.Relation`, `FIRST`, `COPY`, or "" where none is known; `link` is its address
    where that leads to a page, else "". `here` says that it is the page of the text itself.
    """

    revision: int
    publisher: str
    title: str
    published: date
    link: str
    relation: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Retellings:
    """Where a story ran, its first source first (nowhere, where that is all), and `more` places beyond those.

    `after` are the stories that take this one up, the last one first; `before` is what it takes up itself.
    """

    places: Sequence[Retelling]
    more: int
    after: Sequence[Retelling]
    before: Sequence[Retelling]


def retellings(database: Database, revision: Revision, publishers: Mapping[str, Publisher]) -> Retellings:
    """Look up where the story of a text ran, and what it goes with."""
    with database.read() as connection:
        story = stories.of_revisions(connection, [revision.number], publishers)[revision.number]
        relations = stories.relations(connection, story.number)
        after, before = stories.taking_up(connection, story.number), stories.taken_up(connection, story.number)
    ran = _pages(story)
    places = [_place(it, _relation(at, it, relations), revision, publishers) for at, it in enumerate(ran[:_MOST])]
    return Retellings(
        places=places if len(ran) > 1 else (),
        more=len(ran[_MOST:]),
        after=[_kin(it, publishers) for it in after],
        before=[_kin(it, publishers) for it in before],
    )


def link(url: str) -> str:
    """Return an address that a page may link, "" for one that leads to no page of the web."""
    return url if is_web(url) else ""


def local(moment: datetime, publisher: Publisher) -> date:
    """Return the day of a moment where a publisher is."""
    return moment.astimezone(ZoneInfo(publisher.zone)).date()


def _pages(story: Story) -> list[Appearance]:
    """Return each page of a story once: one that was edited stands there with each of its texts."""
    pages: dict[str, Appearance] = {}
    for it in story.appearances:
        pages.setdefault(it.url, it)
    return list(pages.values())


def _relation(at: int, place: Appearance, relations: Mapping[int, Relation]) -> str:
    return FIRST if at == 0 else relations.get(place.revision, COPY)


def _place(it: Appearance, relation: str, revision: Revision, publishers: Mapping[str, Publisher]) -> Retelling:
    publisher = publishers.get(it.publisher) or undeclared(it.publisher)
    return Retelling(
        it.revision, publisher.title, it.title, local(it.published, publisher), link(it.url), relation,
        here=it.url == revision.article.url,
    )  # fmt: skip


def _kin(it: Kin, publishers: Mapping[str, Publisher]) -> Retelling:
    publisher = publishers.get(it.publisher) or undeclared(it.publisher)
    return Retelling(
        it.revision, publisher.title, it.title, local(it.published, publisher), "", it.relation or ""
    )  # fmt: skip
