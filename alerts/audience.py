"""Who is told, of what, and when: the values that a subscription is made of. Nothing here does anything but hold."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum


class Cadence(StrEnum):
    """How often a subscription is told."""

    INSTANT = "instant"
    DAY = "day"
    WEEK = "week"


class Language(StrEnum):
    """The language of what is written round the news; the news itself stays as it was published."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


class News(StrEnum):
    """The kinds of news that a filter can ask for: each change that is told is of exactly one.

    ADJUSTED is a goal that moved, or that sources give differently; PROGRESS what was reached, estimates and plain
    figures.
    """

    TARGETS = "targets"
    ADJUSTED = "adjusted"
    PROGRESS = "progress"
    STATEMENTS = "statements"
    EDITS = "edits"


class Standing(StrEnum):
    """Whether an address is mailed: PAUSED is its reader's wish, SUSPENDED what its mail server brought about."""

    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which changes a subscription wants: those that meet every part that is not empty (`alerts.filters`).

    Within a part one match is enough, but for `required` (all of which must stand there) and `excluded` (none of which
    may). Topics are names of topics, officials names of persons, levels those of who answers for a text, sources titles
    of publishers; keywords are looked for in a change's object, evidence and title.
    """

    topics: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A stretch of each day, by the reader's clock, in which no digest is made: from `start` up to `end`.

    It may go over midnight; both are the same where there is none. A digest that was made before, and could not be
    handed over then, may arrive.
    """

    start: time = time(0)
    end: time = time(0)

    def __contains__(self, moment: time) -> bool:
        """Whether a time of day lies in it."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader: an e-mail address, or the address of another channel.

    `zone` is an IANA name, and `why` the reason for the standing. `bounces` counts refusals of the address in a row,
    and `not_before` is when it may be tried again after one.
    """

    id: int
    address: str
    language: Language = Language.CHINESE
    zone: str = "Asia/Shanghai"
    quiet: QuietHours = QuietHours()
    standing: Standing = Standing.ACTIVE
    why: str = ""
    bounces: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one reader asks for: a filter, and when it is told.

    `hour` is that of the reader's clock at which days begin, and weeks on Monday. `watermark` is the number of the last
    change that has been dealt with, told or not, `last_period` the period for which that was done ("" before the
    first), and `last_at` when something was told. `confirmed` is False until the address has agreed: no digest is sent
    before. `when_empty` has it told that there is nothing new.
    """

    id: int
    subscriber: Subscriber
    cadence: Cadence
    filter: Filter = field(default_factory=Filter)
    confirmed: bool = False
    watermark: int = 0
    last_period: str = ""
    last_at: datetime | None = None
    name: str = ""
    hour: int = 7
    when_empty: bool = False
