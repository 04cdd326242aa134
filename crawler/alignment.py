"""Two texts → their sentences side by side: which went, which came, and which took the place of which. Pure.

In time linear in the length of the texts: sentences that stand once in each are the anchors, as in a patience diff, and
what lies between two of them is paired by likeness only where it is little.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seeds.fingerprint import normalise

_ALIKE = 0.5  # share of common pairs of characters from which two sentences are one that was changed
_MOST_PAIRS = 1600  # pairs of sentences that are held against each other between two anchors, …
_MOST_PAIRS_IN_ALL = 20_000  # … and in two texts

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;]+[”’」』）)》\"]*|[^。！？；!?;\n]+")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands, and as it is compared."""

    text: str
    normal: str

    @property
    def bare(self) -> str:
        """Its words alone, without any mark."""
        return _MARKS.sub("", self.normal)


Sentences = Sequence[Sentence]
Pair = tuple[Sentence | None, Sentence | None]


def sentences(text: str) -> list[Sentence]:
    """Part a text into its sentences; clauses that a semicolon parts are sentences of their own."""
    found = (it.group().strip() for it in _SENTENCE.finditer(text))
    return [Sentence(it, normal) for it in found if (normal := normalise(it))]


def aligned(before: Sentences, after: Sentences) -> Iterator[Pair]:
    """Yield what differs, in reading order: a sentence and the one in its place, None where it came or went."""
    left = _MOST_PAIRS_IN_ALL
    for gone, come in _differences(before, after):
        pairs = len(gone) * len(come)
        if pairs <= min(_MOST_PAIRS, left):
            left -= pairs
            yield from _paired(gone, come)
        else:
            yield from _apart(gone, come)


def _differences(before: Sentences, after: Sentences) -> Iterator[tuple[Sentences, Sentences]]:
    """Yield what stands between the sentences that both texts have, where it differs."""
    left, right = 0, 0
    for i, j in [*_anchors(before, after), (len(before), len(after))]:
        gone, come = _trimmed(before[left:i], after[right:j])
        if "".join(it.normal for it in gone) != "".join(it.normal for it in come):  # else: parted in another way
            yield gone, come
        left, right = i + 1, j + 1


def _anchors(before: Sentences, after: Sentences) -> list[tuple[int, int]]:
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
        ends[length : length + 1], runs[length : length + 1] = [j], [index]
    longest: list[tuple[int, int]] = []
    at = runs[-1] if runs else None
    while at is not None:
        longest.append(common[at])
        at = previous[at]
    return longest[::-1]


def _once(sentences: Sentences) -> dict[str, int]:
    counts = Counter(it.normal for it in sentences)
    return {it.normal: index for index, it in enumerate(sentences) if counts[it.normal] == 1}


def _trimmed(gone: Sentences, come: Sentences) -> tuple[Sentences, Sentences]:
    start = common([it.normal for it in gone], [it.normal for it in come])
    gone, come = gone[start:], come[start:]
    end = common([it.normal for it in reversed(gone)], [it.normal for it in reversed(come)])
    return gone[: len(gone) - end], come[: len(come) - end]


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _paired(gone: Sentences, come: Sentences) -> list[Pair]:
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
    pairs: list[Pair] = []
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


def _apart(gone: Sentences, come: Sentences) -> list[Pair]:
    """Tell what went and what came, where there is too much of it to pair."""
    here, there = {it.normal for it in gone}, {it.normal for it in come}
    removed: list[Pair] = [(it, None) for it in gone if it.normal not in there]
    return removed + [(None, it) for it in come if it.normal not in here]


def _joined(sentences: Sentences) -> Sentence:
    return Sentence("".join(it.text for it in sentences), "".join(it.normal for it in sentences))


def _couples(bare: str) -> frozenset[str]:
    return frozenset(bare[at : at + 2] for at in range(max(1, len(bare) - 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
