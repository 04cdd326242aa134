"""The versions of a page: the texts that it has shown, one after the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from crawler.archive import tables
from crawler.model import Edit

_MOST = 50  # versions of a page that are looked at, the latest


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a page has shown: its number, when it was fetched, and how much it differed from the one before.

    `edit` is None for the first one, and where the two cannot be compared. `shown` is whether it stands there now.
    """

    number: int
    title: str
    fetched_at: datetime
    edit: Edit | None
    shown: bool


def of_page(connection: Connection, number: int) -> list[Version]:
    """Return the versions of the page that a text was kept for, the first one first."""
    table: Any = tables.revisions.c
    page = select(table.article_id).where(table.number == number).scalar_subquery()
    query = (
        select(table["number", "title", "fetched_at", "edit"], tables.articles.c.shows)
        .join(tables.articles, tables.articles.c.id == table.article_id)
        .where(table.article_id == page)
        .order_by(table.number.desc())
        .limit(_MOST)
    )
    return [
        Version(row.number, row.title, row.fetched_at, Edit(row.edit) if row.edit else None, row.shows == row.number)
        for row in reversed(connection.execute(query).all())
    ]
