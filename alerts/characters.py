"""What no message may hold, and what becomes of it. Pure."""

import re

# What nobody means to write, or no mail can hold: control characters, those that begin a line or turn the direction of
# all that follows, and halves of surrogate pairs. All others may come, those too that this Python has not heard of.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def fit(text: str) -> str:
    """Replace what no mail can hold, or what would have effect beyond its own line."""
    return _UNFIT.sub("\ufffd", text)


def is_line(text: str) -> bool:
    """Whether a text is one line that a header can hold."""
    return "\n" not in text and not _UNFIT.search(text)
