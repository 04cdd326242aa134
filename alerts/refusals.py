"""A reader whose address was refused → the reader's standing, and when the address may be tried again.

Pure. An address that does not exist is suspended at once. Any other refusal may be mended: the address is tried again
after 2, 4, 8 … 64 hours, and suspended when that was of no use. A mail that is taken makes up for all of them.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from alerts.audience import Standing, Subscriber

_PAUSES = tuple(timedelta(hours=it) for it in (2, 4, 8, 16, 32, 64))
_FORGOTTEN = timedelta(days=14)  # a refusal this long after the last one has nothing to do with it


def after(reader: Subscriber, why: str, *, hard: bool, now: datetime) -> Subscriber:
    """Return a reader as a refusal of the address leaves them: to be tried again `not_before`, or suspended."""
    recent = reader.not_before is not None and now - reader.not_before < _FORGOTTEN
    count = reader.bounces + 1 if recent else 1
    if hard or count > len(_PAUSES):
        return replace(reader, standing=Standing.SUSPENDED, why=why, bounces=count, not_before=None)
    return replace(reader, bounces=count, not_before=now + _PAUSES[count - 1])
