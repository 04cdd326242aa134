"""The query of an address → what a list is asked for, and the addresses of the same list asked for otherwise.

A parameter that does not do is a 422; one that nobody asked for is passed over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlencode

from fastapi import HTTPException, Request

from alerts.app.web import cursors
from alerts.app.web.security import readable
from alerts.deadlines import is_period
from alerts.store.paging import Key, Place

_LONGEST = 200  # characters of a parameter, …
_LONGEST_CURSOR = 900  # … and of the cursor, in which a name may stand
_CURSOR = "cursor"

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Query:
    """What a list at a path is asked for, by the names of parameters; what is left empty is not asked for."""

    path: str
    values: Mapping[str, str]

    @classmethod
    def of(cls, request: Request, *names: str) -> Self:
        """Read the parameters of these names, and the cursor."""
        values = {name: readable(request.query_params.get(name, "")).strip() for name in (*names, _CURSOR)}
        if any(len(it) > (_LONGEST_CURSOR if name == _CURSOR else _LONGEST) for name, it in values.items()):
            raise HTTPException(422)
        return cls(request.url.path, {name: value for name, value in values.items() if value})

    def __getitem__(self, name: str) -> str:
        """Return a parameter, "" where it is not given."""
        return self.values.get(name, "")

    @property
    def asks(self) -> bool:
        """Whether anything is asked for, a list's place aside."""
        return bool(self.values.keys() - {_CURSOR})

    def choice(self, name: str, of: type[Choice]) -> Choice | None:
        """Return a parameter that is one of some words, None where it is not given."""
        given = self[name]
        if given and given not in set(of):
            raise HTTPException(422)
        return of(given) if given else None

    def period(self, name: str) -> str:
        """Return a parameter that is an ISO period (2026, 2026-12, 2026-12-31), "" where it is not given."""
        given = self[name]
        if given and not is_period(given):
            raise HTTPException(422)
        return given

    def place(
        self, listed: str, key: Callable[[Any], Key], row: Callable[[Any], int | str] = cursors.number
    ) -> Place | None:
        """Return where the named list goes on, None at its beginning; `key` and `row` are as for `cursors.load`."""
        return cursors.load(self[_CURSOR], listed, key, row) if self[_CURSOR] else None

    def after(self, listed: str, place: Place) -> str:
        """Return the address at which the named list goes on after a place."""
        return self.link(**{_CURSOR: cursors.dump(listed, place)})

    def number(self, listed: str) -> int | None:
        """Return after which row the named list goes on, whose rows are in the order of their numbers; as `place`."""
        return cursors.load_number(self[_CURSOR], listed) if self[_CURSOR] else None

    def after_number(self, listed: str, number: int) -> str:
        """Return the address at which such a list goes on after a row."""
        return self.link(**{_CURSOR: cursors.dump_number(listed, number)})

    def link(self, **other: str) -> str:
        """Return the address of the list from its beginning, with other parameters; an empty one is not asked for."""
        query = self.encoded(**{_CURSOR: "", **other})
        return f"{quote(self.path)}?{query}" if query else quote(self.path)

    def encoded(self, **other: str) -> str:
        """Return what is asked for as the query of an address, with other parameters."""
        return urlencode({name: value for name, value in {**self.values, **other}.items() if value})

    @property
    def first(self) -> str:
        """Return the address of the list's beginning, "" where this is it."""
        return self.link() if self[_CURSOR] else ""
