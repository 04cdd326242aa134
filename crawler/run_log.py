"""What the process of a run says: copied to standard error, its beginning and its end to a file of the data directory.

A run that has nothing to say has no file. It may name addresses: it is for who runs the program alone, and so is the
file.
"""

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO

from crawler.config import Settings

_PART = 100_000  # bytes that are kept of the beginning, which often has the cause; of the end, at least half of them
_AT_ONCE = 65_536  # … of what is copied at once
_TAIL = 20_000  # bytes that are read back


def copy(said: IO[bytes], settings: Settings, run: int) -> None:
    """Copy what a run's process says until its end, as it comes; of much of it the middle is left out.

    Whatever cannot be written is let go of: a process that nobody listens to would wait for ever.
    """
    path, left_out = _path(settings, run), 0
    while part := said.read(_AT_ONCE):
        with suppress(OSError):
            os.write(sys.stderr.fileno(), part)
        with suppress(OSError):
            _append(path, part)
            left_out = _without_middle(path, left_out)


def note(settings: Settings, run: int, words: str) -> None:
    """Add what a run's process said beside what was copied."""
    with suppress(OSError):
        _append(_path(settings, run), f"{words}\n".encode("utf-8", "replace"))


def read(settings: Settings, run: int) -> str:
    """Return the end of what a run's process said, "" where it said nothing."""
    try:
        return _path(settings, run).read_bytes()[-_TAIL:].decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def drop(settings: Settings, before: datetime) -> int:
    """Remove what runs said that ended before a moment; return of how many."""
    old = [
        path
        for path in _folder(settings).glob("run-*.log")
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _without_middle(path: Path, left_out: int) -> int:
    """Leave more of the middle out once a file is longer than there is room for; return how many bytes were, in all."""
    if path.stat().st_size <= 2 * _PART:
        return left_out
    said = path.read_bytes()
    further = said[_PART:].removeprefix(_mark(left_out))
    ending = further[-_PART // 2 :]
    left_out += len(further) - len(ending)
    shorter = path.with_suffix(".new")
    shorter.unlink(missing_ok=True)
    _append(shorter, said[:_PART] + _mark(left_out) + ending)
    shorter.replace(path)
    return left_out


def _mark(left_out: int) -> bytes:
    return f"\n[{left_out} bytes are left out here]\n".encode() if left_out else b""


def _append(path: Path, part: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with open(path, "ab", opener=partial(os.open, mode=0o600)) as file:
        file.write(part)


def _path(settings: Settings, run: int) -> Path:
    return _folder(settings) / f"run-{run}.log"


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "logs"
