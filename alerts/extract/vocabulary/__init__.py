"""The words that the grammars know, one TOML file for each question; `load` reads one that travels with the package."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


@cache
def load(name: str) -> Mapping[str, Any]:
    """Read the vocabulary `name` (`places` for `places.toml`); each file is read once."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first.

    It begins with the class of their first characters, as `re` skips what begins with none of them, and then looks at
    the class of their second ones: few places of a text pass both. The words stand in it as a tree, by their second
    character, then by what may stand before it: 长(?<=[局厅]长)(?:助理)?.
    """
    by_second: defaultdict[str, set[str]] = defaultdict(set)
    for word in filter(None, words):
        by_second[word[1:2]].add(word)
    alone = by_second.pop("", set())
    branches = [f"(?<={_class(alone)})"] if alone else []
    if by_second:
        longer = "|".join(_from_second(second, alike) for second, alike in sorted(by_second.items()))
        branches.insert(0, f"(?={_class(by_second)})(?:{longer})")
    return f"{_class(word[0] for alike in (alone, *by_second.values()) for word in alike)}(?:{'|'.join(branches)})"


def automaton(words: Iterable[str]) -> AhoCorasick:
    """Return what finds any of the words in one pass over a text, of those that overlap the first and longest.

    It is quicker than an `alternation` over a whole text, and slower over a few words.
    """
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)


def initials(words: Iterable[str]) -> str:
    """Return the first characters of the words, to stand in a pattern's class of characters."""
    return "".join(re.escape(first) for first, _ in _by_first(words))


def _from_second(second: str, words: Iterable[str]) -> str:
    """Return a pattern for what follows the first characters of words whose second one is the same."""
    alike: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for first, rest in _by_first(words):
        alike[frozenset(end[1:] for end in rest)].append(first)
    branches = [f"(?<={_class(firsts)}{re.escape(second)}){_ending(ends)}" for ends, firsts in alike.items()]
    return re.escape(second) + (branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})")


def _ending(words: frozenset[str]) -> str:
    """Return a pattern for the ends of words that begin alike; first characters with the same ends make one class."""
    alike: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for first, rest in _by_first(words):
        alike[rest].append(first)
    branches = [f"{_class(firsts)}{_ending(rest)}" for rest, firsts in alike.items()]
    if len(branches) == 1 and "" not in words:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}" if branches else ""


def _class(characters: Iterable[str]) -> str:
    """Return a pattern for any of some characters; for a single one itself, as `re` takes long to read a pattern."""
    distinct = "".join(sorted(set(characters)))
    return re.escape(distinct) if len(distinct) == 1 else f"[{re.escape(distinct)}]"


def _by_first(words: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """Part words into their first characters and what follows each of them; an empty one has none."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    for word in filter(None, words):
        ends[word[0]].add(word[1:])
    return [(first, frozenset(rest)) for first, rest in sorted(ends.items())]
