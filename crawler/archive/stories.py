"""Stories read back: all the places where a text ran, the first source first."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select, union_all

from crawler import stories
from crawler.archive import tables
from crawler.archive.db import in_parts
from crawler.model import Appearance, Publisher, Story

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
