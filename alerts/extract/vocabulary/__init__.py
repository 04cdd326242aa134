"""The words that the grammars know, one TOML file for each question; `load` reads one that travels with the package."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Mapping[str, Any]:
    """Read the vocabulary `name` (`places` for `places.toml`); each file is read once."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
