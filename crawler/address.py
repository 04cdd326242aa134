"""Addresses of pages: one canonical form for each, and the host they belong to. Pure."""

from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.model import Addresses

_DEFAULT_PORTS = {"http": 80, "https": 443}

#: Parameters that say where a reader came from, not which page it is.
_TRACKING = frozenset({"spm", "isappinstalled", "bd_vid", "hmsr"})
_TRACKING_PREFIXES = ("utm_", "share_")

_NO_RULES = Addresses()


def is_web(url: str) -> bool:
    """Return whether an address is one that a crawl may fetch: http or https, with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or an IPv6 literal that is none
        return False


def host(url: str) -> str:
    """Return the lower-case host of an address, empty where it has none."""
    return urlsplit(url).hostname or ""


def canonical(url: str, rules: Addresses = _NO_RULES) -> str:
    """Return the form under which a page is known: no fragment, default port or tracking parameter, no mirror's host.

    `rules` are those of the page's publisher. The order of the parameters that remain is kept: some servers mind it.
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
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name not in own and not _is_tracking(name)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_tracking(parameter: str) -> bool:
    lowered = parameter.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)
