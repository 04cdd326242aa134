"""A text → the terms it is found by: words of letters and digits, and of Chinese every two neighbouring characters.

Chinese has no spaces, and a database's own index cannot find a word of two characters (税务) in it. The last character
of a stretch is a term too, so that every single character begins one. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_CHINESE = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONGEST = 100  # characters of a term: no word is longer, and PostgreSQL knows none of more than 2 kB
_STRETCH = re.compile(rf"[{_CHINESE}]+|[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?|[^\W_{_CHINESE}]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that have to follow each other; the last one is only the beginning of a term where `prefix` says so.

    `excluded` phrases must not stand in a text.
    """

    terms: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False


def terms(text: str) -> Iterator[str]:
    """Yield the terms of a text in their order."""
    for stretch in _STRETCH.findall(_folded(text)):
        if _is_chinese(stretch):
            yield from (stretch[at : at + 2] for at in range(len(stretch)))
        else:
            yield stretch.replace(",", "")[:_LONGEST]


def phrases(words: str) -> tuple[Phrase, ...]:
    """Read what is looked for: words between spaces, all of which must stand in a text; one after a “-” must not."""
    return tuple(
        phrase
        for word in words.split()
        for phrase in _phrases(word.removeprefix("-"), excluded=len(word) > 1 and word.startswith("-"))
    )


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Return where the words that are looked for stand in a text, from character to character, in order."""
    written = "|".join(_written(it) for it in phrases(words) if not it.excluded)
    if not written:
        return []
    folded = list(map(_folded_character, text))  # ㈠ is three characters then
    origin = [at for at, it in enumerate(folded) for _ in it]
    found = (it.span() for it in re.finditer(written, "".join(folded)))
    return [(origin[start], origin[end - 1] + 1) for start, end in found]


def _written(phrase: Phrase) -> str:
    """Write the pattern of a phrase in a folded text."""
    first, *others = phrase.terms
    if _is_chinese(first):
        return first + "".join(it[-1] for it in others)
    term = ",?".join(map(re.escape, first)) if first[0].isdigit() else re.escape(first)
    return rf"(?<![^\W_{_CHINESE}]){term}(?![^\W_{_CHINESE}])"


def _phrases(word: str, *, excluded: bool) -> Iterator[Phrase]:
    for stretch in _STRETCH.findall(_folded(word)):
        if not _is_chinese(stretch):
            yield Phrase((stretch.replace(",", "")[:_LONGEST],), excluded=excluded)
        elif len(stretch) == 1:
            yield Phrase((stretch,), prefix=True, excluded=excluded)
        else:
            pairs = tuple(stretch[at : at + 2] for at in range(len(stretch) - 1))
            yield Phrase(pairs, excluded=excluded)


@lru_cache(8192)
def _folded_character(character: str) -> str:
    return _folded(character)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_chinese(stretch: str) -> bool:
    return re.match(f"[{_CHINESE}]", stretch) is not None
