"""An address as typed → the one that is mailed; and whether a wish can be met.

Pure: the subscriptions themselves are `alerts.subscriptions`.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import asdict
from email.errors import MessageError
from email.headerregistry import Address
from zoneinfo import ZoneInfo

from alerts.audience import News, Subscription
from crawler.errors import ConfigurationError
from crawler.model import Level

_MOST = 200  # words that a filter may hold, and …
_LONGEST = 200  # … characters of each
_LETTER = re.compile(r"[^\W\x00-\x7f]")


def address(typed: str) -> str:
    """Return an e-mail address in the one form that is stored: an international domain in its ASCII form, lower case.

    What stands before the @ may be in any script (RFC 6531), in the composed form of its characters. Raises
    ConfigurationError for anything that is not one plain address.
    """
    name, _, host = unicodedata.normalize("NFC", typed.strip()).rpartition("@")
    try:
        if not typed.isprintable():
            raise ValueError("it holds a line break or another control character")
        # The standard library knows the rules for ASCII alone; letters of other scripts have the part of letters there.
        letters = _LETTER.sub("x", name)
        parsed = Address(addr_spec=f"{letters}@{host}")
        domain = parsed.domain.encode("idna").decode("ascii").lower()
    except (ValueError, MessageError, IndexError) as error:
        raise ConfigurationError(f"{typed!r} is no e-mail address: {error}") from error
    if not parsed.username or not domain or domain.startswith("["):
        raise ConfigurationError(f"{typed!r} is no e-mail address: write it like name@example.org")
    if parsed.addr_spec.startswith('"'):
        raise ConfigurationError(f"{typed!r} cannot be mailed: few servers take a name in quotation marks before the @")
    if parsed.username != letters:  # what is left goes to one mailbox, which would be many addresses
        raise ConfigurationError(f"{typed!r} is no e-mail address: it holds a comment or a space")
    return f"{name}@{domain}"


def check(wish: Subscription, topics: Collection[str]) -> None:
    """Refuse what a subscription cannot ask for; `topics` are the names of the topics that there are.

    Raises ConfigurationError.
    """
    wanted = wish.filter
    for part, names, known in (
        ("topic", wanted.topics, topics),
        ("kind", wanted.kinds, list(News)),
        ("level", wanted.levels, list(Level)),
    ):
        for name in names:
            if name not in known:
                raise ConfigurationError(f"there is no {part} {name!r}: the {part}s are {', '.join(sorted(known))}")
    words = [it for part in asdict(wanted).values() for it in part] + [wish.name]
    if any(len(it) > _LONGEST for it in words) or len(words) > _MOST:
        raise ConfigurationError(f"a filter holds up to {_MOST} words of up to {_LONGEST} characters")
    if not all(it.strip() for part in asdict(wanted).values() for it in part):
        raise ConfigurationError("a word of a filter is empty: leave it out")
    if any("\ufffd" in it for it in words):
        raise ConfigurationError("a word of a filter is not readable: write it in UTF-8")
    if not 0 <= wish.hour <= 23:
        raise ConfigurationError(f"there is no hour {wish.hour}: hours are 0 to 23")
    zone(wish.subscriber.zone)


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name. Raises ConfigurationError where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ConfigurationError(f"{name!r} is no IANA time zone such as Asia/Shanghai") from error
