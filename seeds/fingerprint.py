"""A text into what it is recognised by: a content hash for the same text, a sketch for nearly the same one.

Both are made of the normalised text, so that a reprint with a portal's spacing, other quotation marks, full-width
digits or in traditional characters is the same text. Nothing is compared here: verdicts are `crawler.novelty`'s.
"""

import base64
import hashlib
import re
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from zlib import crc32

from opencc import OpenCC

from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.numerals import HAN, decimal
from seeds.text import ZERO_WIDTH, plain

FINGERPRINT_VERSION = 2
"""Changes with any rule that changes a hash or a sketch; the number stands first in every stored hash.

What opencc takes for a traditional character is such a rule: a new version of it that reads one otherwise counts.
"""

TITLE_COUNTS_BELOW = 20
"""Characters of normalised text under which the title is hashed with it: a headline alone is its own text."""

SHINGLE = 5
"""Characters in a shingle."""

SAMPLED = 4
"""A sketch keeps the hashes that this divides; a coarser one (16, for an index) is a part of it."""

VALUE_BITS = 10
"""Low bits of a particular's 32 that hold its value; the others hold the words round it."""

# Nearly all that NFKC changes in a Chinese text: where none of them is left, it sees at once that nothing is to do.
_WIDE = {sign: unicodedata.normalize("NFKC", sign) for sign in "，；：？！（）…％"}
_MARKS = {**dict.fromkeys("“”„‟‘’‚‛「」『』〝〞〟«»‹›`'", '"'), **dict.fromkeys(ZERO_WIDTH, "")}

# Characters of GB 2312 that opencc reads as traditional ones, alone or in some words (重覆, but not 覆盖).
_IN_BOTH = "乾於後徵夥菸薹拚捱摺吒榘袷麴醣麽沈坏哩藉覆"

# A shingle's hash is its code points, read as one number, modulo a prime: quicker than a digest for each shingle, and
# the same on every machine. The prime lies far from a power of two (at the golden ratio of 2^63), so that every bit of
# every character moves the low bits that sampling looks at; below 2^63 a hash fits a database's signed integer.
_PRIME = 5_700_357_409_661_599_873
_CODE_POINT = 4  # bytes, in UTF-32

_NUMERAL = re.compile(rf"([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?|[{HAN}]+)([十百千万亿]{{0,3}})")
_MASK = "#"
# Two characters before 省 or 市 tell one place from another, whatever else stands before them.
_PLACE, _NAMED = re.compile("[省市县区州盟旗]"), 2
_BITS = 32
_BEFORE, _AFTER = 6, 4  # characters of the words round a particular; a numeral among them counts one


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a document is recognised by, as the functions of these names say; a very short text may have no sketch."""

    content_hash: str
    sketch: frozenset[int]
    particulars: frozenset[int]


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text that is known without being kept: what names it, and its fingerprint. `date` is aware, or unknown."""

    title: str
    date: datetime | None
    publisher: str
    content_hash: str
    sketch: frozenset[int]
    particulars: frozenset[int] = frozenset()


def known_text(document: Document) -> KnownText:
    """Keep of a document what is needed to recognise and to name it; its author is its publisher."""
    it = of(document)
    return KnownText(document.title, document.date, document.author, it.content_hash, it.sketch, it.particulars)


def of(document: Document) -> Fingerprint:
    """Take a document's fingerprint: it depends on the document alone, wherever it comes from."""
    return of_text(document.title, plain(document.body))


def of_text(title: str, text: str) -> Fingerprint:
    """Take the fingerprint of a text as `plain` gives it."""
    normal = normalise(text)
    return Fingerprint(_content_hash(title, normal), _sketch(normal), _particulars(normal))


def normalise(text: str) -> str:
    """Bring a text to the form in which reprints agree.

    That is Unicode's NFKC (full-width digits and letters become plain ones), simplified characters, one kind of
    quotation mark, and no white space nor zero-width characters.
    """
    unified = _replaced(unicodedata.normalize("NFKC", _replaced(text, _WIDE)), _MARKS)
    dense = "".join(unified.split())
    if not _perhaps_traditional().search(dense):
        return dense
    simplified: str = _to_simplified().convert(dense.encode(errors="replace").decode())
    return simplified


def _replaced(text: str, signs: Mapping[str, str]) -> str:
    for sign, other in signs.items():  # quicker than to look each character of a text up
        text = text.replace(sign, other)
    return text


@cache
def _perhaps_traditional() -> re.Pattern[str]:
    """Make the pattern of the characters that opencc is asked about; most texts have none of them.

    Nearly all that GB 2312 has is simplified, and so is what is neither ideograph nor radical.
    """
    rows = (bytes(part for cell in range(0xA1, 0xFF) for part in (row, cell)) for row in range(0xB0, 0xF8))
    simplified = {sign for row in rows for sign in row.decode("gb2312", errors="ignore")} - set(_IN_BOTH)
    return re.compile(rf"[^\x00-\u2e7f\u3000-\u303f\uff00-\uffef{''.join(sorted(simplified))}]")


@cache  # its dictionaries are read once, by the first who needs them
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def content_hash(title: str, text: str) -> str:
    """Hash a text as `plain` gives it, to `"<version>:<32 hex digits>"`.

    The title is left out, because portals change it, unless the text is shorter than `TITLE_COUNTS_BELOW`; there `_`
    in it counts as the quotation mark that the seed format's writers put it for.
    """
    return _content_hash(title, normalise(text))


def is_outdated(content_hash: str) -> bool:
    """Return whether a hash was made by another version of the rules: no text of today can equal it."""
    return not content_hash.startswith(f"{FINGERPRINT_VERSION}:")


def twin(content_hash: str) -> str:
    """Put an outdated hash behind this version: for a text that is kept, and whose own hash another one has already.

    It tells that the text has been seen to, and equals nothing.
    """
    version, digest = content_hash.split(":")[-2:]
    return f"{FINGERPRINT_VERSION}:{version}:{digest}"


def again(content_hash: str, circumstances: str) -> str:
    """Tell the hash of a text that is kept once more apart from the first one's, by the circumstances of it.

    It equals no text's, and `original` gives the text's own back.
    """
    version, digest = content_hash.split(":")
    return f"{version}:{crc32(circumstances.encode(errors='replace'))}:{digest}"


def original(content_hash: str) -> str:
    """Return the hash of the text itself, of one that `again` made or of any other."""
    version, *_, digest = content_hash.split(":")
    return f"{version}:{digest}"


def is_twin(content_hash: str) -> bool:
    """Return whether a hash is what `twin` or `again` made."""
    return content_hash.count(":") > 1


def sketch(text: str) -> frozenset[int]:
    """Sample the text's shingles: the 63-bit hashes of its character 5-grams, normalised, that `SAMPLED` divides.

    The share of hashes that two sketches have in common estimates the share of shingles that the texts have.
    """
    return _sketch(normalise(text))


def particulars(text: str) -> frozenset[int]:
    """Take down what a template is filled in with, numerals and places, each with the words round it, in 32 bits.

    The upper 22 bits hash the words, in which numerals count alike, the lower `VALUE_BITS` the number, however it is
    written (一万, 1万, 10,000), or the place: two texts with equal upper and other lower bits say another thing in the
    same words.
    """
    return _particulars(normalise(text))


def encode_sketch(values: frozenset[int]) -> str:
    """Write a sketch as text for JSON: its hashes in order, eight bytes each, in base64."""
    return base64.b64encode(struct.pack(f">{len(values)}Q", *sorted(values))).decode("ascii")


def decode_sketch(encoded: str) -> frozenset[int]:
    """Read what `encode_sketch` wrote; raises SeedFormatError for anything else."""
    try:
        raw = base64.b64decode(encoded, validate=True)
        return frozenset(struct.unpack(f">{len(raw) // 8}Q", raw))
    except (ValueError, struct.error) as error:
        raise SeedFormatError(f"not a sketch: {error}; make the fingerprints anew") from error


def _content_hash(title: str, normal: str) -> str:
    if len(normal) < TITLE_COUNTS_BELOW:
        normal = f"{normalise(title.replace('_', '“'))}\n{normal}"
    digest = hashlib.blake2b(normal.encode(errors="replace"), digest_size=16).hexdigest()
    return f"{FINGERPRINT_VERSION}:{digest}"


def _particulars(normal: str) -> frozenset[int]:
    between, *found = _NUMERAL.split(normal)
    masked = _MASK.join([between, *found[2::3]])
    kept, at = [], len(between)
    for numeral, scale, after in zip(found[::3], found[1::3], found[2::3], strict=True):
        kept.append(_particular(masked, at, at + 1, _number(numeral, scale)))
        at += 1 + len(after)
    for place in _PLACE.finditer(masked):
        start, end = max(0, place.start() - _NAMED), place.end()
        kept.append(_particular(masked, start, end, masked[start:end]))
    return frozenset(kept)


def _particular(masked: str, start: int, end: int, value: str) -> int:
    words = f"{masked[max(0, start - _BEFORE) : start]}{_MASK}{masked[end : end + _AFTER]}"
    upper, lower = crc32(words.encode()), crc32(value.encode())
    return upper >> VALUE_BITS << VALUE_BITS | lower >> (_BITS - VALUE_BITS)


@lru_cache(4096)  # years, and small numbers, are most of them
def _number(numeral: str, scale: str) -> str:
    # Twenty digits name something (an account, a file), and count nothing.
    value = decimal(numeral, scale) if len(numeral) <= 20 else None
    return f"{numeral}{scale}" if value is None else str(value.normalize())


def _sketch(normal: str) -> frozenset[int]:
    raw = normal.encode("utf-32-le", errors="replace")
    size = SHINGLE * _CODE_POINT
    return frozenset(
        [
            value
            for start in range(0, len(raw) - size + 1, _CODE_POINT)
            if (value := int.from_bytes(raw[start : start + size], "little") % _PRIME) % SAMPLED == 0
        ]
    )
