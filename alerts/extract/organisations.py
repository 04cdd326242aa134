"""Names of bodies in a text → the body by its full name, and whether it is of the state or the party.

Known bodies come from the vocabulary (工信部 is 工业和信息化部), those of a place by pattern (示例省工信厅 is
示例省工业和信息化厅), others by how their names end (…大学, …公司). Nothing is guessed from a name without such a mark.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from alerts.extract.vocabulary import alternation, load


class Body(NamedTuple):
    """A body at `start:end` of the text it was found in."""

    name: str
    official: bool
    start: int
    end: int


_DATA = load("organisations")
_KNOWN = {
    form: (name, group == "official")
    for group in ("official", "other")
    for name, short in _DATA[group].items()
    for form in (name, *short)
}
_HAN = r"[\u4e00-\u9fff]"


def _places() -> list[str]:
    provinces = load("places")["province"]
    names = [province[key] for province in provinces for key in ("name", "short")]
    cities = [city for province in provinces for city in province.get("cities", ())]
    prefectures = [place for province in provinces for place in province.get("prefectures", ())]
    return [*names, *cities, *(f"{city}市" for city in cities), *prefectures]


_SHORT: dict[str, str] = _DATA["local"]
STATE = alternation(_DATA["foreign"]["states"])
"""A pattern for the name of a state."""
_FORM = re.compile(rf"{alternation(_KNOWN)}(?![机银]关)")
_LONGEST_STATE = max(map(len, _DATA["foreign"]["states"]))
STATE_AT_END = re.compile(rf"{STATE}\Z")
"""A state's name at the end of words."""
_PLACE = (
    rf"(?:{alternation(_places())}(?:{_HAN}{{1,3}}[市县区州盟旗])?"
    rf"|(?:(?<!{_HAN})|(?<=[在从由对据和与]))(?![在从由对据和与]){_HAN}{{2,3}}[省市县](?:{_HAN}{{1,3}}[市县区])?)"
)
# An organ of a place, or the place itself, which speaks as its government.
_ORGANS = alternation([*_DATA["local"], *_DATA["endings"]["official"]])
_ORGAN = re.compile(_ORGANS)
_LOCAL = re.compile(rf"{_PLACE}(?:(?P<organ>{_HAN}{{0,12}}?(?:{_ORGANS}))(?![长员])|(?<=[省市县区州盟旗]))")
_OTHER = re.compile(
    rf"[\w·（）]{{1,24}}?(?:{alternation(_DATA['endings']['other'])})+(?:(?:集团|股份|控股|有限|责任|总|分)*公司)?(?![长员]|主(?![任席]))"
)
_SIDE = re.compile(
    rf"{STATE}(?:方面|政府|军方|方|军|{_HAN}{{1,10}}?(?:部|省|署|局|府|院|空军|海军|当局|委员会|使馆|央行))?|(?![对双各一两多三几四哪何甲乙前]){_HAN}(?:方|军)(?!面)"
)
_ENDING = re.compile(alternation([*_DATA["endings"]["official"], *_DATA["endings"]["other"]]))
# What no name begins with: 在会堂同某国议会, 将扩大部队; and what is said of a body before its name:
# 拿到退税款的|示例精密公司, 在一家|工厂.
_NO_NAME = re.compile("在[^的]*[同与]|[将被遭已因要了]|并且|以及|这|特别是|作为|[^公司校院]{0,8}[了着过]")
_RELATIVE = re.compile(r"^(?:.{3,}的(?=.{4})|在(?!线)(?:一家)?)")
_OFFICIAL = re.compile(rf"{_HAN}{{2,15}}?(?:{alternation(_DATA['endings']['official'])})(?![长员])")


@lru_cache(maxsize=1024)
def full(local: str) -> str:
    """Return the full name of a place's body: 示例省工信厅 is 示例省工业和信息化厅."""
    for short, full in _SHORT.items():
        if local.endswith(short):
            return local.removesuffix(short) + full
    return local


def named(text: str) -> list[Body]:
    """Return the bodies that a text names and that the vocabulary or their place makes sure, in order."""
    return sorted(_named(text), key=attrgetter("start"))


def leading(text: str, bodies: Sequence[Body] | None = None) -> Body | None:
    """Return the body that a title begins with (工信部中小企业局局长, 示例大学教授), None where no mark tells it.

    `bodies` are those that the text names, where they are known already.
    """
    other = _OTHER.match(text)
    sure = next((body for body in (named(text) if bodies is None else bodies) if body.start == 0), None)
    if sure and not (other and other.end() < sure.end):
        return sure
    if _NO_NAME.match(text):
        return None
    official = _OFFICIAL.match(text)
    found = [(match.end(), match is official) for match in (other, official) if match]
    if not found:
        return None
    end, state = min(found)
    return Body(_RELATIVE.sub("", text[:end]), official=state, start=0, end=end)


def side(text: str) -> Body | None:
    """Return the state, or the side of one, that a text begins with: 某国, 某国方面, 某方, 某军."""
    match = _SIDE.match(text)
    return Body(match[0], True, 0, match.end()) if match else None


def endings(text: str) -> Iterator[Body]:
    """Yield the bodies that may begin a text by how they end, the shortest first."""
    for match in _ENDING.finditer(text):
        if match.start() > 1:
            yield Body(
                text[: match.end()].removesuffix("方面"), match[0] in _DATA["endings"]["official"], 0, match.end()
            )


def _named(text: str) -> Iterator[Body]:
    # The patterns for whole names are slow: most texts have no word that one of them would have to hold.
    places = [match for match in _LOCAL.finditer(text) if match["organ"]] if _ORGAN.search(text) else []
    for match in places:
        yield Body(full(match[0]), True, match.start(), match.end())
    free = len(text)
    for match in reversed(list(_FORM.finditer(text))):
        if match.end() > free:  # 联合国, where another body's name follows it
            continue
        name, official = _KNOWN[match[0]]
        free = match.start() - text.endswith(("原", "前"), 0, match.start())
        if state := STATE_AT_END.search(text, max(0, free - _LONGEST_STATE), free):
            free, name = state.start(), state[0] + match[0]
        # 示例省国资委 is not 国资委
        if not any(place.start() < free < place.end() for place in places):
            yield Body(name, official, free, match.end())
