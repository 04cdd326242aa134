"""Style sheets and scripts. The addresses of pages' links change with them, so they may be kept for ever."""

import hashlib
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Response

from alerts import styles

_FOLDER = files("alerts") / "templates" / "web"
_TYPES = {"css": "text/css", "js": "text/javascript"}


def _read(suffix: str) -> dict[str, bytes]:
    folder = _FOLDER / suffix
    found = sorted(folder.iterdir(), key=str) if folder.is_dir() else []
    return {it.name: it.read_bytes() for it in found if it.name.endswith(f".{suffix}")}


#: The sheet of all pages is made of all files, the sheet of digests of what is declared for mails.
_ASSETS = {
    "style.css": b"\n".join(_read("css").values()),
    "digest.css": styles.sheet().encode(),
    **_read("js"),
}

#: The addresses below the service's own, by the names of the files.
ADDRESSES = {name: f"assets/{name}?{hashlib.sha256(content).hexdigest()[:12]}" for name, content in _ASSETS.items()}

router = APIRouter(include_in_schema=False)


@router.get("/assets/{name}")
def asset(name: str) -> Response:
    """Answer with a style sheet or a script."""
    if name not in _ASSETS:
        raise HTTPException(404)
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_ASSETS[name], media_type=_TYPES[name.rpartition(".")[2]], headers=kept)
