"""What is costly to make and asked for often: the last few things of that kind, each under what it was made of."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

_MOST = 100

Made = TypeVar("Made")


class Kept:
    """Keeps what was made last; two who ask at once for what is not there wait for one another."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._making = Lock()

    def get(self, made_of: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made of something, and make it where it is not kept; None is never kept."""
        made: Made | None = self._made.get(made_of)
        if made is not None:
            return made
        with self._making:
            made = self._made.get(made_of)
            if made is None:
                self._made[made_of] = made = make()
                while len(self._made) > _MOST:
                    self._made.popitem(last=False)
        return made
