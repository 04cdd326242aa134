"""Addresses of pages of our own: what somebody is sent back to is never another site's."""

from urllib.parse import urlsplit


def local(asked: str, root: str) -> str:
    r"""Return an address that is asked for where it is a page of the service below `root`, else the first page.

    Browsers take `//host`, `/\host` and what begins with a blank for other sites.
    """
    first = f"{root}/"
    if not asked.startswith(first) or not asked.isprintable() or "\\" in asked:
        return first
    try:
        parts = urlsplit(asked)
    except ValueError:
        return first
    return first if parts.scheme or parts.netloc or asked.startswith("//") else asked
