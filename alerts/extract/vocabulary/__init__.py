"""The words that the grammars know, one TOML file for each question; `load` reads one that travels with the package."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Mapping[str, Any]:
    """Read the vocabulary `name` (`places` for `places.toml`); each file is read once."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first.

    The words stand in it as a tree, 局(?:长(?:助理)?), so that a text is held against their common beginnings once and
    not against every word; the first characters stand each alone, as `re` skips what begins with none of them.
    """
    return "|".join(re.escape(first) + _ending(rest) for first, rest in _by_first(words))


def initials(words: Iterable[str]) -> str:
    """Return the first characters of the words, to stand in a pattern's class of characters."""
    return "".join(re.escape(first) for first, _ in _by_first(words))


def _ending(words: frozenset[str]) -> str:
    """Return a pattern for the ends of words that begin alike; first characters with the same ends make one class."""
    alike: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for first, rest in _by_first(words):
        alike[rest].append(re.escape(first))
    if not alike:
        return ""
    branches = (f"[{''.join(firsts)}]{_ending(rest)}" for rest, firsts in alike.items())
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}"


def _by_first(words: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """Part words into their first characters and what follows each of them; an empty one has none."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    for word in filter(None, words):
        ends[word[0]].add(word[1:])
    return [(first, frozenset(rest)) for first, rest in sorted(ends.items())]
