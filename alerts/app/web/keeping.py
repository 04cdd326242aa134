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
        self._made: OrderedDict[Hashable, tuple[Hashable, Future[Any]]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Hashable, made_of: Hashable, make: Callable[[], Made]) -> Made:
        """Return a thing as it is made of something, and make it where it is not kept, or was made of something else.

        What fails is not kept.
        """
        mine: Future[Made] = Future()
        kept: Future[Made] = self._kept(name, made_of, mine)
        if kept is mine:
            try:
                mine.set_result(make())
            except BaseException as error:
                self._forget(name, mine)
                mine.set_exception(error)
        return kept.result()

    def _kept(self, name: Hashable, made_of: Hashable, otherwise: Future[Any]) -> Future[Any]:
        with self._lock:
            if name not in self._made or self._made[name][0] != made_of:
                self._made[name] = made_of, otherwise
            self._made.move_to_end(name)
            if len(self._made) > _MOST:
                self._made.popitem(last=False)
            return self._made[name][1]

    def _forget(self, name: Hashable, failed: Future[Any]) -> None:
        with self._lock:
            if name in self._made and self._made[name][1] is failed:
                del self._made[name]
