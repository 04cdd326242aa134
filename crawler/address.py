"""Addresses of pages: one canonical form for each, and the host they belong to. Pure."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}

#: Parameters that say where a reader came from, not which page it is.
_TRACKING = frozenset({"spm", "isappinstalled", "bd_vid", "hmsr"})
_TRACKING_PREFIXES = ("utm_", "share_")


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


def canonical(url: str) -> str:
    """Return the form under which a page is known: no fragment, default port or tracking parameter.

    The order of the parameters that remain is kept: some servers mind it.
    """
    parts = urlsplit(url)
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name
    port = parts.port
    if port and port != _DEFAULT_PORTS.get(parts.scheme):
        name = f"{name}:{port}"
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _is_tracking(pair[0])]
    if len(kept) != len(pairs):
        query = urlencode(kept)
    return urlunsplit((parts.scheme, name, parts.path or "/", query, ""))


def _is_tracking(parameter: str) -> bool:
    lowered = parameter.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)
