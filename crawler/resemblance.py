"""Two texts → how alike they are, by the shingles and the particulars that they share. Pure.

A print is small enough to be kept for every text: at most `MOST` of its shingle hashes, those that its rate divides
(scaled MinHash, as sourmash does it). What two prints share at the coarser of their rates estimates what the texts
share. Beside them stand its particulars, numerals and places: of a template filled in anew all but those is the same.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from seeds.fingerprint import SAMPLED, VALUE_BITS

MOST = 256
"""Hashes that a print keeps at most: a text of up to a thousand characters keeps all that were sampled."""

INDEXED = 4
"""One in so many of a print's hashes is indexed."""

HASH_BYTES = 4
"""Bytes that `encode` writes for each hash."""

_HASH_BITS = 32
_NEARLY_EQUAL = 0.8  # Jaccard


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a text to compare it with others.

    `hashes` are the sampled shingle hashes divided by `SAMPLED`, 32 bits of each; `rate` divides all of them before
    that. `particulars` are those of `seeds.fingerprint`.
    """

    rate: int
    hashes: frozenset[int]
    particulars: frozenset[int]

    @property
    def indexed(self) -> list[int]:
        """One in `INDEXED` of its hashes: those by which it is found. Signed, as databases have their integers."""
        return [value - (1 << (_HASH_BITS - 1)) for value in self.hashes if value % self.rate == 0]

    def at(self, rate: int) -> frozenset[int]:
        """Return the hashes that a rate divides which is this print's or coarser."""
        if rate == self.rate:
            return self.hashes
        return _divided(self.hashes, rate)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How a text is like an older one.

    `shared` counts the hashes that both have; the shares lie between 0 and 1: `jaccard` is what both have of all that
    stands in either, `held` the share of the new text that stands in the old one, `holds` that of the old one that
    stands in the new. `filled_in_otherwise`: in the same words the two have other particulars.
    """

    shared: int
    jaccard: float
    held: float
    holds: float
    filled_in_otherwise: bool


def print_of(sketch: frozenset[int], particulars: frozenset[int]) -> Print:
    """Make a print of a text's `seeds.fingerprint.sketch` and its particulars."""
    rate, hashes = SAMPLED, frozenset(value // SAMPLED & ((1 << _HASH_BITS) - 1) for value in sketch)
    while len(hashes) > MOST:
        rate *= 2
        hashes = _divided(hashes, rate)
    return Print(rate, hashes, particulars)


def compare(new: Print, old: Print) -> Resemblance:
    """Hold a text against an older one."""
    rate = max(new.rate, old.rate)
    mine, theirs = new.at(rate), old.at(rate)
    shared = len(mine & theirs)
    jaccard = _share(shared, len(mine) + len(theirs) - shared)
    nearly_equal = jaccard >= _NEARLY_EQUAL
    return Resemblance(
        shared=shared,
        jaccard=jaccard,
        held=_share(shared, len(mine)),
        holds=_share(shared, len(theirs)),
        filled_in_otherwise=are_filled_in_otherwise(new.particulars, old.particulars, nearly_equal=nearly_equal),
    )


def covered(new: Print, old: Iterable[Print]) -> float:
    """Return the share of a text that stands in any of the older ones."""
    prints = list(old)
    rate = max([new.rate, *(it.rate for it in prints)])
    mine = new.at(rate)
    theirs: frozenset[int] = reduce(frozenset.union, (it.at(rate) for it in prints), frozenset())
    return _share(len(mine & theirs), len(mine))


def are_filled_in_otherwise(one: frozenset[int], other: frozenset[int], *, nearly_equal: bool = False) -> bool:
    """Return whether words that both texts have stand round other particulars in each.

    A text that merely lacks some of the other's particulars, as an excerpt does, has no other ones. Of two that are
    `nearly_equal` neither lacks any: there a numeral that only one has in words that both have is another one.
    """
    only_here, only_there = _words(one - other), _words(other - one)
    if nearly_equal:
        return not (only_here.isdisjoint(_words(other)) and only_there.isdisjoint(_words(one)))
    return not only_here.isdisjoint(only_there)


def _words(particulars: frozenset[int]) -> frozenset[int]:
    return frozenset(it >> VALUE_BITS for it in particulars)


def encode(values: frozenset[int]) -> bytes:
    """Write hashes or particulars as bytes, four for each."""
    return struct.pack(f"<{len(values)}I", *sorted(values))


def decode(raw: bytes) -> frozenset[int]:
    """Read what `encode` wrote."""
    return frozenset(struct.unpack(f"<{len(raw) // 4}I", raw))


def _divided(hashes: frozenset[int], rate: int) -> frozenset[int]:
    step = rate // SAMPLED
    return frozenset(value for value in hashes if value % step == 0)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
