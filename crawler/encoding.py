"""The bytes of a page or a list into its text: by its own declarations, and repaired where those are false. Pure.

Three lies are common on Chinese sites: bytes that are UTF-8 to the last one under another name (GB 18030 never is by
chance, over a page's length); `charset=utf-8` over GB 18030 or Big5, which shows in replacement characters; and the
ISO-8859-1 that a web server sends by default, which shows in nothing, because it fits any bytes.
"""

from w3lib.encoding import html_to_unicode

#: How markup and JSON begin in UTF-16 without a byte order mark: its zero bytes would pass for UTF-8.
_UTF_16 = {b"<\x00": "utf-16-le", b"{\x00": "utf-16-le", b"[\x00": "utf-16-le",
           b"\x00<": "utf-16-be", b"\x00{": "utf-16-be", b"\x00[": "utf-16-be"}  # fmt: skip
_FITS_ANYTHING = frozenset({"cp1252", "iso8859-1", "latin-1"})
_TRUE_ONES = ("gb18030", "big5hkscs")
_COMMON = "，。、的"  # in any Chinese text, simplified or traditional, and in none that was decoded wrongly


def decode(body: bytes, content_type: str | None = None) -> str:
    r"""Return the text with plain line ends and without a byte order mark.

    A declaration counts in the order of the HTML standard: a byte order mark, the header (`content_type` is its value),
    a `<meta>`; Scrapy's own reading of them is used. GB2312 and GBK are read as GB 18030, which contains them.
    """
    return _decoded(body, content_type).removeprefix("\ufeff").replace("\r\n", "\n")


def _decoded(body: bytes, content_type: str | None) -> str:
    for start, encoding in _UTF_16.items():
        if body.startswith(start):
            return body.decode(encoding, "replace")
    utf_8 = body.decode("utf-8", "replace")
    if _fits(utf_8):
        return utf_8
    encoding, declared = html_to_unicode(content_type, body, default_encoding="gb18030")
    if "\ufffd" in declared or encoding in _FITS_ANYTHING:
        return max(declared, *(body.decode(it, "replace") for it in _TRUE_ONES), key=_likelihood)
    return declared


def _fits(text: str) -> bool:
    """Return whether a reading as UTF-8 is true, but for a few damaged bytes: others' characters hardly ever fit it."""
    damaged = text.count("\ufffd")
    return not damaged or damaged * 2 < len(text) - len(text.encode("ascii", "ignore"))


def _likelihood(text: str) -> int:
    """Rank readings of the same bytes; one damaged character tells against each of them alike."""
    return sum(map(text.count, _COMMON)) - text.count("\ufffd")
