"""What is costly to make and asked for often: those things of that kind that were asked for last."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

_MOST = 100

Made = TypeVar("Made")


class Kept:
    """Keeps what was asked for last; two who ask at once for what is not there wait for one another."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()
        self._making = Lock()

    def get(self, made_of: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made of something, and make it where it is not kept; None is never kept."""
        made: Made | None = self._kept(made_of)
        if made is not None:
            return made
        with self._making:
            made = self._kept(made_of)
            if made is None:
                made = make()
                with self._lock:
                    self._made[made_of] = made
                    if len(self._made) > _MOST:
                        self._made.popitem(last=False)
        return made

    def _kept(self, made_of: Hashable) -> Any:
        with self._lock:
            if made_of in self._made:
                self._made.move_to_end(made_of)
            return self._made.get(made_of)
