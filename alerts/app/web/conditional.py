"""Whether who asks has what they ask for already (RFC 9110, 13.1.2)."""

from fastapi import Request


def has(request: Request, etag: str) -> bool:
    """Say whether the asker has what an ETag stands for; a weak comparison, as for all that is only read."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or _opaque(etag) in map(_opaque, known.split(","))


def _opaque(etag: str) -> str:
    return etag.strip().removeprefix("W/")
