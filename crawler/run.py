"""A crawl from outside: begun, watched and ended. The crawl itself is a child process, `crawler.spiders.__main__`.

So Scrapy never shares the loop of a web server or a scheduler, and a crash there is a failed run here. The run's row
in the database is all that parent and child have in common; a child dies with its parent.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from threading import Thread

from crawler import catalog, clock, config, run_log
from crawler.archive import runs
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import Failure, Reason, RunState, RunSummary, Source

Progress = Callable[[RunSummary], None]

_GLANCE = 0.1  # seconds between two looks at the run
_GRACE = 3.0  # seconds for a child to close in good order after it was asked
_PROMPT = 1.3  # … and where somebody has cancelled the run and waits: a page that hangs is not waited for


def begin(
    settings: Settings, database: Database, sources: Sequence[Source], *, trigger: str, announce: bool = False
) -> int:
    """Begin a run, and return its number: it holds its sources, and is to be carried out within a minute.

    Raises, and then nothing was begun, RunRefusedError where another run holds one of the sources, ConfigurationError
    where a topic cannot be read.
    """
    catalog.topics(settings.data_dir)  # the child needs them, but cannot tell the caller what is wrong with one
    with database.write() as connection:
        return runs.begin(connection, sources, trigger=trigger, announce=announce, now=clock.now())


def carry_out(settings: Settings, database: Database, run: int, on_progress: Progress | None = None) -> RunSummary:
    """Carry a run out that was begun, and return what it was once it has ended.

    `on_progress` is called about ten times a second. A keyboard interrupt ends the run in good order, as CANCELLED:
    everything stored so far is kept.
    """
    child = _spawn(settings, run)
    saying = Thread(target=run_log.copy, args=[child.stdout, settings, run], daemon=True)
    saying.start()
    try:
        _watch(database, run, child, on_progress)
    except KeyboardInterrupt:
        _stop(database, run, child)
        _end(database, run, RunState.CANCELLED)
    except BaseException:
        child.kill()
        child.wait()
        _end(database, run, RunState.FAILED, "the process that watched it failed")
        raise
    finally:
        if child.stdin:
            child.stdin.close()
        saying.join(_GRACE)
        if child.stdout:
            child.stdout.close()
    _end(database, run, RunState.FAILED, f"its process ended with exit code {child.returncode}")
    summary = _summary(database, run)
    if on_progress:
        on_progress(summary)
    return summary


def _spawn(settings: Settings, run: int) -> "subprocess.Popen[bytes]":
    # -P: a folder named `crawler` where the user stands must not be taken for ours. A session of its own: Ctrl-C in the
    # terminal reaches the parent alone, which then asks the child. The pipe is how the child notices its parent's end.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", "crawler.spiders", str(run)],
        stdin=subprocess.PIPE,
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=config.child_environment(settings, os.environ),
        start_new_session=True,
    )


def _watch(database: Database, run: int, child: "subprocess.Popen[bytes]", on_progress: Progress | None) -> None:
    """Watch a child to its end; one that does not stop by itself when its run is cancelled is stopped."""
    stops_by: float | None = None
    while child.poll() is None:
        if on_progress:
            on_progress(_summary(database, run))
        if stops_by is None and _is_cancelled(database, run):
            stops_by = time.monotonic() + _PROMPT
        if stops_by is not None and time.monotonic() > stops_by:
            child.kill()
            child.wait()
            _end(database, run, RunState.CANCELLED)
        time.sleep(_GLANCE)


def _stop(database: Database, run: int, child: "subprocess.Popen[bytes]") -> None:
    """End a child: ask, then insist; a second interrupt cuts it short."""
    with database.write() as connection:
        runs.cancel(connection, run)
    try:
        child.wait(_GRACE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        child.kill()
        child.wait()


def _end(database: Database, run: int, state: RunState, detail: str = "") -> None:
    """End a run whose child did not get round to it."""
    failure = Failure("crawl", Reason.ERROR, detail) if detail else None
    with database.write() as connection:
        runs.end(connection, run, state, now=clock.now(), failure=failure)


def _is_cancelled(database: Database, run: int) -> bool:
    with database.read() as connection:
        return runs.is_cancelled(connection, run)


def _summary(database: Database, run: int) -> RunSummary:
    with database.read() as connection:
        summary = runs.summary(connection, run, clock.now())
    assert summary is not None
    return summary
