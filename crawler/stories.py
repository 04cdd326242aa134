"""Where a text ran → which of the places is its first source. A pure decider.

The official original leads, whoever was crawled first; where there is none, the earliest.
"""

import re
from collections.abc import Iterable, Mapping

from crawler.model import Appearance, Level, Publisher

_OFFICIAL = frozenset({Level.NATIONAL, Level.MINISTRY, Level.PROVINCE})

# A government site that names one of these as where a text was first printed has reprinted it.
_PRESS = re.compile(r"(?:社|报|网|台|杂志|周刊|客户端|财经|新闻)(?:记者.{0,8})?$")


def in_order(appearances: Iterable[Appearance], publishers: Mapping[str, Publisher]) -> tuple[Appearance, ...]:
    """Return the places where a story ran, the first source first and each address once."""
    ordered = sorted(appearances, key=lambda it: (not is_original(it, publishers), it.published, it.revision))
    by_address: dict[str, Appearance] = {}
    for it in ordered:
        by_address.setdefault(it.url, it)
    return tuple(by_address.values())


def is_original(appearance: Appearance, publishers: Mapping[str, Publisher]) -> bool:
    """Return whether a text stands on the site of a state body that does not say it took it from the press."""
    publisher = publishers.get(appearance.publisher)
    if publisher is None or publisher.level not in _OFFICIAL:
        return False
    named = appearance.origin.strip()
    if not named or named in publisher.title or publisher.title in named:
        return True
    level = {it.title: it.level for it in publishers.values()}.get(named)
    return level in _OFFICIAL if level else not _PRESS.search(named)
