"""Runs the schedules: one process of all that share a database, each command as a child process. APScheduler's home.

A child never shares the loop of the web server, and what it leaks ends with it. Whatever was missed runs once. Commands
are fit to be interrupted and to be run again, so that a process that dies leaves nothing half-done.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from alerts.app import schedules
from alerts.app.bootstrap import App
from alerts.app.schedules import SCHEDULES, Schedule
from alerts.store import leaders
from alerts.store import schedules as memories
from alerts.store.schedules import Memory
from crawler import clock
from crawler.errors import ConfigurationError, StorageError

TASK = "scheduler"

_BEAT = 10.0  # seconds between two beats of the leader, and between two looks of the others
_GRACE = 8.0  # seconds for children to come to a good end
_SAID = 500  # characters of a command's last line that are remembered

Value = TypeVar("Value")

_log = logging.getLogger(__name__)


def trigger(times: str, zone: ZoneInfo) -> BaseTrigger:
    """Read times. Raises ConfigurationError where they are none."""
    schedules.check(times)
    seconds = schedules.seconds(times)
    try:
        return IntervalTrigger(seconds=seconds) if seconds else CronTrigger.from_crontab(times, timezone=zone)
    except ValueError as error:
        raise ConfigurationError(f"{times!r} are no times: {error}") from error


@asynccontextmanager
async def running(app: App) -> AsyncIterator["Scheduler"]:
    """Have the schedules run for as long as the context lasts, whenever this process leads."""
    scheduler = Scheduler(app)
    task = asyncio.create_task(scheduler.keep())
    try:
        yield scheduler
    finally:
        task.cancel()
        await asyncio.wait([task])
        await scheduler.stop()


class Scheduler:
    """The schedules of one process: started when it comes to lead, stopped when it does no more."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._zone = ZoneInfo(app.settings.timezone)
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
        self._scheduler: AsyncIOScheduler | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._children: set[asyncio.subprocess.Process] = set()
        self._times: dict[str, str] = {}
        self._ending: asyncio.Task[None] | None = None

    @property
    def leads(self) -> bool:
        """Whether this process runs the schedules at present."""
        return self._scheduler is not None

    async def keep(self) -> None:
        """Keep the lead, or try to get it, until cancelled; a database that is away for a while ends nothing."""
        while True:
            try:
                await self._beat()
            except Exception:  # whatever it was, without a next beat another process would lead beside this one
                _log.exception("scheduler beat failed")
            await asyncio.sleep(_BEAT)

    async def stop(self) -> None:
        """Bring what runs to a good end within some seconds, and let another process lead at once."""
        await self._stand_down()
        try:
            await self._written(leaders.resign, TASK, self._holder)
        except StorageError:  # the lead ends by itself
            _log.exception("scheduler not resigned")

    async def _beat(self) -> None:
        now = clock.now()
        led = await self._written(leaders.lead, TASK, self._holder, now)
        if led and not self.leads:
            _log.info("scheduler leads holder=%s", self._holder)
            self._scheduler = AsyncIOScheduler(timezone=self._zone)
            self._scheduler.start()
        elif not led and self.leads:
            _log.warning("scheduler no longer leads holder=%s", self._holder)
            await self._stand_down()
        if self.leads:
            self._arrange(await asyncio.to_thread(self._memories), now)

    def _arrange(self, known: Mapping[str, Memory], now: datetime) -> None:
        """Give each schedule that is switched on its times, where they are not those that it has."""
        wanted = {
            it.name: known.get(it.name, Memory()).times or it.times
            for it in SCHEDULES.values()
            if known.get(it.name, Memory()).enabled
        }
        assert self._scheduler
        for name in self._times.keys() - wanted.keys():
            self._scheduler.remove_job(name)
            del self._times[name]
        for name, times in wanted.items():
            if self._times.get(name) == times:
                continue
            when = trigger(times, self._zone)
            first = _first(when, known.get(name, Memory()).started, now)
            self._scheduler.add_job(
                self._run, when, [SCHEDULES[name]], id=name, replace_existing=True, next_run_time=first,
                coalesce=True, max_instances=1, misfire_grace_time=None,
            )  # fmt: skip
            self._times[name] = times

    async def _run(self, schedule: Schedule) -> None:
        task, leading = asyncio.current_task(), self._scheduler
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await self._written(memories.begin, schedule.name, clock.now())
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "alerts.app.cli", *schedule.command,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        self._children.add(child)
        if self._scheduler is not leading:  # what ran was asked to end while this one was being started
            child.send_signal(signal.SIGINT)
        _, said = await child.communicate()
        self._children.discard(child)
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        code = child.returncode or 0
        _log.info("schedule ended name=%s exit_code=%d", schedule.name, code)
        await self._written(memories.end, schedule.name, clock.now(), code, last[-_SAID:])

    async def _stand_down(self) -> None:
        """Start nothing more, and end what runs; a process that ends while it does so still brings it to its end."""
        scheduler, self._scheduler, self._times = self._scheduler, None, {}
        if scheduler:
            self._ending = asyncio.create_task(self._end(scheduler))
        if self._ending:
            await asyncio.shield(self._ending)

    async def _end(self, scheduler: AsyncIOScheduler) -> None:
        """End what runs: asked first, as by Ctrl-C, then insisted on."""
        scheduler.pause()
        for insist in (signal.SIGINT, signal.SIGKILL):
            for child in self._children:
                with suppress(ProcessLookupError):
                    child.send_signal(insist)
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=_GRACE)
        scheduler.shutdown(wait=False)

    def _memories(self) -> dict[str, Memory]:
        with self._app.database.read() as connection:
            return memories.everything(connection)

    async def _written(self, work: Callable[..., Value], *arguments: object) -> Value:
        def write() -> Value:
            with self._app.database.write() as connection:
                return work(connection, *arguments)

        return await asyncio.to_thread(write)


def _first(when: BaseTrigger, last: datetime | None, now: datetime) -> datetime | None:
    """Return when a schedule runs first: at once where it was due meanwhile, and what is missed runs once."""
    if isinstance(when, IntervalTrigger):
        return now
    missed = last is not None and (due := when.get_next_fire_time(last, now)) is not None and due <= now
    return now if missed else when.get_next_fire_time(None, now)
