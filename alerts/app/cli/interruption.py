"""Ctrl-C: what must not be left half-done is brought to its end first; elsewhere it ends the command, with 130."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from alerts.app.cli.printing import say

INTERRUPTED = 130


@contextmanager
def interruptible(kept: str) -> Iterator[None]:
    """End the command at Ctrl-C; `kept` tells the person what is kept. For work whose every step is whole or undone."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"interrupted: {kept}")
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def postponed(what: str) -> Iterator[Callable[[], bool]]:
    """Give a function that says whether to stop; `what` tells the person what is brought to its end first.

    The first Ctrl-C asks to stop, the second one insists.
    """
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
