"""The stylesheet: the one file beside the pages. Its address changes with it, so that it may be kept for ever."""

import hashlib
from importlib import resources

from fastapi import APIRouter, Response

_SHEET = (resources.files("alerts") / "templates" / "web" / "style.css").read_bytes()
DIGEST = hashlib.sha256(_SHEET).hexdigest()[:12]

router = APIRouter()


@router.get("/style.css")
def style() -> Response:
    """Answer with the stylesheet."""
    return Response(_SHEET, media_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"})
