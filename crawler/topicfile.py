"""A topic's TOML file → the topic; what is wrong with a file is told with its line and the reason.

The file names the topic (`name`, `title`), the score from which an article belongs to it (`threshold`), its `[terms]`
with their weights, and where there are such: `title_en`, its title for readers of English; `[against]`, terms that
speak against it; `exclusions`, phrases in which a term is no mention; and its `parent`, the topic that it narrows.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

from crawler.errors import ConfigurationError
from crawler.relevance import Topic

_REQUIRED = ("name", "title", "threshold", "terms")
_OPTIONAL = ("title_en", "against", "exclusions", "parent")
_NAME = re.compile(r"[\w-]+")


class _Fault(Exception):
    """What is wrong with a file, and the key that it is wrong with."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


def read(file: Traversable) -> Topic:
    """Read a topic's file. Raises ConfigurationError, naming file, line and reason, for one that declares none."""
    try:
        text = file.read_text(encoding="utf-8")
        return _topic(tomllib.loads(text))
    except _Fault as fault:
        raise ConfigurationError(f"the topic {file}{_line(text, fault.key)}: {fault}") from fault
    except tomllib.TOMLDecodeError as error:  # which tells the line itself
        raise ConfigurationError(f"the topic {file} is no TOML: {error}") from error
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"the topic {file} cannot be read: {error}") from error


def _topic(read: Mapping[str, Any]) -> Topic:
    for key in read:
        if key not in (*_REQUIRED, *_OPTIONAL):
            raise _Fault(key, f"{key!r} is no part of a topic: {', '.join((*_REQUIRED, *_OPTIONAL))} are")
    if missing := [key for key in _REQUIRED if key not in read]:
        raise _lacking(read, missing)
    name = _words(read, "name")
    if not _NAME.fullmatch(name):
        raise _Fault("name", f"{name!r} is no name: it has letters, digits and hyphens")
    exclusions = read.get("exclusions", [])
    if not isinstance(exclusions, list) or not all(isinstance(it, str) and it for it in exclusions):
        raise _Fault("exclusions", "the exclusions are no list of phrases")
    return Topic(
        name=name,
        title=_words(read, "title"),
        threshold=_share("threshold", read["threshold"]),
        terms=_weights(read, "terms"),
        against=_weights(read, "against") if "against" in read else {},
        exclusions=tuple(exclusions),
        parent=_words(read, "parent") if "parent" in read else "",
        title_en=_words(read, "title_en") if "title_en" in read else "",
    )


def _lacking(read: Mapping[str, Any], missing: Sequence[str]) -> _Fault:
    for key in missing:
        for table, within in read.items():
            if isinstance(within, dict) and key in within:
                return _Fault(key, f"{key!r} stands in [{table}], and belongs above the first [table]")
    return _Fault("", f"it lacks {', '.join(map(repr, missing))}")


def _words(read: Mapping[str, Any], key: str) -> str:
    words = read[key]
    if not isinstance(words, str) or not words.strip():
        raise _Fault(key, f"the {key} is no text")
    return words


def _weights(read: Mapping[str, Any], table: str) -> Mapping[str, float]:
    weights = read[table]
    if not isinstance(weights, dict) or not weights or "" in weights:
        raise _Fault(table, f"[{table}] is no table of terms and their weights")
    return {term: _share(term, weight) for term, weight in weights.items()}


def _share(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise _Fault(key, f"{key!r} is {value!r}, and no number above 0 and up to 1")
    return float(value)


def _line(text: str, key: str) -> str:
    """Tell the line that a key stands in, "" for a key that is not there."""
    if not key:
        return ""
    found = re.search(rf'^\s*\[?["\']?{re.escape(key)}["\']?\s*[=\].]', text, re.MULTILINE)
    return f", line {text.count(chr(10), 0, found.end()) + 1}" if found else ""
