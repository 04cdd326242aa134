"""One process of all runs the schedules, each as a command of its own; what is missed runs once."""

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts.app import scheduler, schedules
from alerts.app.bootstrap import App
from alerts.app.schedules import Schedule
from alerts.store import leaders
from alerts.store import schedules as memories
from alerts.store.schedules import Memory
from crawler import clock
from crawler.errors import ConfigurationError

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUICK = Schedule("quick", ("db", "cleanup"), "3600s", "")
DEADLINE = 60  # seconds: none is waited for in vain


@pytest.fixture(autouse=True)
def _surroundings(installation: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the children work where the test does, and every process look at the lead all the time."""
    monkeypatch.setenv("SMEWATCH_DATA_DIR", str(installation.settings.data_dir))
    monkeypatch.setattr(scheduler, "_BEAT", 0.02)


def only(monkeypatch: pytest.MonkeyPatch, *wanted: Schedule) -> None:
    monkeypatch.setattr(scheduler, "SCHEDULES", {it.name: it for it in wanted})


def remembered(app: App, name: str) -> Memory:
    with app.database.read() as connection:
        return memories.everything(connection).get(name, Memory())


def led(app: App) -> str | None:
    with app.database.read() as connection:
        return leaders.leader(connection, scheduler.TASK, clock.now())


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE):
        while not met():
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("times", "following"),
    [("300s", None), ("30 3 * * *", "2026-11-22T03:30:00+08:00"), ("0 7 * * mon", "2026-11-23T07:00:00+08:00")],
)
def test_times_are_seconds_or_a_crontabs_in_the_services_zone(times: str, following: str | None, now: datetime) -> None:
    found = scheduler.trigger(times, SHANGHAI)
    if following:
        assert found.get_next_fire_time(None, now).isoformat() == following


@pytest.mark.parametrize("times", ["", "0s", "5m", "1 2 3", "99 3 * * *", "0 7 * * 1", "a b c d e", "9" * 9 + "s"])
def test_what_is_no_time_is_refused(times: str) -> None:
    with pytest.raises(ConfigurationError):
        scheduler.trigger(times, SHANGHAI)


@pytest.mark.parametrize(
    ("times", "last", "first"),
    [
        ("0 4 * * *", None, "2026-11-22T04:00:00+08:00"),
        ("0 4 * * *", "2026-11-21T04:00:00+08:00", "2026-11-22T04:00:00+08:00"),
        ("0 4 * * *", "2026-11-14T04:00:00+08:00", "now"),
        ("600s", "2026-11-21T08:59:00+08:00", "now"),
        ("600s", None, "now"),
    ],
)
def test_what_was_missed_runs_once(times: str, last: str | None, first: str, now: datetime) -> None:
    when = scheduler._first(scheduler.trigger(times, SHANGHAI), datetime.fromisoformat(last) if last else None, now)
    assert when is not None
    assert when == (now if first == "now" else datetime.fromisoformat(first))


def test_a_schedule_runs_its_command_and_remembers_how_it_went(
    installation: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, QUICK, Schedule("broken", ("runs", "show", "999"), "3600s", ""))

    async def situation() -> None:
        async with scheduler.running(installation):
            await until(lambda: all(remembered(installation, it).ended for it in ("quick", "broken")))

    asyncio.run(situation())
    assert remembered(installation, "quick").exit_code == 0
    assert remembered(installation, "quick").words.startswith("removed:")
    assert remembered(installation, "broken").exit_code == 2
    assert "no run 999" in remembered(installation, "broken").words


def test_of_what_a_command_said_its_last_line_is_remembered_and_no_progress(
    installation: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    feeds = tmp_path / "feeds.opml"
    feeds.write_text('<opml version="2.0"><body><outline xmlUrl="ftp://x/"/></body></opml>', encoding="utf-8")
    crawl = [it for it in schedules.SCHEDULES["crawl"].command if it != "--due"]
    only(
        monkeypatch,
        Schedule("crawl", (*crawl, "--feed", "http://127.0.0.1/feed.xml"), "3600s", ""),
        Schedule("import", ("sources", "import", str(feeds)), "3600s", ""),
    )

    async def situation() -> None:
        async with scheduler.running(installation):
            await until(lambda: all(remembered(installation, it).ended for it in ("crawl", "import")))

    asyncio.run(situation())
    assert (remembered(installation, "crawl").exit_code, remembered(installation, "crawl").words) == (1, "")
    assert remembered(installation, "import").words == "0 sources are added, 0 were there already"


def test_one_of_several_processes_leads_and_another_takes_over_when_it_goes(
    installation: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, QUICK)

    async def situation() -> None:
        async with scheduler.running(installation) as first:
            await until(lambda: first.leads)
            second = scheduler.running(installation)
            waiting = await second.__aenter__()
            await until(lambda: bool(remembered(installation, "quick").ended))
            assert (first.leads, waiting.leads) == (True, False)
        await until(lambda: waiting.leads)
        await second.__aexit__(None, None, None)

    asyncio.run(situation())


def test_a_leader_that_gives_no_sign_of_life_is_replaced_and_steps_back(
    installation: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch)
    database, now = installation.database, clock.now()
    with database.write() as connection:
        assert leaders.lead(connection, "scheduler", "first", now)
        assert not leaders.lead(connection, "scheduler", "second", now + timedelta(seconds=30))
        assert leaders.lead(connection, "scheduler", "first", now + timedelta(seconds=35))
        assert leaders.lead(connection, "scheduler", "second", now + timedelta(seconds=80))
        assert not leaders.lead(connection, "scheduler", "first", now + timedelta(seconds=81))
        assert leaders.leader(connection, "scheduler", now + timedelta(seconds=90)) == "second"
        leaders.resign(connection, "scheduler", "first")
        assert leaders.leader(connection, "scheduler", now + timedelta(seconds=90)) == "second"
        leaders.resign(connection, "scheduler", "second")
        assert leaders.leader(connection, "scheduler", now + timedelta(seconds=90)) is None


def test_a_process_that_lost_the_lead_stops_its_schedules(installation: App, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, QUICK)

    async def situation() -> None:
        async with scheduler.running(installation) as first:
            await until(lambda: first.leads)
            with installation.database.write() as connection:
                leaders.resign(connection, "scheduler", first._holder)
                leaders.lead(connection, "scheduler", "another", clock.now())
            await until(lambda: not first.leads)

    asyncio.run(situation())


def test_other_times_and_a_switch_take_effect_while_it_runs(installation: App, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, QUICK)

    async def situation() -> None:
        async with scheduler.running(installation) as running:
            await until(lambda: dict(running._times) == {"quick": "3600s"})
            with installation.database.write() as connection:
                memories.settle(connection, "quick", times="0 4 * * *", enabled=True)
            await until(lambda: dict(running._times) == {"quick": "0 4 * * *"})
            with installation.database.write() as connection:
                memories.settle(connection, "quick", times="0 4 * * *", enabled=False)
            await until(lambda: dict(running._times) == {})

    asyncio.run(situation())


@pytest.fixture
def endless(tmp_path_factory: pytest.TempPathFactory) -> Schedule:
    """A command that never ends by itself: it reads a pipe that nobody writes to."""
    pipe = tmp_path_factory.mktemp("pipe") / "in.md"
    os.mkfifo(pipe)
    return Schedule("endless", ("analyse", str(pipe)), "3600s", "")


def test_what_runs_is_asked_to_end_and_how_it_ended_is_remembered(
    installation: App, monkeypatch: pytest.MonkeyPatch, endless: Schedule
) -> None:
    only(monkeypatch, endless)

    async def situation() -> None:
        async with scheduler.running(installation) as running:
            await until(lambda: bool(running._children))

    asyncio.run(situation())
    memory = remembered(installation, "endless")
    assert memory.ended
    assert memory.exit_code not in {0, None}


def test_what_runs_ends_though_the_process_ends_while_it_loses_the_lead(
    installation: App, monkeypatch: pytest.MonkeyPatch, endless: Schedule
) -> None:
    only(monkeypatch, endless)
    monkeypatch.setattr(scheduler, "_GRACE", 0.1)

    async def situation() -> None:
        async with scheduler.running(installation) as running:
            await until(lambda: bool(running._children))
            for child in running._children:
                child.send_signal(signal.SIGSTOP)  # it does not hear that it is asked to end
            with installation.database.write() as connection:
                leaders.resign(connection, "scheduler", running._holder)
                leaders.lead(connection, "scheduler", "another", clock.now())
            await until(lambda: not running.leads)

    asyncio.run(situation())
    assert remembered(installation, "endless").exit_code == -signal.SIGKILL


def test_a_database_that_is_away_for_a_while_ends_nothing(
    installation: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    only(monkeypatch, QUICK)

    async def situation() -> None:
        async with scheduler.running(installation) as running:
            await until(lambda: running.leads)
            with installation.database.write() as connection:
                connection.exec_driver_sql("ALTER TABLE leaders RENAME TO mislaid")
            await until(lambda: "beat failed" in caplog.text)
            with installation.database.write() as connection:
                connection.exec_driver_sql("ALTER TABLE mislaid RENAME TO leaders")
            with installation.database.write() as connection:
                leaders.resign(connection, scheduler.TASK, running._holder)
            await until(lambda: led(installation) == running._holder)

    asyncio.run(situation())


def test_every_schedule_is_a_command_with_times_that_can_be_read() -> None:
    for it in schedules.SCHEDULES.values():
        assert scheduler.trigger(it.times, SHANGHAI)
