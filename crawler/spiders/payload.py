"""The body of an answer, as it came over the wire, into what a reader reads: unpacked, and decoded to text. Pure."""

import re
import zlib
from collections.abc import Mapping

from crawler import encoding
from crawler.errors import FetchError
from crawler.model import Reason

_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<((?:[\w.-]+:)?(?:rss|feed|rdf|urlset))[\s>]", re.IGNORECASE)
_HEAD = 10_000  # bytes before the root: declarations and comments
_END_OF_ENTRY = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry|url)\s*>", re.IGNORECASE)


def unpacked(body: bytes, limit: int) -> bytes:
    """Return a body without the gzip that it is a file of (`sitemap.xml.gz`); any other body as it is.

    What breaks off is kept as far as it goes. Raises FetchError: TOO_LARGE for more than `limit` bytes, of which no
    more than that are unpacked, MALFORMED for bytes that are no gzip after all.
    """
    if not body.startswith(_GZIP):
        return body
    try:
        content = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(body, limit + 1)
    except zlib.error as error:
        raise FetchError(Reason.MALFORMED, f"the gzip cannot be unpacked: {error}") from error
    if len(content) > limit:
        raise FetchError(Reason.TOO_LARGE, f"unpacked it has more than {limit} bytes")
    return content


def breaks_off(body: bytes) -> bool:
    """Return whether a feed or a sitemap ends before its root does: a part is missing, however well the rest reads.

    Only a root that is written in ASCII is seen. One whose markup is merely sloppy does not break off.
    """
    root = _ROOT.search(body, 0, _HEAD)
    if root is None:
        return False
    end = re.compile(rb"</" + re.escape(root[1]) + rb"\s*>", re.IGNORECASE)
    return end.search(body, root.end()) is None


def complete_entries(body: bytes) -> bytes:
    """Return a feed or a sitemap that breaks off up to its last whole entry: half an address leads elsewhere."""
    if not breaks_off(body):
        return body
    end = max((found.end() for found in _END_OF_ENTRY.finditer(body)), default=len(body))
    return body[:end]


def text(body: bytes, headers: Mapping[str, str] | None = None) -> str:
    """Return a page or a JSON answer as text: by its own declarations, and repaired where those are false."""
    content_type = next((value for name, value in (headers or {}).items() if name.lower() == "content-type"), None)
    return encoding.decode(body, content_type)
