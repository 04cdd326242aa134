"""Ctrl-C while something must not be left half-done: the first one asks to stop, the second one insists."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alerts.app.cli.printing import say


@contextmanager
def postponed(what: str) -> Iterator[Callable[[], bool]]:
    """Give a function that says whether to stop; `what` tells the person what is brought to its end first."""
    asked = False

    def ask(number: int, frame: object) -> None:
        nonlocal asked
        asked = True
        say(f"stopping after {what}; Ctrl-C again stops at once")
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
