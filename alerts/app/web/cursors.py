"""Places in lists ↔ cursors, which say nothing to who asks: each is good for the list that it was given out in."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi.exceptions import RequestValidationError

from alerts.app.row_formats import json_text
from alerts.app.web.numbers import HIGHEST
from alerts.store.paging import Key, Place
from alerts.store.target_lists import Order


def dump(listed: str, place: Place) -> str:
    """Write a place in a list, which is named."""
    key = place.key.isoformat() if isinstance(place.key, datetime) else place.key
    return base64.urlsafe_b64encode(json_text([listed, key, place.id]).encode("utf-8", "replace")).decode().rstrip("=")


def load(cursor: str, listed: str, key: Callable[[Any], Key], row: Callable[[Any], int | str] | None = None) -> Place:
    """Read a place in a list; `key` reads what that is ordered by, with a ValueError for what is none.

    `row` reads what tells its rows apart, which is their number if nothing else is said.

    Raises RequestValidationError for what was not given out in that list.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, written, at = json.loads(base64.b64decode(padded, b"-_", validate=True))
        if name != listed:
            raise ValueError
        return Place(key(written), (row or number)(at))
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        wrong = {"type": "value_error", "loc": ("query", "cursor"), "msg": "is none of this list's: begin without one"}
        raise RequestValidationError([wrong]) from error


def dump_number(listed: str, row: int) -> str:
    """Write a place in a list that is ordered by its rows' numbers."""
    return dump(listed, Place(row, row))


def load_number(cursor: str, listed: str) -> int:
    """Read a place in such a list; raises as `load` does."""
    place = load(cursor, listed, number)
    assert isinstance(place.key, int)
    return place.key


def number(written: object) -> int:
    """Read a row's number."""
    if type(written) is not int or not 0 <= written <= HIGHEST:
        raise ValueError
    return written


def amount(written: object) -> float:
    """Read a value."""
    if not isinstance(written, int | float):
        raise ValueError
    return float(written)


def text(written: object) -> str:
    """Read a name, or a period; a half of a character is none."""
    if not isinstance(written, str) or "\0" in written:
        raise ValueError
    written.encode()
    return written


def moment(written: object) -> datetime:
    """Read a moment, with its offset."""
    read = datetime.fromisoformat(text(written))
    if read.tzinfo is None:
        raise ValueError
    return read.astimezone(UTC)


#: What reads the key of a place in a list of figures, by its order.
FIGURES: dict[Order, Callable[[Any], Key]] = {
    Order.CHANGED: number,
    Order.PUBLISHED: moment,
    Order.OBJECT: text,
    Order.VALUE: amount,
    Order.DEADLINE: text,
}
