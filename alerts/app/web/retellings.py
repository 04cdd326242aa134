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
from crawler.model import Appearance, Publisher, Relation, Revision

_MOST = 30  # places of a story that are named

#: How the text of a place is said to be like that of the others, where it has no relation of its own.
FIRST, COPY = "first", "copy"


@dataclass(frozen=True, slots=True)
class Retelling:
    """A place where a text ran, or a story that goes with another one.

    `relation` is one of `crawler.model.Relation`, `FIRST`, `COPY`, or "" where none is known; `link` is its address
    where that leads to a page, else "".
    """

    revision: int
    publisher: str
    title: str
    published: date
    link: str
    relation: str


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
        ran = [
            _place(it, _relation(at, it, relations), publishers) for at, it in enumerate(story.appearances[:_MOST])
        ]  # fmt: skip
        return Retellings(
            places=ran if len(ran) > 1 else (),
            more=len(story.appearances[_MOST:]),
            after=[_kin(it, publishers) for it in stories.taking_up(connection, story.number)],
            before=[_kin(it, publishers) for it in stories.taken_up(connection, story.number)],
        )


def link(url: str) -> str:
    """Return an address that a page may link, "" for one that leads to no page of the web."""
    return url if is_web(url) else ""


def local(moment: datetime, publisher: Publisher) -> date:
    """Return the day of a moment where a publisher is."""
    return moment.astimezone(ZoneInfo(publisher.zone)).date()


def _relation(at: int, place: Appearance, relations: Mapping[int, Relation]) -> str:
    return FIRST if at == 0 else relations.get(place.revision, COPY)


def _place(it: Appearance, relation: str, publishers: Mapping[str, Publisher]) -> Retelling:
    publisher = publishers.get(it.publisher) or undeclared(it.publisher)
    return Retelling(it.revision, publisher.title, it.title, local(it.published, publisher), link(it.url), relation)


def _kin(it: Kin, publishers: Mapping[str, Publisher]) -> Retelling:
    publisher = publishers.get(it.publisher) or undeclared(it.publisher)
    return Retelling(
        it.revision, publisher.title, it.title, local(it.published, publisher), "", it.relation or ""
    )  # fmt: skip
