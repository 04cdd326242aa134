"""Schedules and what is remembered of them → the table that `smewatch schedules list` prints."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from alerts.app.console import gist, print_table
from alerts.app.schedules import SCHEDULES, Outcome, Schedule
from alerts.store.schedules import Memory


def print_schedules(known: Mapping[str, Memory], zone: str) -> None:
    """Print what runs by itself; times of day are those of a zone, the service's."""
    rows = [
        (it.name, _times(it, memory), _state(memory), _last(it, memory, zone), gist(memory.words) or it.words)
        for it in SCHEDULES.values()
        for memory in [known.get(it.name, Memory())]
    ]
    print_table("Schedules", ("Name", f"Times ({zone})", "State", "Last run", "What it said"), rows)


def _times(schedule: Schedule, memory: Memory) -> str:
    return memory.times or schedule.times


def _state(memory: Memory) -> str:
    if not memory.enabled:
        return "off"
    return "running" if memory.started and not memory.ended else "on"


def _last(schedule: Schedule, memory: Memory, zone: str) -> str:
    if memory.started is None:
        return "never"
    at = f"{memory.started.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"
    outcome = schedule.outcome(memory.exit_code)
    said = {Outcome.DONE: "", Outcome.PARTLY: schedule.partly, Outcome.FAILED: f"exit code {memory.exit_code}"}
    return ", ".join(filter(None, (at, said[outcome])))
