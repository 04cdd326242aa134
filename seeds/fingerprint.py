"""A text into what it is recognised by: a content hash for the same text, a sketch for nearly the same one.

Both are made of the normalised text, so that a reprint with a portal's spacing, other quotation marks, full-width
digits or in traditional characters is the same text. Nothing is compared here: verdicts are `crawler.novelty`'s.
"""

import base64
import hashlib
import re
import struct
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from opencc import OpenCC

from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.text import ZERO_WIDTH, plain

FINGERPRINT_VERSION = 1
"""Changes with any rule that changes a hash or a sketch; the number stands first in every stored hash.

What opencc takes for a traditional character is such a rule: a new version of it that reads one otherwise counts.
"""

TITLE_COUNTS_BELOW = 20
"""Characters of normalised text under which the title is hashed with it: a headline alone is its own text."""

SHINGLE = 5
"""Characters in a shingle."""

SAMPLED = 4
"""A sketch keeps the hashes that this divides; a coarser one (16, for an index) is a part of it."""

_QUOTATION_MARK = re.compile("[“”„‟‘’‚‛「」『』〝〞〟«»‹›`']")
_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]+")

# A shingle's hash is its code points, read as one number, modulo a prime: quicker than a digest for each shingle, and
# the same on every machine. The prime lies far from a power of two (at the golden ratio of 2^63), so that every bit of
# every character moves the low bits that sampling looks at; below 2^63 a hash fits a database's signed integer.
_PRIME = 5_700_357_409_661_599_873
_CODE_POINT = 4  # bytes, in UTF-32


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a document is recognised by. `sketch` holds sampled shingle hashes; a very short text may have none."""

    content_hash: str
    sketch: frozenset[int]


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text that is known without being kept: what names it, and its fingerprint. `date` is aware, or unknown."""

    title: str
    date: datetime | None
    publisher: str
    content_hash: str
    sketch: frozenset[int]


def known_text(document: Document) -> KnownText:
    """Keep of a document what is needed to recognise and to name it; its author is its publisher."""
    it = of(document)
    return KnownText(document.title, document.date, document.author, it.content_hash, it.sketch)


def of(document: Document) -> Fingerprint:
    """Take a document's fingerprint: it depends on the document alone, wherever it comes from."""
    normal = normalise(plain(document.body))
    return Fingerprint(_content_hash(document.title, normal), _sketch(normal))


def normalise(text: str) -> str:
    """Bring a text to the form in which reprints agree.

    That is Unicode's NFKC (full-width digits and letters become plain ones), simplified characters, one kind of
    quotation mark, and no white space nor zero-width characters.
    """
    unified = _QUOTATION_MARK.sub('"', unicodedata.normalize("NFKC", text))
    dense = "".join(_ZERO_WIDTH.sub("", unified).split())
    simplified: str = _to_simplified().convert(dense.encode(errors="replace").decode())
    return simplified


@cache  # its dictionaries are read once, by the first who needs them
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def content_hash(title: str, text: str) -> str:
    """Hash a text as `plain` gives it, to `"<version>:<32 hex digits>"`.

    The title is left out, because portals change it, unless the text is shorter than `TITLE_COUNTS_BELOW`; there `_`
    in it counts as the quotation mark that the seed format's writers put it for.
    """
    return _content_hash(title, normalise(text))


def sketch(text: str) -> frozenset[int]:
    """Sample the text's shingles: the 63-bit hashes of its character 5-grams, normalised, that `SAMPLED` divides.

    The share of hashes that two sketches have in common estimates the share of shingles that the texts have.
    """
    return _sketch(normalise(text))


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
