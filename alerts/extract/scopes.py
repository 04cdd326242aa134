"""A candidate and the places of its text → the place that its figure holds for: 全国, a province, a city.

The place named last before the number in its paragraph counts. 全省 and 全市 point back to the province or the city
named last in the text, else in the title; where a paragraph names none at all, the title's place counts, else the
one that the reading speaks of.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from alerts.extract import places
from alerts.extract.candidates import Candidate
from alerts.extract.places import Place
from alerts.extract.reading import Reading, Span
from alerts.extract.vocabulary import load

_WORDS = load("places")
_OF_CITY, _OF_PROVINCE = (frozenset(_WORDS["pointers"][name]) for name in ("city", "province"))
_WIDE = re.compile("|".join([*_WORDS["nation"], *_OF_PROVINCE, *_OF_CITY]))
_POINTING = re.compile("|".join(_OF_CITY | _OF_PROVINCE))
_NATION = "全国"
_REMEMBERED = 50  # places before the number among which 全省 looks for its province: keeps the time linear


def places_for(reading: Reading, paragraphs: Sequence[Span]) -> tuple[Place, ...]:
    """Return the places that a figure of some paragraphs can hold for: those named there, or in all the text before.

    Only where one of them points back has all of the text to be read.
    """
    if any(_POINTING.search(reading.text, *it) for it in paragraphs):
        return places.find(reading.text)
    return tuple(place for it in paragraphs for place in places.find(reading.text, *it))


def scope(candidate: Candidate, named: Sequence[Place], titled: Sequence[Place]) -> str:
    """Return the place that a figure holds for; `named` are the places of its text, `titled` those of the title."""
    start = candidate.quantity.start
    reach = max(0, start - len(candidate.before) - len(candidate.lead) - len(candidate.context))
    wide = None
    for match in _WIDE.finditer(candidate.reading.text, reach, start):
        wide = match
    last = bisect_right(named, start, key=lambda place: place.end)
    before = named[max(0, last - _REMEMBERED) : last]
    if before and before[-1].start >= max(reach, wide.start() if wide else 0):
        return before[-1].name
    if not wide:
        return _of_title(candidate, titled)
    if wide[0] not in _OF_CITY | _OF_PROVINCE:
        return _NATION
    pointed = (level(place, city=wide[0] in _OF_CITY) for place in (*reversed(before), *titled))
    return next(filter(None, pointed), candidate.reading.region)


def level(place: Place, *, city: bool) -> str:
    """Return the city that a place is, or the province that it lies in; "" for a province that is no city (全市)."""
    if not city:
        return place.province
    return place.name if place.name.endswith("市") else ""


def _of_title(candidate: Candidate, titled: Sequence[Place]) -> str:
    """Return the title's place; a title that names several says of none that the figures are its own."""
    alone = len({place.province for place in titled}) == 1 and not _WIDE.search(candidate.reading.title)
    return titled[-1].name if alone else candidate.reading.region
