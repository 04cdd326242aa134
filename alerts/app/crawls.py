"""Crawls that a server is asked for: each is begun here and carried out by a child process, `smewatch crawl --run`.

So Scrapy never shares the server's loop, and the child has no secret of mail or web. The run's row in the database is
how everybody sees how far it is, and how it is cancelled.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from tempfile import TemporaryFile
from threading import Lock, Thread
from types import TracebackType
from typing import IO, Self

from alerts.app import bootstrap
from alerts.app.bootstrap import App
from alerts.app.jobs import crawling
from crawler import clock, config, run_log
from crawler.archive import runs
from crawler.errors import StorageError
from crawler.model import Failure, Reason, RunState

_GRACE = 8.0  # seconds for a crawl to come to a good end when the server ends
_INTERRUPTED = -signal.SIGINT  # the exit code of a child that was asked to end
_SAID = 500  # characters of what a child said last that are kept

_log = logging.getLogger(__name__)


class Crawls:
    """The crawls that this process has begun: while it is entered they may run, and they end with it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._lock = Lock()
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._threads: list[Thread] = []
        self._ends_by: float | None = None

    def begin(self, wanted: Sequence[str], *, trigger: str, announce: bool = False) -> int:
        """Begin a crawl of publishers, sources or feeds' addresses, of everything where none is named.

        Returns the run's number at once. Raises, and then nothing was begun, SourceError or another ConfigurationError
        for what is no source, RunRefusedError where another run holds one of the sources.
        """
        app = bootstrap.up_to_date(self._app)
        run = crawling.begin(app, crawling.chosen(app, wanted, ()), trigger=trigger, announce=announce)
        thread = Thread(target=self._carry_out, args=[run], name=f"crawl-{run}")
        with self._lock:
            self._threads = [it for it in self._threads if it.is_alive()] + [thread]
        thread.start()
        return run

    def _carry_out(self, run: int) -> None:
        """Have a child carry a run out, and end the run where it did not get round to that."""
        with TemporaryFile() as said:  # not a pipe, which a child of the child may hold open for longer
            code = self._lasts(run, said)
            said.seek(max(0, said.tell() - _SAID))
            words = said.read().decode("utf-8", "replace").strip()
        _log.info("crawl ended run=%d exit_code=%d", run, code)
        failure = Failure("crawl", Reason.ERROR, f"its process ended with exit code {code}")
        state = RunState.CANCELLED if code == _INTERRUPTED else RunState.FAILED
        try:
            with self._app.database.write() as connection:
                unended = runs.end(connection, run, state, now=clock.now(), failure=failure)
        except StorageError:  # its leases end by themselves
            _log.exception("crawl not ended run=%d", run)
            return
        if unended:  # not for whoever reads of the run: it may name addresses
            run_log.note(self._app.settings, run, words)

    def _lasts(self, run: int, said: IO[bytes]) -> int:
        """Start a child, and return its exit code when it has ended."""
        with self._lock:
            if self._ends_by is not None:
                return _INTERRUPTED
            child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "alerts.app.cli", "crawl", "--run", str(run)],
                env=config.child_environment(self._app.settings, os.environ),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True,
            )  # fmt: skip
            self._children[run] = child
        code = child.wait()
        with self._lock:
            del self._children[run]
        return code

    def ask_to_end(self) -> None:
        """Ask what runs to end, as by Ctrl-C, for the first time only: a second one would cut it short."""
        if self._ends_by is None:
            self._ends_by = time.monotonic() + _GRACE
            self._send(signal.SIGINT)

    def _send(self, number: signal.Signals) -> None:
        with self._lock:
            for child in self._children.values():
                child.send_signal(number)

    def _wait(self, until: float) -> None:
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what runs: asked first, then insisted on."""
        self.ask_to_end()
        assert self._ends_by is not None
        self._wait(self._ends_by)
        self._send(signal.SIGKILL)
        self._wait(time.monotonic() + _GRACE)
