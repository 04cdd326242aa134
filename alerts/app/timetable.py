"""When the schedules run, as a person changes it, and when each runs next."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.app import scheduler, schedules
from alerts.app.bootstrap import App
from alerts.app.schedules import SCHEDULES, Schedule
from alerts.store import leaders
from alerts.store import schedules as store
from alerts.store.schedules import Memory
from crawler.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Entry:
    """A schedule, what is remembered of it, the times at which it runs, and when it does next; None while it is off."""

    schedule: Schedule
    memory: Memory
    times: str
    following: datetime | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """All schedules, and the process that runs them, None where nobody does."""

    entries: tuple[Entry, ...]
    leader: str | None


def read(app: App, now: datetime) -> Timetable:
    """Return what runs by itself, and when."""
    zone = ZoneInfo(app.settings.timezone)
    with app.database.read() as connection:
        known = store.everything(connection)
        leader = leaders.leader(connection, scheduler.TASK, now)
    entries = (_entry(it, known.get(it.name, Memory()), zone, now) for it in SCHEDULES.values())
    return Timetable(tuple(entries), leader)


def set_times(app: App, name: str, times: str | None, now: datetime) -> None:
    """Have a schedule run at other times, None for those that are declared.

    Raises ConfigurationError for what is no schedule, and for what are no times, or none that ever come.
    """
    if times is not None:
        coming = scheduler.trigger(times, ZoneInfo(app.settings.timezone)).get_next_fire_time(None, now)
        if coming is None:  # the 30th of February
            raise ConfigurationError(f"{times!r} never comes: no month that it names has such a day, so name another")
    _settle(app, name, times=times)


def switch(app: App, name: str, *, on: bool) -> None:
    """Have a schedule run, or run no more. Raises ConfigurationError for what is no schedule."""
    _settle(app, name, enabled=on)


def _settle(app: App, name: str, **changed: object) -> None:
    if name not in SCHEDULES:
        raise ConfigurationError(f"there is no schedule {name!r}: there are {', '.join(SCHEDULES)}")
    with app.database.write() as connection:
        known = store.everything(connection).get(name, Memory())
        memory = replace(known, **changed)  # type: ignore[arg-type]
        store.settle(connection, name, times=memory.times, enabled=memory.enabled)


def _entry(schedule: Schedule, memory: Memory, zone: ZoneInfo, now: datetime) -> Entry:
    times = memory.times or schedule.times
    return Entry(schedule, memory, times, _following(times, memory, zone, now) if memory.enabled else None)


def _following(times: str, memory: Memory, zone: ZoneInfo, now: datetime) -> datetime | None:
    seconds = schedules.seconds(times)
    if seconds is not None:
        return max(now, (memory.started or now) + timedelta(seconds=seconds))
    following: datetime | None = scheduler.trigger(times, zone).get_next_fire_time(None, now)
    return following
