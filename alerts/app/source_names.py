"""The name by which everybody may know a source. Pure.

Those that users add are named by their addresses, which may hold secrets.
"""

import hashlib

from crawler import rsshub
from crawler.address import host, is_web


def public(name: str) -> str:
    """Return a source's name for everybody: that of a declared one as it is, of an address the host and a mark.

    `example.org-5d41402abc4b`: the mark tells the addresses of one host apart, and nothing of them.
    """
    if not (is_web(name) or rsshub.is_route(name)):
        return name
    return f"{host(name) or 'rsshub'}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
