"""A statement and what the ledger knows of the same speaker → what it means: new, repeated or reworded. Pure.

The same words are a repeat: a reprint, an excerpt, a word more or less. Where most of the words are the same and the
rest is not, or a number, a day or a “not” is another, the statement was reworded, and is shown beside the earlier one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from alerts import wording
from alerts.ledger import Verdict
from alerts.model import Change, ChangeKind, Origin, Statement
from crawler.edits import Comparison, compare
from crawler.touchstones import NEGATIONS, Touch, touched
from seeds import fingerprint

# Measured on 17,330 statements of 1,333 days of evening news, each held against up to 200 earlier ones of its speaker
# or organisation: from .55 on 0.8 % are rewordings of one (daily bulletins whose figures change, appeals made
# anew); from .40 on another 1.4 % are, most of which share but the set phrases of their opening.
_REWORDED = 0.55  # share of common pairs of characters from which one wording is a rewording of the other, …
_SIMILAR = 0.9  # … and from which the two are one statement
_LEAST = 16  # characters from which that is looked at: in fewer, phrases of the trade are alike by chance
_CUT = 4000  # characters of a statement that are
_EXCERPT = 10  # characters from which words that stand in others are an excerpt of them
_ENOUGH = 4  # sampled shingles that a sketch must have to be compared at all
_DECISIVE = {Touch.NUMERAL, Touch.DATE, Touch.NEGATION}
_MARK = re.compile(r"(?!(?<=\d)\.\d)[\W_]")  # a decimal point is none: 1.2万 is not 12万

#: What an excerpt that begins right after it says otherwise than the whole: a “not”, or the head of a number.
_TORN = re.compile(rf"(?:{'|'.join(NEGATIONS)}|[0-9.])$")


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """A statement in the ledger, by its first sighting.

    `words` are normalised; "" where only the sketch of the article that holds them is known.
    """

    id: int
    statement: Statement
    words: str
    sketch: frozenset[int]
    origin: Origin


def compare_statement(statement: Statement, known: Sequence[KnownStatement]) -> Verdict:
    """Hold a statement against those of the same speaker, or of the same organisation."""
    words, sketch = normalise(statement.evidence.text), fingerprint.sketch(statement.evidence.text)
    for entry in known:
        if _holds(entry.words, words) if entry.words else _within(sketch, entry.sketch):
            return Verdict(ChangeKind.REPEATED, wording.reported(entry.origin), entry.id)
    if nearest := _nearest(words, known):
        if _alike(words, nearest.words) >= _SIMILAR and not _differs_decisively(words, nearest.words):
            return Verdict(ChangeKind.REPEATED, wording.reported(nearest.origin), nearest.id)
        reason = f"与已知的表态（{wording.source(nearest.origin)}）相比，措辞有变"
        return Verdict(ChangeKind.REWORDED, reason, nearest.id, nearest.statement, nearest.origin)
    if known:
        return Verdict(ChangeKind.NEW, "与台账中已有的表态都不同")
    return Verdict(ChangeKind.NEW, f"台账中还没有{statement.speaker or statement.organization or '这位发言者'}的表态")


def normalise(text: str) -> str:
    """Bring a statement's words to the form in which two reports of it agree: no marks, no spaces."""
    return _MARK.sub("", fingerprint.normalise(text))


def difference(change: Change) -> Comparison | None:
    """Return what a reworded statement says otherwise than the one before it; None where it is none."""
    if not isinstance(change.finding, Statement) or not isinstance(change.before, Statement):
        return None
    return _compared(change.before.evidence.text, change.finding.evidence.text)


# Every reader of a page, a feed or a digest is told of the same ones.
_compared = lru_cache(maxsize=1000)(compare)


def is_told(change: Change) -> bool:
    """Whether readers are told of a statement: of new ones, and of reworded ones that say another thing.

    That is another number, day or “not”, or a sentence more or less; a turn of phrase is only remembered.
    """
    if change.kind is not ChangeKind.REWORDED or not isinstance(change.before, Statement):
        return change.kind is not ChangeKind.REPEATED
    assert isinstance(change.finding, Statement)
    compared = difference(change)
    touches = {touch for it in (compared.sentences if compared else ()) for touch in it.touches}
    words = (normalise(it.evidence.text) for it in (change.before, change.finding))
    return bool(touches & {*_DECISIVE, Touch.SENTENCE}) or _differs_decisively(*words)


def _holds(one: str, other: str) -> bool:
    """Whether two wordings are the same, or one is an excerpt of the other."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _EXCERPT or shorter not in longer:
        return False
    return not _TORN.search(longer[: longer.index(shorter)])


def _nearest(words: str, known: Sequence[KnownStatement]) -> KnownStatement | None:
    """Return the entry that has most of the words in common, None where none has enough of them."""
    least = max(_LEAST, _REWORDED * len(words))  # a shorter one cannot
    near = [it for it in known if len(words) >= _LEAST and least <= len(it.words) <= len(words) / _REWORDED]
    nearest = max(near, key=lambda it: _alike(words, it.words), default=None)
    return nearest if nearest and _alike(words, nearest.words) >= _REWORDED else None


def _differs_decisively(one: str, other: str) -> bool:
    return bool(_DECISIVE.intersection(touched(one, other)))


def _alike(one: str, other: str) -> float:
    """Return the share of pairs of characters that two wordings have in common, of all that they have."""
    mine, theirs = _pairs(one), _pairs(other)
    shared = len(mine & theirs)
    return shared / max(1, len(mine) + len(theirs) - shared)


# The entries of a speaker who is heard often are held against one finding after the other.
@lru_cache(4096)
def _pairs(words: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(words[:_CUT])))


def _within(sketch: frozenset[int], article: frozenset[int]) -> bool:
    return len(sketch) >= _ENOUGH and len(sketch & article) >= _SIMILAR * len(sketch)
