"""A thread that sends what is in the outbox whenever somebody rings: no reader waits for a mail server."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Self

from seeds.errors import SmewatchError

_log = logging.getLogger(__name__)


class Postman:
    """Sends while it is entered; rings in between are answered by one more round.

    `send` is given what it asks before each mail: whether to leave the rest for later.
    """

    def __init__(self, send: Callable[[Callable[[], bool]], object]) -> None:
        self._send = send
        self._rung = Event()
        self._leaving = Event()
        self._thread = Thread(target=self._work, name="postman")

    def ring(self) -> None:
        """Have what is in the outbox sent soon."""
        self._rung.set()

    def _work(self) -> None:
        while self._rung.wait() and not self._leaving.is_set():
            self._rung.clear()
            try:
                self._send(self._leaving.is_set)
            except SmewatchError as error:
                _log.warning("mails not sent, they wait in the outbox: %s", error)
            except Exception:  # the next ring is another chance
                _log.exception("mails not sent")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._rung.set()
        self._thread.join()
