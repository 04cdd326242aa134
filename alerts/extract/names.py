"""Where a person's name may stand: surname and given name (欧阳某某, 张某), or a transliterated name with a dot.

Only the form is judged; whether a person is meant, its surroundings decide.
"""

import re
from collections.abc import Iterator

from alerts.extract.vocabulary import load

_DATA = load("surnames")
_SINGLE = frozenset(_DATA["single"]) - {"\n"}
_COMPOUND = frozenset(_DATA["compound"])
_WORDS = frozenset(_DATA["words"])
_HAN = r"[\u4e00-\u9fff]"
_GIVEN = re.compile(rf"{_HAN}{{1,2}}")
_FOREIGN = frozenset(_DATA["foreign"]) - {"\n"}
FIRST = "".join(sorted(_SINGLE | _FOREIGN | {name[0] for name in _COMPOUND}))
_LONGEST = 7  # characters of a transliterated name, or of a part of one
# 艾某·某利: parts of foreign and minority names; the last part's end is found by what follows it.
_DOTTED = re.compile(rf"{_HAN}{{1,{_LONGEST}}}(?:[·•-]{_HAN}{{1,{_LONGEST}}}){{0,3}}[·•-](?={_HAN})")
_LAST = re.compile(rf"{_HAN}{{1,{_LONGEST}}}")


def ends(text: str, start: int) -> Iterator[int]:
    """Yield where a name that begins at `start` may end: Chinese names first, the shortest of each kind first."""
    if dotted := _DOTTED.match(text, start):
        last = _LAST.match(text, dotted.end())
        yield from range(dotted.end() + 1, (last.end() if last else dotted.end()) + 1)
        return
    chinese = list(_chinese(text, start))
    yield from chinese
    yield from (end for end in _foreign(text, start) if end not in chinese)


def _chinese(text: str, start: int) -> Iterator[int]:
    size = 2 if text[start : start + 2] in _COMPOUND else 1
    if size == 1 and (text[start : start + 1] not in _SINGLE or text[start : start + 2] in _WORDS):
        return
    if given := _GIVEN.match(text, start + size):
        yield from range(start + size + 1, given.end() + 1)


def _foreign(text: str, start: int) -> Iterator[int]:
    if text[start : start + 2] in _WORDS:
        return
    for end in range(start, min(start + _LONGEST, len(text))):
        if text[end] not in _FOREIGN:
            return
        if end > start:
            yield end + 1
