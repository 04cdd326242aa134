"""The language of a page: the one that its reader chose, else the one that the browser asks for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from alerts.app.web.places import local
from alerts.app.web.security import TheForm
from alerts.app.web.site import TheSite
from alerts.audience import Language
from alerts.language import Tongue, tongue

router = APIRouter(include_in_schema=False)

_COOKIE = "smewatch-language"
_YEAR = 365 * 24 * 3600  # seconds


def tongue_of(request: Request) -> Tongue:
    """Return how the language is written that a request is answered in."""
    chosen = request.cookies.get(_COOKIE, "")
    return tongue(Language(chosen) if chosen in set(Language) else _asked(request.headers.get("accept-language", "")))


TheTongue = Annotated[Tongue, Depends(tongue_of)]


@router.post("/language")
def choose(site: TheSite, form: TheForm) -> RedirectResponse:
    """Remember the language that a reader chose, and go back to the page."""
    chosen, back = (next(iter(form.get(name, ())), "") for name in ("language", "back"))
    answer = RedirectResponse(local(back, site.root), 303)
    if chosen in set(Language):
        answer.set_cookie(
            _COOKIE, chosen, _YEAR, path=site.root or "/", secure=site.secure, httponly=True, samesite="lax"
        )
    return answer


def _asked(header: str) -> Language:
    """Return the language that is liked best of those that there are (RFC 9110, 12.5.4); Chinese where none is."""
    liked: dict[Language, float] = {}
    for part in header.split(","):
        name, _, weight = part.strip().partition(";")
        for language in Language:
            if name.strip().casefold().split("-")[0] == language.split("-", maxsplit=1)[0]:
                liked[language] = max(liked.get(language, 0.0), _weight(weight))
    best = max(liked, key=lambda it: liked[it], default=Language.CHINESE)
    return best if liked.get(best) else Language.CHINESE


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
