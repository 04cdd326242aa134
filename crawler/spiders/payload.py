"""The body of an answer, as it came over the wire, into what a reader reads: unpacked, and decoded to text. Pure."""

import zlib
from collections.abc import Mapping

from crawler import encoding
from crawler.errors import FetchError
from crawler.model import Reason

_GZIP = b"\x1f\x8b"


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


def text(body: bytes, headers: Mapping[str, str] | None = None) -> str:
    """Return a page or a JSON answer as text: by its own declarations, and repaired where those are false."""
    content_type = next((value for name, value in (headers or {}).items() if name.lower() == "content-type"), None)
    return encoding.decode(body, content_type)
