"""Two texts of one page → the sentences that came, went or changed, and how much weight that has. Pure.

Sentences are compared as `seeds.fingerprint` normalises them, and shown as they stand: spacing, width and the way a
number is written are no difference. It takes time linear in the length of the texts, whatever they are: whole sentences
are aligned first (`crawler.alignment`), and those that were changed are looked at closely only as far as the limits
below allow.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from crawler.alignment import Sentence, aligned, common, sentences
from crawler.model import Edit
from crawler.touchstones import NUMERAL, Touch, touched, value
from seeds.fingerprint import normalise

IN_A_ROW = 3
"""Texts that differ from the one before in nothing that counts, one after the other, from which a page is restless."""

_MOST_TOKENS = 300  # of a sentence in which single differences are looked for
_MOST_REFINED = 200  # edits, the first ones, of which that is done
_NAMED = 3  # differences that a reason names, and …
_BRIEF = 30  # … characters of each side

_TOKEN = re.compile(rf"{NUMERAL}[\u4e00-\u9fff%‰]?|[A-Za-z]+|.", re.DOTALL)
_NUMBERED = re.compile(rf"({NUMERAL})(.?)", re.DOTALL)

_Span = tuple[int, int, int, int]  # from token to token of one version, and of the other


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `differs` where the other version of it says something else."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class SentenceEdit:
    """A sentence before and after an edit, in pieces: no `old` where it came, no `new` where it went.

    `touches` says what of it counts; nothing where the edit is cosmetic.
    """

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    touches: tuple[Touch, ...]

    @property
    def weight(self) -> Edit:
        """Whether anything that counts is touched."""
        return Edit.SUBSTANTIAL if self.touches else Edit.COSMETIC


@dataclass(frozen=True, slots=True)
class Comparison:
    """What another text of a page has changed, in reading order."""

    sentences: tuple[SentenceEdit, ...]

    @property
    def weight(self) -> Edit:
        """The weight of the edit that weighs most."""
        return Edit.SUBSTANTIAL if any(it.touches for it in self.sentences) else Edit.COSMETIC


def compare(old: str, new: str) -> Comparison:
    """Compare two texts as `seeds.text.plain` gives them, sentence by sentence."""
    before, after = sentences(old), sentences(new)
    stays = {it.normal for it in before} & {it.normal for it in after}
    found: list[SentenceEdit] = []
    for one, other in aligned(before, after):
        if one and other:
            edit = _changed(one, other, closely=len(found) < _MOST_REFINED)
            if any(piece.differs for piece in (*edit.old, *edit.new)):  # else: a number is written otherwise
                found.append(edit)
        elif lone := one or other:
            found.append(_alone(lone, came=one is None, moved=lone.normal in stays))
    return Comparison(tuple(found))


def in_words(comparison: Comparison) -> str:
    """Say what was changed: “substantial edit: 一万家 → 两万家; 1 sentence added”."""
    substantial = [it for it in comparison.sentences if it.touches]
    stretches = [it for sentence in substantial or comparison.sentences for it in differences(sentence)]
    named = [f"{_brief(old)} → {_brief(new)}" for old, new in stretches[:_NAMED]]
    counts = Counter(_happened(it) for it in comparison.sentences)
    if counts["changed"] == 1:
        del counts["changed"]  # it is named
    counted = [f"{count} sentence{'s' * (count > 1)} {word}" for word, count in counts.items()]
    return f"{comparison.weight} edit: {'; '.join([*named, *counted]) or 'its form alone'}"


def differences(sentence: SentenceEdit) -> tuple[tuple[str, str], ...]:
    """Return what a changed sentence said and says instead, stretch by stretch; nothing of one that came or went."""
    if not sentence.old or not sentence.new:
        return ()
    return tuple(zip(_stretches(sentence.old), _stretches(sentence.new), strict=True))


def is_restless(comparisons: Sequence[Comparison]) -> bool:
    """Return whether a page shows another text at every fetch, by what each of its latest texts has changed.

    It does where none of the last three changed anything that counts; or where each of them rewrote exactly what the
    one before had written, as counters and rotating advertisements do. Those are no sentences: a goal that is raised
    three times running is; so sentences are restless only where they go to and fro.
    """
    last = comparisons[-IN_A_ROW:]
    if len(last) < IN_A_ROW:
        return False
    if all(it.weight is Edit.COSMETIC for it in last):
        return True
    if any(_came(before) != _went(after) for before, after in pairwise(last)):
        return False
    return _came(last[-1]) == _went(last[-2]) or not any(map(_is_prose, _came(last[-1])))


def _came(comparison: Comparison) -> list[str]:
    return [text(it.new) for it in comparison.sentences if it.new]


def _went(comparison: Comparison) -> list[str]:
    return [text(it.old) for it in comparison.sentences if it.old]


def _is_prose(sentence: str) -> bool:
    return sentence.rstrip('”’」』）)"').endswith(("。", "！", "？", "；"))


def text(pieces: Sequence[Piece]) -> str:
    """Return a sentence as it stands."""
    return "".join(piece.text for piece in pieces)


def _happened(sentence: SentenceEdit) -> str:
    if sentence.old and sentence.new:
        return "changed"
    return "added" if sentence.new else "removed"


def _brief(stretch: str) -> str:
    return stretch if len(stretch) <= _BRIEF else f"{stretch[: _BRIEF - 1]}…"


def _stretches(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text.strip() or "∅" for piece in pieces if piece.differs]


# One sentence.


def _alone(sentence: Sentence, *, came: bool, moved: bool) -> SentenceEdit:
    pieces = (Piece(sentence.text, True),)
    touches = (Touch.SENTENCE,) if sentence.bare and not moved else ()
    return SentenceEdit(() if came else pieces, pieces if came else (), touches)


def _changed(old: Sentence, new: Sentence, *, closely: bool) -> SentenceEdit:
    before, after = _tokens(old.text), _tokens(new.text)
    one, other = [it.key for it in before], [it.key for it in after]
    start = common(one, other)
    end = common(one[start:][::-1], other[start:][::-1])
    spans = [(start, len(one) - end, start, len(other) - end)]
    if closely and max(len(one), len(other)) - start - end <= _MOST_TOKENS:
        spans = _spans(one[start : len(one) - end], other[start : len(other) - end], start)
    return SentenceEdit(*_pieces(old.text, before, new.text, after, spans), touched(old.normal, new.normal))


@dataclass(frozen=True, slots=True)
class _Token:
    """A number with its unit, a word of Latin letters or one character: what it says, and where it begins."""

    key: str
    start: int


def _tokens(sentence: str) -> list[_Token]:
    normal: list[str] = []
    where: list[int] = []
    for index, character in enumerate(sentence):
        for it in _normal(character):
            normal.append(it)
            where.append(index)
    return [_Token(_key(it.group()), where[it.start()]) for it in _TOKEN.finditer("".join(normal))]


@lru_cache(8192)
def _normal(character: str) -> str:
    return normalise(character)


def _key(token: str) -> str:
    numbered = _NUMBERED.fullmatch(token)
    return value(numbered[1]) + numbered[2] if numbered else token


def _spans(one: Sequence[str], other: Sequence[str], start: int) -> list[_Span]:
    """Return where two sentences differ; a single token that both have between two differences is part of them."""
    spans: list[_Span] = []
    for tag, i, k, j, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if spans and start + i - spans[-1][1] <= 1:
            spans[-1] = (spans[-1][0], start + k, spans[-1][2], start + m)
        else:
            spans.append((start + i, start + k, start + j, start + m))
    return spans


def _pieces(
    old: str, before: Sequence[_Token], new: str, after: Sequence[_Token], spans: Sequence[_Span]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut both versions into the same number of pieces, those in the same place differing or not.

    A character that is several tokens (㈠ is read as “(一)”) is never cut: it differs where one of them does.
    """
    starts, others = ([0, *(it.start for it in tokens[1:])] for tokens in (before, after))
    ends: list[tuple[int, int, bool]] = []
    differs = False
    for one, other, step in _steps(spans, len(before), len(after)):
        differs |= step
        if _within(starts, one) or _within(others, other):
            continue
        end = (starts[one] if one < len(before) else len(old), others[other] if other < len(after) else len(new))
        if ends and ends[-1][2] == differs:
            ends.pop()
        ends.append((*end, differs))
        differs = False
    cuts = list(pairwise([(0, 0, False), *ends]))
    return (
        tuple(Piece(old[start:end], differs) for (start, _, _), (end, _, differs) in cuts),
        tuple(Piece(new[start:end], differs) for (_, start, _), (_, end, differs) in cuts),
    )


def _steps(spans: Sequence[_Span], length: int, other_length: int) -> Iterator[tuple[int, int, bool]]:
    """Walk over both versions, token by token where they agree and span by span where they differ."""
    at = 0
    for i, k, j, m in spans:
        yield from ((it, it + j - i, False) for it in range(at + 1, i + 1))
        yield k, m, True
        at = k
    yield from ((it, it + other_length - length, False) for it in range(at + 1, length + 1))


def _within(starts: Sequence[int], token: int) -> bool:
    """Whether a token begins in the midst of a character."""
    return 0 < token < len(starts) and starts[token] == starts[token - 1]
