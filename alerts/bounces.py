"""Refusals and returned mails, as servers write them → what they say of an address.

Pure: what follows for its reader is `alerts.refusals`. Statuses are those of RFC 3463, reports those of RFC 3464.
"""

import re

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_OF_SENDERS = {"5.1.7", "5.1.8"}  # among the statuses of addresses, those that blame the sender's


def status(words: str) -> str:
    """Return the enhanced status in a server's answer, "" where it has none."""
    found = _STATUS.search(words)
    return found[1] if found else ""


def is_hard(words: str) -> bool:
    """Whether a refusal of a recipient says that there is no such address (5.1.x, or 550 and nothing more)."""
    said = status(words)
    return (said.startswith("5.1.") and said not in _OF_SENDERS) if said else words.startswith("550")
