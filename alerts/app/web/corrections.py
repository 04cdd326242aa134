"""All that persons have said about findings, for the administrator: the last word first, each with a way to undo it."""

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from alerts import correcting
from alerts.app.web.administrator import TheAdministrator
from alerts.app.web.correction_forms import Form, one, signed
from alerts.app.web.numbers import Number
from alerts.app.web.pages import page
from alerts.app.web.queries import Query
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from alerts.corrections import LONGEST_WHY, Action, Correction
from alerts.errors import CorrectionError
from alerts.store import corrections
from crawler import clock

router = APIRouter(include_in_schema=False)


_LISTED = "corrections"
_PAGE = 50


@router.get("/corrections")
def log(request: Request, site: TheSite, session: TheAdministrator) -> Response:
    """Show a page of the log."""
    query = Query.of(request)
    before = query.number(_LISTED)
    with site.app.database.read() as connection:
        found = corrections.latest(connection, _PAGE + 1, before)
    shown = found[:_PAGE]
    last = shown[-1][0].number if len(found) > _PAGE else None
    return page(
        request, "corrections.html",
        log=shown, query=query, next=query.after_number(_LISTED, last) if last else "",
        zone=site.zone,
    )  # fmt: skip


@router.get("/corrections/{number}/undo")
def doubt(request: Request, site: TheSite, session: TheAdministrator, number: Number) -> Response:
    """Ask once whether a word is to be undone."""
    return _doubt(request, site, _correction(site, number), {})


@router.post("/corrections/{number}/undo")
def undo(request: Request, site: TheSite, session: TheAdministrator, form: TheForm, number: Number) -> Response:
    """Undo a word: what it was about is again as the rules read it."""
    undone = _correction(site, number)
    try:
        correcting.undo(site.app.database, number, by=signed(form), why=one(form, "why"), now=clock.now())
    except CorrectionError as error:
        return _doubt(request, site, undone, form, error)
    back = f"/findings/{undone.finding}?done=yes#history" if undone.finding else "/corrections"
    return RedirectResponse(f"{site.root}{back}", 303)


def _correction(site: Site, number: int) -> Correction:
    with site.app.database.read() as connection:
        found = corrections.get(connection, number)
    if found is None or found.action is Action.UNDO:
        raise HTTPException(404)
    return found


def _doubt(
    request: Request, site: Site, said: Correction, form: Form, error: CorrectionError | None = None
) -> Response:
    return page(
        request, "correction_undo.html", 422 if error else 200,
        said=said, error=error, typed={name: one(form, name) for name in ("why", "by")},
        longest_why=LONGEST_WHY, zone=site.zone,
    )  # fmt: skip
