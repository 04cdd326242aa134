"""The style sheets: of all pages, and of digests. Their addresses change with them, so they may be kept for ever."""

import hashlib
from importlib import resources
from typing import Literal

from fastapi import APIRouter, Response

from alerts import styles

Name = Literal["style.css", "digest.css"]

_SHEETS: dict[Name, bytes] = {
    "style.css": (resources.files("alerts") / "templates" / "web" / "style.css").read_bytes(),
    "digest.css": styles.sheet().encode(),
}

#: The addresses of the style sheets by their names.
ADDRESSES = {name: f"{name}?{hashlib.sha256(sheet).hexdigest()[:12]}" for name, sheet in _SHEETS.items()}

router = APIRouter()


@router.get("/style.css")
def style() -> Response:
    """Answer with the style sheet of all pages."""
    return _sheet("style.css")


@router.get("/digest.css")
def digest() -> Response:
    """Answer with the style sheet of digests."""
    return _sheet("digest.css")


def _sheet(name: Name) -> Response:
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_SHEETS[name], media_type="text/css", headers=kept)
