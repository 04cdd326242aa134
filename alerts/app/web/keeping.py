"""What is costly to make and asked for often: those things of that kind that were asked for last."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

_MOST = 100

Made = TypeVar("Made")


class Kept:
    """Keeps what was asked for last; who asks for what another one is making waits for that, and for nothing else."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, made_of: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made of something, and make it where it is not kept; what fails is not kept."""
        mine: Future[Made] = Future()
        kept: Future[Made] = self._kept(made_of, mine)
        if kept is mine:
            try:
                mine.set_result(make())
            except BaseException as error:
                self._forget(made_of, mine)
                mine.set_exception(error)
        return kept.result()

    def _kept(self, made_of: Hashable, otherwise: Future[Any]) -> Future[Any]:
        with self._lock:
            kept = self._made.setdefault(made_of, otherwise)
            self._made.move_to_end(made_of)
            if len(self._made) > _MOST:
                self._made.popitem(last=False)
        return kept

    def _forget(self, made_of: Hashable, failed: Future[Any]) -> None:
        with self._lock:
            if self._made.get(made_of) is failed:
                del self._made[made_of]
