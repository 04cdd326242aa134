"""A document's text as the grammars read it: without the accidents of typesetting, yet every find leads back.

Portals write the same sentence with spaces round numbers and quotation marks, with full-width digits, with one kind
of quotation mark or another. `Reading` turns `seeds.text.plain` text into a form in which a grammar needs to know of
none of that, split into paragraphs and sentences, and cuts evidence out of the original text. It never judges.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise, repeat
from typing import NamedTuple

from alerts.model import Evidence

_OPENING = "“"
_CLOSING = "”"
_STRAIGHT = '"'
_SIDES = re.compile(f"[{_STRAIGHT}{_OPENING}{_CLOSING}\n]")
# Straight marks say nothing of their side and are told apart by turns; these say it themselves.
_QUOTES = {"“": _OPENING, "”": _CLOSING, "「": _OPENING, "」": _CLOSING, "『": "‘", "』": "’", "＂": _STRAIGHT}
_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_FOLDED = {**_QUOTES, **_WIDE, "\n": "\n"}
# One apart, so that `re` sees the characters that it begins with and passes all others at once.
_SENTENCE_END = re.compile(r"[。！？；!?;\n][。！？；!?;\n]*[”’）)]*")
_PARAGRAPH_END = re.compile("\n")
# Nearly all of a text stays as it is; only the rest is folded, a character at a time.
_FOLDABLE = re.compile(r"[^\u4e00-\u9fffa-zA-Z0-9\n。，、；：？！（）《》“”%.]")


class Span(NamedTuple):
    """A stretch of a reading's `text`: the offsets of its first character and of the one after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to find things in.

    `text` is the original without spaces inside paragraphs, in NFKC but for punctuation, with “” for every pair of
    double quotation marks; paragraphs are still divided by newlines. `origin[i]` is the offset in `original` of
    `text[i]`. `title` is normalised alike, `published` the article's own date in its publisher's zone, None where it is
    unknown, and `region` the place it speaks of where it names none.
    """

    original: str
    title: str
    published: date | None
    region: str
    text: str
    origin: Sequence[int]
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]

    def evidence(self, start: int, end: int) -> Evidence:
        """Cut the original text that `text[start:end]` was read from."""
        first, last = self.origin[start], self.origin[end - 1] + 1
        return Evidence(self.original[first:last], first, last)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence of `text` that holds the offset."""
        return self.sentences[max(0, bisect_left(self.sentences, (offset + 1,)) - 1)]

    def paragraph_at(self, offset: int) -> Span:
        """Return the paragraph of `text` that holds the offset."""
        return self.paragraphs[max(0, bisect_left(self.paragraphs, (offset + 1,)) - 1)]


def read(original: str, *, title: str, published: date | None, region: str = "全国") -> Reading:
    """Prepare a document's text (`seeds.text.plain`) for the grammars."""
    text, origin = _squeeze(original)
    return Reading(
        original=original,
        title=_squeeze(title)[0],
        published=published,
        region=region,
        text=text,
        origin=origin,
        sentences=_split(text, _SENTENCE_END) or (Span(0, 0),),
        paragraphs=_split(text, _PARAGRAPH_END),
    )


def _squeeze(original: str) -> tuple[str, Sequence[int]]:
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _FOLDABLE.finditer(original):
        at, folded = match.start(), _fold(match[0])
        if folded != match[0]:
            pieces += original[done:at], folded
            origin += range(done, at)
            origin += repeat(at, len(folded))
            done = at + 1
    if not done:
        return _with_sides(original), range(len(original))
    origin += range(done, len(original))
    return _with_sides("".join(pieces) + original[done:]), origin


def _with_sides(text: str) -> str:
    """Turn straight quotation marks into opening and closing ones, by turns; a paragraph's end forgets an open one."""
    if _STRAIGHT not in text:
        return text
    inside = False

    def side(match: re.Match[str]) -> str:
        nonlocal inside
        mark = match[0]
        if mark == _STRAIGHT:
            mark = _CLOSING if inside else _OPENING
        inside = mark == _OPENING
        return mark

    return _SIDES.sub(side, text)


# More than any text has different characters; a text out of all of Unicode must not fill the memory.
@lru_cache(maxsize=1 << 16)
def _fold(character: str) -> str:
    """NFKC for letters, digits and signs; punctuation keeps its full width, since the grammars are written in it.

    Nothing is left of spaces and of what formats invisibly; half of a surrogate pair is no character, and no library
    below takes it.
    """
    if folded := _FOLDED.get(character):
        return folded
    category = unicodedata.category(character)
    if character.isspace() or category == "Cf":
        return ""
    if category == "Cs":
        return "\ufffd"
    keeps = character < "\x80" or (category[0] == "P" and character not in "％＃＆＠＊．／－")
    return character if keeps else unicodedata.normalize("NFKC", character)


def _split(text: str, end: re.Pattern[str]) -> tuple[Span, ...]:
    bounds = [0, *(match.end() for match in end.finditer(text))]
    if bounds[-1] < len(text):
        bounds.append(len(text))
    return tuple(
        [Span(start, stop) for start, stop in pairwise(bounds) if text[start] != "\n" or text[start:stop].strip("\n")]
    )
