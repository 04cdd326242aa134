"""The fields of a form ↔ a reader and what is asked for.

A form is all its fields by their names, each with its values, as browsers post it. Raises UnfitFieldError.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import time
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from zoneinfo import available_timezones

from alerts import subscribe
from alerts.audience import Cadence, Filter, Language, QuietHours, Subscriber, Subscription
from crawler.errors import ConfigurationError

Form = dict[str, list[str]]
Choice = TypeVar("Choice", bound=StrEnum)

_PARTS = tuple(it.name for it in fields(Filter))
_TYPED = ("officials", "organizations", "regions", "objects", "keywords", "required", "excluded")
_HOURS = frozenset(map(str, range(24)))
_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9]")
_SEPARATOR = re.compile(r"[\n、，；;]|,(?!\d)")  # a comma before a digit may belong to a number


class UnfitFieldError(Exception):
    """What stands in a field does not do."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def blank(zone: str) -> Form:
    """Return the form of somebody who has not filled it in."""
    return settings(Subscriber(0, "", zone=zone)) | filled(Subscription(0, Subscriber(0, ""), Cadence.DAY))


def filled(it: Subscription) -> Form:
    """Return the form that asks for what a subscription does."""
    wanted = {name: list(values) for name, values in asdict(it.filter).items()}
    return {
        **wanted,
        **{name: ["\n".join(wanted[name])] for name in _TYPED},
        "name": [it.name],
        "cadence": [it.cadence],
        "hour": [str(it.hour)],
        "when_empty": ["1"] if it.when_empty else [],
    }


def settings(it: Subscriber) -> Form:
    """Return the form of a reader's settings."""
    quiet = it.quiet.start != it.quiet.end
    return {
        "address": [it.address],
        "language": [it.language],
        "zone": [it.zone],
        "quiet_start": [f"{it.quiet.start:%H:%M}" if quiet else ""],
        "quiet_end": [f"{it.quiet.end:%H:%M}" if quiet else ""],
    }


def read(form: Form, reader: Subscriber, topics: Sequence[str]) -> Subscription:
    """Read what a reader asks for; `topics` are the names of the topics that there are."""
    wanted = {name: tuple(map(_in_line, form.get(name, ()))) for name in _PARTS if name not in _TYPED}
    wanted |= {name: _words(_one(form, name)) for name in _TYPED}
    wish = Subscription(
        id=0,
        subscriber=reader,
        cadence=_choice(Cadence, form, "cadence"),
        filter=Filter(**{name: tuple(dict.fromkeys(values)) for name, values in wanted.items()}),
        name=_in_line(_one(form, "name")),
        hour=_hour(form),
        when_empty=bool(_one(form, "when_empty")),
    )
    try:
        subscribe.check(wish, topics)
    except ConfigurationError as error:
        raise UnfitFieldError("filter") from error
    return wish


def read_settings(form: Form, reader: Subscriber) -> Subscriber:
    """Read the language, the time zone and the quiet hours of a reader."""
    zone = _one(form, "zone").strip()
    if zone not in {*zones(), reader.zone}:
        raise UnfitFieldError("zone")
    return replace(reader, language=_choice(Language, form, "language"), zone=zone, quiet=_quiet(form))


def read_address(form: Form) -> str:
    """Read the address."""
    try:
        return subscribe.address(_one(form, "address"))
    except ConfigurationError as error:
        raise UnfitFieldError("address") from error


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Return the names of all time zones that are named by places."""
    return tuple(sorted(it for it in available_timezones() if "/" in it and not it.startswith("Etc/")))


def _one(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _words(typed: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_in_line, _SEPARATOR.split(typed))))


def _in_line(typed: str) -> str:
    return " ".join(typed.split())


def _hour(form: Form) -> int:
    typed = _one(form, "hour")
    if typed not in _HOURS:
        raise UnfitFieldError("hour")
    return int(typed)


def _quiet(form: Form) -> QuietHours:
    ends = [_one(form, name).strip() for name in ("quiet_start", "quiet_end")]
    if not any(ends):
        return QuietHours()
    if not all(map(_CLOCK.fullmatch, ends)):
        raise UnfitFieldError("quiet")
    try:
        return QuietHours(*map(time.fromisoformat, ends))
    except ValueError as error:  # 29:00
        raise UnfitFieldError("quiet") from error


def _choice(kind: type[Choice], form: Form, name: str) -> Choice:
    try:
        return kind(_one(form, name))
    except ValueError as error:
        raise UnfitFieldError(name) from error
