"""Names of provinces and cities in a text → places by their full names: 广东 → 广东省, 黄石 → 黄石市.

Short names that are words of everyday language (朝阳产业, 日照) count only in full, and the place in an institution's
name (北京理工大学) is part of that name. One that the vocabulary does not have is called what the text calls it.
It never decides what a place is the scope of.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from alerts.extract.vocabulary import automaton, load


class Place(NamedTuple):
    """A place named at `start:end`; `province` is the one it lies in, or itself, "" where that is not known."""

    name: str
    province: str
    start: int
    end: int


_VOCABULARY = load("places")


def _names() -> Iterator[tuple[str, str, str]]:
    """Every way to write a place, its full name, and its province."""
    words = frozenset(_VOCABULARY["words"])
    for area in _VOCABULARY["areas"]:
        yield area, area, ""
    for row in _VOCABULARY["province"]:
        province = row["name"]
        yield province, province, province
        yield row["short"], province, province
        for letter in row["letters"]:
            yield f"{letter}企", province, province
        for city in row.get("cities", ()):
            full = city if city.endswith("新区") else f"{city}市"
            yield full, full, province
            if full != city and city not in words:
                yield city, full, province
        for prefecture in row.get("prefectures", ()):
            yield prefecture, prefecture, province


_FORMS = {form: (name, province) for form, name, province in _names()}
_AUTOMATON = automaton(_FORMS)
_RESOLVED = list(_FORMS.values())
_INITIALS = frozenset(form[0] for form in _FORMS)
# What follows a name that is none of a place: 上海|证券交易所, and 新企 in 创新企业.
_OTHERWISE = re.compile(f"(?<=企)业|[^{_VOCABULARY['apart']}]{{0,2}}(?:{'|'.join(_VOCABULARY['institutions'])})")
_SIGNS = "省市县"
_UNLISTED = _VOCABULARY["unregistered"]
_RARE = rf"(?:(?![{_UNLISTED['common']}])[\u4e00-\u9fff])"
_UNREGISTERED = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[在从])((?!{'|'.join(_UNLISTED['verbs'])}){_RARE}{{2,3}}[{_SIGNS}])\Z"
)
# What rules a sign out stands behind it, so that `re` looks for the sign alone.
_SIGN = re.compile(f"[{_SIGNS}](?<![{_UNLISTED['markets']}]市)(?![{_UNLISTED['compound']}])")


def opening(words: str) -> int:
    """Return the length of the name of a place that words open with, 0 where they open with none."""
    if words[:1] not in _INITIALS and not any(sign in words[2:4] for sign in _SIGNS):
        return 0
    first = next(iter(find(words)), None)
    return first.end if first and first.start == 0 else 0


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Place, ...]:
    """Find the places that a text, or the paragraphs that are its stretch `start:end`, names, in reading order."""
    words = text[start:end]
    known = tuple(
        Place(*_RESOLVED[form], start + first, start + last)
        for form, first, last in _AUTOMATON.find_matches_as_indexes(words)
        if not _OTHERWISE.match(text, start + last)
    )
    signs = _SIGN.finditer(text, start, start + len(words)) if any(sign in words for sign in _SIGNS) else ()
    unknown = tuple(_unregistered(text, signs, known))
    return tuple(sorted(known + unknown, key=_start)) if unknown else known


def _unregistered(text: str, signs: Iterable[re.Match[str]], known: tuple[Place, ...]) -> Iterator[Place]:
    """Find provinces, cities and counties that no vocabulary has, at the beginning of a clause."""
    for sign in signs:
        end = sign.end()
        if match := _UNREGISTERED.search(text[max(0, end - 5) : end]):
            start = end - len(match[1])
            nearest = known[bisect_right(known, end, key=_start) - 1] if known else None
            if nearest is None or nearest.end <= start or nearest.start >= end:
                yield Place(match[1], match[1] if sign[0] == _SIGNS[0] else "", start, end)


def _start(place: Place) -> int:
    return place.start
