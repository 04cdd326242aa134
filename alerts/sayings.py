"""A statement and what the ledger knows of the same speaker → what it means: new or repeated, with the reason. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alerts import wording
from alerts.ledger import Verdict
from alerts.model import ChangeKind, Origin, Statement
from seeds import fingerprint

_SIMILAR = 0.8  # share of common shingles from which two wordings are one statement
_SHINGLE = 5  # characters
_ENOUGH = 4  # sampled shingles that a sketch must have to be compared at all
_NUMERAL = re.compile(r"[0-9.]+|[一二三四五六七八九十百千万亿两]{2,}")


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """A statement in the ledger, by its first sighting.

    `words` are normalised; "" where only the sketch of the article that holds them is known.
    """

    id: int
    words: str
    sketch: frozenset[int]
    origin: Origin


def compare_statement(statement: Statement, known: Sequence[KnownStatement]) -> Verdict:
    """Hold a statement against those of the same speaker, or of the same organisation."""
    words, sketch = normalise(statement.evidence.text), fingerprint.sketch(statement.evidence.text)
    for entry in known:
        if _same_words(words, entry.words) if entry.words else _within(sketch, entry.sketch):
            return Verdict(ChangeKind.REPEATED, f"{wording.reported(entry.origin)}", entry.id)
    if known:
        return Verdict(ChangeKind.NEW, "与台账中已有的表态都不同")
    return Verdict(ChangeKind.NEW, f"台账中还没有{statement.speaker or statement.organization or '这位发言者'}的表态")


def normalise(text: str) -> str:
    """Bring a statement's words to the form in which two reports of it agree: no marks, no spaces."""
    return re.sub(r"[\W_]+", "", fingerprint.normalise(text))


def _same_words(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 2 * _SHINGLE and shorter in longer:
        return True
    if len(shorter) < _SIMILAR * len(longer):
        return False
    if _NUMERAL.findall(one) != _NUMERAL.findall(other):
        return False
    mine, theirs = _shingles(one), _shingles(other)
    return bool(mine and theirs) and len(mine & theirs) >= _SIMILAR * len(mine | theirs)


def _shingles(words: str) -> set[str]:
    return {words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)}


def _within(sketch: frozenset[int], article: frozenset[int]) -> bool:
    return len(sketch) >= _ENOUGH and len(sketch & article) >= _SIMILAR * len(sketch)
