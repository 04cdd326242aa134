"""A list in pages: each goes on right after the last row of the one before, whatever has come in since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, tuple_

Key = str | float | datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in its list: what the list is ordered by, and among equals the row's id, or its name."""

    key: Key
    id: int | str


@dataclass(frozen=True, slots=True)
class Ordering:
    """What a list is ordered by, the ids of its rows, and whether the largest come first."""

    key: ColumnElement[Any]
    id: ColumnElement[int]
    falling: bool = True

    def page(self, query: Select[Any], limit: int, after: Place | None) -> Select[Any]:
        """Narrow a query to the rows after a place, its first rows without one, each with the `key` of its own."""
        key, columns = self.key.label("key"), tuple_(self.key, self.id)
        if after is not None:
            place = tuple_(literal(after.key, self.key.type), literal(after.id, self.id.type))
            query = query.where(columns < place if self.falling else columns > place)
        order = (it.desc() if self.falling else it.asc() for it in (key, self.id))
        return query.add_columns(key).order_by(*order).limit(limit)
