"""A document's text as the grammars read it: without the accidents of typesetting, yet every find leads back.

Portals write the same sentence with spaces round numbers and quotation marks, with full-width digits, with one kind
of quotation mark or another. `Reading` turns `seeds.text.plain` text into a form in which a grammar needs to know of
none of that, split into paragraphs and sentences, and cuts evidence out of the original text. It never judges.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from alerts.model import Evidence

_OPENING = "“"
_CLOSING = "”"
# Straight marks say nothing of their side and are told apart by turns; these say it themselves.
_QUOTES = {"“": _OPENING, "”": _CLOSING, "「": _OPENING, "」": _CLOSING, "『": "‘", "』": "’", "＂": '"'}
_SENTENCE_END = re.compile(r"[。！？；!?;\n]+[”’）)]*")


@dataclass(frozen=True, slots=True)
class Span:
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
    origin: tuple[int, ...]
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    _starts: tuple[int, ...] = field(repr=False)

    def evidence(self, start: int, end: int) -> Evidence:
        """Cut the original text that `text[start:end]` was read from."""
        first, last = self.origin[start], self.origin[end - 1] + 1
        return Evidence(self.original[first:last], first, last)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence of `text` that holds the offset."""
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]


def read(original: str, *, title: str, published: date | None, region: str = "全国") -> Reading:
    """Prepare a document's text (`seeds.text.plain`) for the grammars."""
    text, origin = _squeeze(original)
    sentences = tuple(_split(text, _SENTENCE_END)) or (Span(0, 0),)
    return Reading(
        original=original,
        title=_squeeze(title)[0],
        published=published,
        region=region,
        text=text,
        origin=origin,
        sentences=sentences,
        paragraphs=tuple(_split(text, re.compile("\n"))),
        _starts=tuple(span.start for span in sentences),
    )


def _squeeze(original: str) -> tuple[str, tuple[int, ...]]:
    characters: list[str] = []
    origin: list[int] = []
    inside = False  # an opened straight quotation mark: the next one closes it; a paragraph's end forgets it
    for offset, character in enumerate(original):
        if character == "\n":
            inside = False
        elif character.isspace() or unicodedata.category(character) == "Cf":
            continue
        for folded in _fold(character):
            plain = folded
            if plain == '"':
                plain = _CLOSING if inside else _OPENING
            if plain in (_OPENING, _CLOSING):
                inside = plain == _OPENING
            characters.append(plain)
            origin.append(offset)
    return "".join(characters), tuple(origin)


def _fold(character: str) -> str:
    """NFKC for letters, digits and signs; punctuation keeps its full width, since the grammars are written in it."""
    if character in _QUOTES:
        return _QUOTES[character]
    if character < "\x80":
        return {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}.get(character, character)
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"  # half of a surrogate pair is no character, and no library below takes it
    if category[0] == "P" and character not in "％＃＆＠＊．／－":
        return character
    return unicodedata.normalize("NFKC", character)


def _split(text: str, end: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for match in end.finditer(text):
        if match.end() > start and text[start : match.end()].strip("\n"):
            yield Span(start, match.end())
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))
