"""Where a text ran → which of the places is its first source. A pure decider.

The official original leads, whoever was crawled first; where there is none, the earliest.
"""

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum

from crawler.catalog import undeclared
from crawler.model import OFFICIAL, Appearance, Publisher

# A government site that names one of these as where a text was first printed has reprinted it.
_PRESS = re.compile(r"(?:社|报|网|台|杂志|周刊|客户端|财经|新闻)(?:记者.{0,8})?$")


class Standing(IntEnum):
    """How a place stands to a text that it published: the lower, the nearer to its source."""

    ORIGINAL = 0
    """The site of a state body that names nobody else as where the text is from."""
    OFFICIAL = 1
    """The site of a state body that has the text from another one."""
    REPRINT = 2
    """The press, and sites of state bodies that reprint it."""


def in_order(appearances: Iterable[Appearance], publishers: Mapping[str, Publisher]) -> tuple[Appearance, ...]:
    """Return the places where a story ran, the first source first; an address stands there with each of its texts."""
    return tuple(sorted(appearances, key=lambda it: (standing(it, publishers), it.published, it.revision)))


def standing(appearance: Appearance, publishers: Mapping[str, Publisher]) -> Standing:
    """Return how the place of an appearance stands to its text."""
    publisher = publishers.get(appearance.publisher) or undeclared(appearance.publisher)
    if publisher.level not in OFFICIAL:
        return Standing.REPRINT
    named = appearance.origin.strip()
    if not named or named in publisher.title or publisher.title in named:
        return Standing.ORIGINAL
    level = {it.title: it.level for it in publishers.values()}.get(named)
    reprinted = level not in OFFICIAL if level else _PRESS.search(named)
    return Standing.REPRINT if reprinted else Standing.OFFICIAL
