"""Names of provinces and cities in a text → places by their full names: 广东 → 广东省, 黄石 → 黄石市.

Short names that are words of everyday language (朝阳产业, 日照) count only in full. It never decides what a place is
the scope of.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from alerts.extract.vocabulary import load


@dataclass(frozen=True, slots=True)
class Place:
    """A place named at `start:end`; `province` is the one it lies in, or itself."""

    name: str
    province: str
    start: int
    end: int


def _names() -> Iterator[tuple[str, str, str]]:
    """Every way to write a place, its full name, and its province."""
    vocabulary = load("places")
    words = frozenset(vocabulary["words"])
    for area in vocabulary["areas"]:
        yield area, area, ""
    for row in vocabulary["province"]:
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
_AUTOMATON = AhoCorasick(list(_FORMS), matchkind=MatchKind.LeftmostLongest)
_RESOLVED = list(_FORMS.values())


def find(text: str) -> tuple[Place, ...]:
    """Find the places that a text names, in reading order."""
    return tuple(Place(*_RESOLVED[form], start, end) for form, start, end in _AUTOMATON.find_matches_as_indexes(text))
