"""Where a person's name may stand: surname and given name (欧阳某某, 张某), or a transliterated name with a dot.

Only the form is judged; whether a person is meant, its surroundings decide.
"""

import re
from collections.abc import Sequence

from alerts.extract.vocabulary import load

_DATA = load("surnames")
_SINGLE = frozenset(_DATA["single"]) - {"\n"}
#: Surnames of two characters.
COMPOUND = frozenset(_DATA["compound"])
_WORDS = frozenset(_DATA["words"])
_HAN = r"[\u4e00-\u9fff]"
_GIVEN = re.compile(rf"{_HAN}{{1,2}}")
_FOREIGN = frozenset(_DATA["foreign"]) - {"\n"}
_FIRST = _SINGLE | _FOREIGN | {name[0] for name in COMPOUND}
FIRST = "".join(sorted(_FIRST))
_LONGEST = 7  # characters of a transliterated name, or of a part of one
# 艾某·某利: parts of foreign and minority names; the last part's end is found by what follows it.
_DOTTED = re.compile(rf"{_HAN}{{1,{_LONGEST}}}+(?:[·•-]{_HAN}{{1,{_LONGEST}}}+){{0,3}}[·•-](?={_HAN})")
_LAST = re.compile(rf"{_HAN}{{1,{_LONGEST}}}")
_TRANSLITERATED = re.compile(f"[{''.join(map(re.escape, sorted(_FOREIGN)))}]{{2,{_LONGEST}}}")


def ends(text: str, start: int) -> Sequence[int]:
    """Return where a name that begins at `start` may end: Chinese names first, the shortest of each kind first."""
    if dotted := _DOTTED.match(text, start):
        last = _LAST.match(text, dotted.end())
        return range(dotted.end() + 1, (last.end() if last else dotted.end()) + 1)
    opening = text[start : start + 2]
    if opening[:1] not in _FIRST or opening in _WORDS:
        return ()
    chinese, foreign = _chinese(text, start, opening), _foreign(text, start)
    return (*chinese, *(end for end in foreign if end not in chinese)) if foreign else chinese


def _chinese(text: str, start: int, opening: str) -> Sequence[int]:
    size = 2 if opening in COMPOUND else 1
    if size == 1 and opening[0] not in _SINGLE:
        return ()
    given = _GIVEN.match(text, start + size)
    return range(start + size + 1, given.end() + 1) if given else ()


def _foreign(text: str, start: int) -> Sequence[int]:
    last = _TRANSLITERATED.match(text, start)
    return range(start + 2, last.end() + 1) if last else ()
