"""The query of an address → what a list is asked for, and the addresses of the same list asked for otherwise.

A parameter that does not do is a 422; one that nobody asked for is passed over.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self, TypeVar
from urllib.parse import quote, urlencode

from fastapi import HTTPException, Request

from alerts.app.web.security import readable
from alerts.deadlines import last_date
from alerts.store.paging import Key, Place

_LONGEST = 200  # characters of a parameter, …
_LONGEST_CURSOR = 4000  # … and of the cursor, in which a name may stand
_LARGEST = 2**31 - 1  # of the numbers that columns hold
_CURSOR = "cursor"

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Query:
    """What a list at a path is asked for, by the names of parameters; what is left empty is not asked for."""

    path: str
    values: Mapping[str, str]

    @classmethod
    def of(cls, request: Request, *names: str) -> Self:
        """Read the parameters of these names, each given once, and the cursor."""
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
        if given and (last_date(given) is None or len(given) not in {4, 7, 10}):
            raise HTTPException(422)
        return given

    def place(self, key: type[Key], name: type[int | str]) -> Place | None:
        """Return where the list goes on, None at its beginning: after what has such a key, and such a name."""
        if not self[_CURSOR]:
            return None
        try:
            first, last = json.loads(urlsafe_b64decode(self[_CURSOR]))
            place = Place(datetime.fromisoformat(first).astimezone(UTC) if key is datetime else first, last)
        except (ValueError, TypeError, OverflowError) as error:
            raise HTTPException(422) from error
        if type(place.key) is not key or type(place.id) is not name or not all(map(_is_fit, (place.key, place.id))):
            raise HTTPException(422)
        return place

    def after(self, place: Place) -> str:
        """Return the address at which the list goes on after a place."""
        key = place.key.isoformat() if isinstance(place.key, datetime) else place.key
        written = json.dumps([key, place.id], ensure_ascii=False, separators=(",", ":"))
        return self.link(**{_CURSOR: urlsafe_b64encode(written.encode()).decode()})

    def link(self, **other: str) -> str:
        """Return the address of the list from its beginning, with other parameters; an empty one is not asked for."""
        values = {name: value for name, value in {**self.values, _CURSOR: "", **other}.items() if value}
        return f"{quote(self.path)}?{urlencode(values)}" if values else quote(self.path)

    @property
    def first(self) -> str:
        """Return the address of the list's beginning, "" where this is it."""
        return self.link() if self[_CURSOR] else ""


def _is_fit(value: Key | int) -> bool:
    """Whether a column may hold a value."""
    if isinstance(value, str):
        return readable(value) == value
    return not isinstance(value, int) or abs(value) <= _LARGEST
