"""What routes are asked with: numbers, words, days, and where a page of a list begins."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BeforeValidator

from alerts.app.web.site import Site, TheSite
from alerts.deadlines import is_period

#: What a line of text matches.
LINE = r"^[^\x00-\x1f\x7f]*$"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST, _LAST = date(1900, 1, 1), date(9000, 1, 1)  # days that every zone can be counted in


def words(description: str, *, pattern: str = LINE, longest: int = 200) -> Any:
    """Describe a parameter of words: one line, which is not longer than anybody writes."""
    return Query(description=description, max_length=longest, pattern=pattern)


def _as_written(day: str) -> str:
    if not _DAY.fullmatch(day):  # Pydantic would take a number for seconds since 1970
        raise ValueError("is no day: write it like 2026-11-20")
    return day


def _in_a_calendar(period: str) -> str:
    if period and not is_period(period):
        raise ValueError("is in no calendar: write a year, a month or a day of it like 2026, 2026-11 or 2026-11-20")
    return period


Limit = Annotated[int, Query(ge=1, le=200, description="How many rows a page has at most.")]
Cursor = Annotated[
    str, words("Where the page begins: `next` of the one before.", pattern=r"^[A-Za-z0-9_-]*$", longest=900)
]
Words = Annotated[str, words("Words, between spaces, that must all be found.")]
Period = Annotated[
    Annotated[str, AfterValidator(_in_a_calendar)],
    words("An ISO year, month or day.", pattern=r"^([0-9]{4}(-[0-9]{2}){0,2})?$", longest=10),
]
Day = Annotated[
    Annotated[date, BeforeValidator(_as_written)] | None,
    Query(description="A day of the service's time zone; it counts itself.", examples=["2026-11-20"]),
]
#: The form in which a whole list is exported.
Form = Annotated[Literal["csv", "jsonl"], Path(description="CSV, or JSON objects of which each is a line.")]


def _known_topic(site: TheSite, topic: Annotated[str, words("A topic, by its name.")] = "") -> str:
    if topic and topic not in site.topics:
        raise unfit("topic", f"there is no topic {topic}: the topics are {', '.join(sorted(site.topics))}")
    return topic


def unfit(name: str, message: str) -> RequestValidationError:
    """Return the error that names a parameter of a query, and says what is wrong with it."""
    return RequestValidationError([{"loc": ("query", name), "type": "value_error", "msg": message}])


#: A topic that is watched, "" where none is asked for.
Topic = Annotated[str, Depends(_known_topic)]


def beginning(day: date | None, site: Site) -> datetime | None:
    """Return when a day begins in the service's zone."""
    if day is None:
        return None
    return datetime.combine(min(max(day, _FIRST), _LAST), time(), site.zone)


def end(day: date | None, site: Site) -> datetime | None:
    """Return when a day is over in the service's zone."""
    begun = beginning(day, site)
    return None if begun is None else begun + timedelta(days=1)
