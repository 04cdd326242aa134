"""What runs by itself: each schedule is a command of `smewatch` and its times. Declarations, and how times are written.

Times are a number of seconds (`60s`) or a crontab's five fields (`30 3 * * *`), whose days of the week are names.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from crawler.errors import ConfigurationError

_SECONDS = re.compile(r"([1-9][0-9]{0,6})s")
_DAILY = re.compile(r"(?P<minute>[0-5]?[0-9]) (?P<hour>[01]?[0-9]|2[0-3]) \* \* \*")
_FIELDS = 5
_WEEKDAY_NUMBERS = re.compile("[0-9]")


class Outcome(StrEnum):
    """How a command ended: PARTLY, where it named elsewhere what failed, be it a part or all of its work."""

    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A command, its times where nobody has set others, and what it is for, in words.

    `partly` says where it is named what failed when its exit code is 1; "" where nothing but that code tells of it.
    """

    name: str
    command: tuple[str, ...]
    times: str
    words: str
    partly: str = ""

    def outcome(self, exit_code: int | None) -> Outcome:
        """Return what an exit code of the command means."""
        if not exit_code:
            return Outcome.DONE
        return Outcome.PARTLY if exit_code == 1 and self.partly else Outcome.FAILED


SCHEDULES: Mapping[str, Schedule] = {
    it.name: it
    for it in (
        Schedule(
            "crawl",
            ("crawl", "--due", "--quiet", "--trigger", "schedule"),
            "60s",
            "polls the sources whose time has come",
            partly="something failed: `smewatch runs list`",
        ),
        Schedule(
            "digests",
            ("digest", "send"),
            "60s",
            "composes what is due, sends what is queued, reads what came back, tells the operator of troubles",
        ),
        Schedule("cleanup", ("db", "cleanup"), "30 3 * * *", "removes what is kept for a while only"),
        Schedule("backup", ("db", "backup"), "0 4 * * *", "copies the database file"),
    )
}


def seconds(times: str) -> int | None:
    """Return the seconds between two runs, None where times are a crontab's."""
    found = _SECONDS.fullmatch(times.strip())
    return int(found[1]) if found else None


def time_of_day(times: str) -> time | None:
    """Return the time at which something runs every day, None where times are others."""
    found = _DAILY.fullmatch(times.strip())
    return time(int(found["hour"]), int(found["minute"])) if found else None


def check(times: str) -> None:
    """Refuse times that are neither (the fields' own values are checked where they are read)."""
    fields = times.split()
    if seconds(times) is not None:
        return
    if len(fields) != _FIELDS:
        raise ConfigurationError(f"{times!r} are no times: write 300s, or a crontab's five fields, “30 3 * * mon”")
    if _WEEKDAY_NUMBERS.search(fields[4]):
        raise ConfigurationError(f"{times!r}: write days of the week as mon, tue …: programs count them differently")
