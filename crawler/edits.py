"""Two texts of one page → the sentences that came, went or changed, and how much weight that has. Pure.

Sentences are compared as `seeds.fingerprint` normalises them, and shown as they stand: spacing, width and the way a
number is written are no difference. It takes time linear in the length of the texts, whatever they are: whole sentences
are aligned by those that stand once in both (as in a patience diff), and what is left between them is looked at closely
only as far as the limits below allow.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from crawler.model import Edit
from crawler.touchstones import NUMERAL, Touch, touched, value
from seeds.fingerprint import normalise

IN_A_ROW = 3
"""Texts that differ from the one before in nothing that counts, one after the other, from which a page is restless."""

_ALIKE = 0.5  # share of common pairs of characters from which two sentences are one that was changed
_MOST_PAIRS = 1600  # pairs of sentences that are held against each other between two anchors
_MOST_PAIRS_IN_ALL = 20_000
_MOST_TOKENS = 300  # of a sentence in which single differences are looked for
_MOST_REFINED = 200  # sentences of which that is done
_NAMED = 3  # differences that a reason names, and …
_BRIEF = 30  # … characters of each side

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;]+[”’」』）)》\"]*|[^。！？；!?;\n]+")
_TOKEN = re.compile(rf"{NUMERAL}[\u4e00-\u9fff%‰]?|[A-Za-z]+|.", re.DOTALL)
_NUMBERED = re.compile(rf"({NUMERAL})(.?)", re.DOTALL)
_MARKS = re.compile(r"[\W_]+")


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


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    normal: str

    @property
    def bare(self) -> str:
        return _MARKS.sub("", self.normal)


_Sentences = Sequence[_Sentence]


def compare(old: str, new: str) -> Comparison:
    """Compare two texts as `seeds.text.plain` gives them, sentence by sentence."""
    before, after = _sentences(old), _sentences(new)
    elsewhere = Counter(it.normal for it in before) & Counter(it.normal for it in after)
    found: list[SentenceEdit] = []
    pairs_left, refined_left = _MOST_PAIRS_IN_ALL, _MOST_REFINED
    for gone, come in _differences(before, after):
        closely = len(gone) * len(come) <= min(_MOST_PAIRS, pairs_left)
        if closely:
            pairs_left -= len(gone) * len(come)
        for one, other in _paired(gone, come) if closely else _apart(gone, come):
            if one and other:
                edit = _changed(one, other, closely=refined_left > 0)
                if any(piece.differs for piece in (*edit.old, *edit.new)):  # else: a number is written otherwise
                    found.append(edit)
                    refined_left -= 1
            elif lone := one or other:
                found.append(_alone(lone, came=one is None, moved=lone.normal in elsewhere))
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
    one before had written, as counters and rotating advertisements do.
    """
    last = comparisons[-IN_A_ROW:]
    if len(last) < IN_A_ROW:
        return False
    if all(it.weight is Edit.COSMETIC for it in last):
        return True
    return all(
        [text(it.new) for it in before.sentences if it.new] == [text(it.old) for it in after.sentences if it.old]
        for before, after in pairwise(last)
    )


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


def _sentences(words: str) -> list[_Sentence]:
    found = (it.group().strip() for it in _SENTENCE.finditer(words))
    return [_Sentence(it, normal) for it in found if (normal := normalise(it))]


# Alignment of whole sentences.


def _differences(before: _Sentences, after: _Sentences) -> Iterator[tuple[_Sentences, _Sentences]]:
    """Yield what stands between the sentences that both texts have, where it differs."""
    left, right = 0, 0
    for i, j in [*_anchors(before, after), (len(before), len(after))]:
        gone, come = _trimmed(before[left:i], after[right:j])
        if "".join(it.normal for it in gone) != "".join(it.normal for it in come):  # else: parted in another way
            yield gone, come
        left, right = i + 1, j + 1


def _anchors(before: _Sentences, after: _Sentences) -> list[tuple[int, int]]:
    """Return the positions of the sentences that stand once in each text, the most of them that keep their order."""
    once = _once(before).items()
    there = _once(after)
    common = [(i, there[normal]) for normal, i in once if normal in there]
    ends: list[int] = []  # the lowest position that a run of each length ends at, and …
    runs: list[int] = []  # … which pair that is
    previous: list[int | None] = []
    for index, (_, j) in enumerate(common):
        length = bisect_left(ends, j)
        previous.append(runs[length - 1] if length else None)
        ends[length:] = [j, *ends[length + 1 :]] if length < len(ends) else [j]
        runs[length:] = [index, *runs[length + 1 :]] if length < len(runs) else [index]
    longest: list[tuple[int, int]] = []
    at = runs[-1] if runs else None
    while at is not None:
        longest.append(common[at])
        at = previous[at]
    return longest[::-1]


def _once(sentences: _Sentences) -> dict[str, int]:
    counts = Counter(it.normal for it in sentences)
    return {it.normal: index for index, it in enumerate(sentences) if counts[it.normal] == 1}


def _trimmed(gone: _Sentences, come: _Sentences) -> tuple[_Sentences, _Sentences]:
    start = _common([it.normal for it in gone], [it.normal for it in come])
    gone, come = gone[start:], come[start:]
    end = _common([it.normal for it in reversed(gone)], [it.normal for it in reversed(come)])
    return gone[: len(gone) - end], come[: len(come) - end]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


# What stands between them.


_Pair = tuple[_Sentence | None, _Sentence | None]


def _paired(gone: _Sentences, come: _Sentences) -> list[_Pair]:
    """Pair sentences that were changed, in order, so that what is paired is as alike as can be."""
    if gone and come and "".join(it.bare for it in gone) == "".join(it.bare for it in come):
        return [(_joined(gone), _joined(come))]  # other punctuation has parted the same words into other sentences
    old, new = [_couples(it.bare) for it in gone], [_couples(it.bare) for it in come]
    likeness = [[_likeness(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[_Pair] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            pairs.append((gone[i], None))
            i += 1
        elif i == len(old) or best[i][j] == best[i][j + 1]:
            pairs.append((None, come[j]))
            j += 1
        else:
            if gone[i].normal != come[j].normal:
                pairs.append((gone[i], come[j]))
            i, j = i + 1, j + 1
    return pairs


def _apart(gone: _Sentences, come: _Sentences) -> list[_Pair]:
    """Tell what went and what came, where there is too much of it to pair."""
    here, there = {it.normal for it in gone}, {it.normal for it in come}
    removed: list[_Pair] = [(it, None) for it in gone if it.normal not in there]
    return removed + [(None, it) for it in come if it.normal not in here]


def _joined(sentences: _Sentences) -> _Sentence:
    return _Sentence("".join(it.text for it in sentences), "".join(it.normal for it in sentences))


def _couples(bare: str) -> frozenset[str]:
    return frozenset(bare[at : at + 2] for at in range(max(1, len(bare) - 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


# One sentence.


def _alone(sentence: _Sentence, *, came: bool, moved: bool) -> SentenceEdit:
    pieces = (Piece(sentence.text, True),)
    touches = (Touch.SENTENCE,) if sentence.bare and not moved else ()
    return SentenceEdit(() if came else pieces, pieces if came else (), touches)


def _changed(old: _Sentence, new: _Sentence, *, closely: bool) -> SentenceEdit:
    before, after = _tokens(old.text), _tokens(new.text)
    one, other = [it.key for it in before], [it.key for it in after]
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    spans = [(start, len(one) - end, start, len(other) - end)]
    if closely and max(len(one), len(other)) - start - end <= _MOST_TOKENS:
        spans = _spans(one[start : len(one) - end], other[start : len(other) - end], start)
    return SentenceEdit(
        _pieces(old.text, before, [it[:2] for it in spans]),
        _pieces(new.text, after, [it[2:] for it in spans]),
        touched(old.normal, new.normal),
    )


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


def _spans(one: Sequence[str], other: Sequence[str], start: int) -> list[tuple[int, int, int, int]]:
    """Return where two sentences differ; a single token that both have between two differences is part of them."""
    spans: list[tuple[int, int, int, int]] = []
    for tag, i, k, j, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if spans and start + i - spans[-1][1] <= 1:
            spans[-1] = (spans[-1][0], start + k, spans[-1][2], start + m)
        else:
            spans.append((start + i, start + k, start + j, start + m))
    return spans


def _pieces(sentence: str, tokens: Sequence[_Token], spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    starts = [0, *(it.start for it in tokens[1:]), len(sentence)]
    pieces: list[Piece] = []
    at = 0
    for first, last in spans:
        pieces += [
            Piece(sentence[starts[at] : starts[first]], False),
            Piece(sentence[starts[first] : starts[last]], True),
        ]
        at = last
    pieces.append(Piece(sentence[starts[at] :], False))
    return tuple(piece for piece in pieces if piece.text or piece.differs)
