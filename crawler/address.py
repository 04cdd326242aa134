"""Addresses of pages: one canonical form for each, and the host they belong to. Pure."""

import re
from collections.abc import Collection
from urllib.parse import unquote_plus, urljoin, urlsplit, urlunsplit

from crawler.model import Addresses

_DEFAULT_PORTS = {"http": 80, "https": 443}

#: Parameters that say where a reader came from, not which page it is.
_TRACKING = frozenset({"spm", "isappinstalled", "bd_vid", "hmsr"})
_TRACKING_PREFIXES = ("utm_", "share_")

#: Characters of an address, as sitemaps.org has it; PostgreSQL indexes up to 2,700 bytes.
LONGEST = 2048

_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

_NO_RULES = Addresses()


def is_web(url: str) -> bool:
    """Return whether an address is one that a crawl may fetch: http or https, with a host and without a password.

    One with control characters or halves of characters leads nowhere, and no index could keep it, nor one that is
    longer than `LONGEST`.
    """
    if len(url) > LONGEST or not is_writable(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:  # a port or an IPv6 literal that is none
        return False


def is_writable(text: str) -> bool:
    """Return whether a text is without control characters and halves of characters: it can be kept and sent."""
    return not _UNWRITABLE.search(text)


def has_credentials(url: str) -> bool:
    """Return whether an address holds a user name or a password: nothing here may keep or repeat those."""
    try:
        return "@" in urlsplit(url).netloc
    except ValueError:
        return False


def is_front_page(url: str) -> bool:
    """Return whether an address is a site's root: where pages that are gone often redirect to."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def is_same_page(url: str, other: str) -> bool:
    """Return whether two addresses are one page, as far as can be told: a site may take on https, or lose its www."""
    return urlsplit(url)[2:4] == urlsplit(other)[2:4]


def absolute(base: str, written: str) -> str:
    """Return the web address that a link on the page at `base` means, empty where it means none."""
    try:
        url = urljoin(base, written.strip()) if written else ""
    except ValueError:  # an IPv6 literal that is none
        return ""
    return url if is_web(url) else ""


def host(url: str) -> str:
    """Return the lower-case host of an address, empty where it has none."""
    return urlsplit(url).hostname or ""


def canonical(url: str, rules: Addresses = _NO_RULES) -> str:
    """Return the form under which a page is known: no fragment, default port or tracking parameter, no mirror's host.

    `rules` are those of the page's publisher. The parameters that remain keep their order and their spelling: some
    servers mind the one, and others read escapes in GBK, which nothing here could write again.
    """
    parts = urlsplit(url)
    name = parts.hostname or ""
    name = dict(rules.mirrors).get(name, f"[{name}]" if ":" in name else name)
    scheme = parts.scheme
    if parts.port and parts.port != _DEFAULT_PORTS.get(scheme):
        name = f"{name}:{parts.port}"
    else:
        scheme = rules.scheme or scheme
    return urlunsplit((scheme, name, parts.path or "/", _untracked(parts.query, rules.tracking), ""))


def _untracked(query: str, own: Collection[str]) -> str:
    names = ((pair, unquote_plus(pair.partition("=")[0])) for pair in query.split("&"))
    return "&".join(pair for pair, name in names if name not in own and not _is_tracking(name))


def _is_tracking(parameter: str) -> bool:
    lowered = parameter.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)
