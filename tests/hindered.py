"""`smewatch ARGUMENTS`, hindered: `python tests/hindered.py HINDRANCE ARGUMENTS`.

HINDRANCE is `MODULE:FUNCTION:COUNT:before` or `…:after`: at that call of a function of the program's the process says
so on its standard output and stands still, to be killed there. Or it is a number: the bytes that no file may exceed.
"""

import functools
import importlib
import resource
import signal
import sys
from typing import Any

from alerts.app.cli import main


def stand_still(module: str, function: str, count: int, moment: str) -> None:
    *path, name = function.split(".")
    owner = functools.reduce(getattr, path, importlib.import_module(module))
    original = getattr(owner, name)
    calls = 0

    @functools.wraps(original)
    def hindered(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        result = original(*arguments, **named) if moment == "after" else None
        if calls == count:
            sys.stdout.write("reached\n")
            sys.stdout.flush()
            signal.pause()
        return result if moment == "after" else original(*arguments, **named)

    setattr(owner, name, hindered)


def run() -> None:
    _, hindrance, *arguments = sys.argv
    sys.argv = ["smewatch", *arguments]
    if hindrance.isdigit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(hindrance), resource.RLIM_INFINITY))
    else:
        module, function, count, moment = hindrance.split(":")
        stand_still(module, function, int(count), moment)
    main()


if __name__ == "__main__":
    run()
