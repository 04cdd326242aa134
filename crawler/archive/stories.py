"""Stories read back: all the places where a text ran, the first source first, and what other stories made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, union_all

from crawler import stories
from crawler.archive import tables
from crawler.archive.db import in_parts
from crawler.model import Appearance, Publisher, Relation, Story

_MOST = 20  # stories that are named beside another one

_PLACE = ("publisher", "title", "published", "origin")
_KEPT = select(
    tables.revisions.c.story_id,
    tables.revisions.c.number,
    tables.articles.c.url,
    *(tables.revisions.c[name] for name in _PLACE),
).join(tables.articles)
# What recurs after long is no part of the story: it is old news by then.
_COPIED = (
    select(
        tables.revisions.c.story_id,
        tables.revisions.c.number,
        tables.copies.c.url,
        *(tables.copies.c[name] for name in _PLACE),
    )
    .join(tables.revisions)
    .where(~tables.copies.c.recurrence)
)


@dataclass(frozen=True, slots=True)
class Kin:
    """A story that uses the text of another one, or whose text it uses: its first text, and how that is like it."""

    revision: int
    title: str
    publisher: str
    published: datetime
    relation: Relation | None


def of_revisions(
    connection: Connection, numbers: Iterable[int], publishers: Mapping[str, Publisher]
) -> dict[int, Story]:
    """Return the story of each revision, by the revision's number."""
    table = tables.revisions
    story_of: dict[int, int] = {}
    for part in in_parts(sorted(set(numbers))):
        query = select(table.c.number, table.c.story_id).where(table.c.number.in_(part))
        story_of |= {row.number: row.story_id for row in connection.execute(query)}
    places: dict[int, list[Appearance]] = {}
    for part in in_parts(sorted(set(story_of.values()))):
        of_story = table.c.story_id.in_(part)
        for row in connection.execute(union_all(_KEPT.where(of_story), _COPIED.where(of_story))):
            place = Appearance(row.publisher, row.url, row.title, row.published, row.number, row.origin)
            places.setdefault(row.story_id, []).append(place)
    found = {number: Story(number, stories.in_order(it, publishers)) for number, it in places.items()}
    return {number: found[story] for number, story in story_of.items()}


def relations(connection: Connection, story: int) -> dict[int, Relation]:
    """Return how the texts of a story are like the ones before them, by their numbers; its first one is like none."""
    table = tables.revisions.c
    rows = connection.execute(
        select(table.number, table.relation).where(table.story_id == story, table.relation.is_not(None))
    )
    return {row.number: Relation(row.relation) for row in rows}


def taking_up(connection: Connection, story: int) -> list[Kin]:
    """Return the latest stories that quote a story, or are put together from it and others, the last one first."""
    return _kin(connection, tables.stories.c.takes_up == story)


def taken_up(connection: Connection, story: int) -> list[Kin]:
    """Return the story that a story quotes or is put together from; nothing where it takes up none."""
    own = select(tables.stories.c.takes_up).where(tables.stories.c.id == story)
    return _kin(connection, tables.stories.c.id == own.scalar_subquery())


def _kin(connection: Connection, which: ColumnElement[bool]) -> list[Kin]:
    table: Any = tables.revisions.c
    stories_ = select(tables.stories.c.id).where(which)
    first = select(func.min(table.number)).where(table.story_id.in_(stories_)).group_by(table.story_id)
    query = select(table["number", "title", "publisher", "published", "relation"]).where(table.number.in_(first))
    rows = connection.execute(query.order_by(table.number.desc()).limit(_MOST))
    return [
        Kin(row.number, row.title, row.publisher, row.published, Relation(row.relation) if row.relation else None)
        for row in rows
    ]
