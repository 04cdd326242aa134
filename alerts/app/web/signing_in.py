"""Signing in as the administrator, and out."""

import logging

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from alerts import passwords, sessions
from alerts.app.web.administrator import TheAdministrator, TheSession, hand_out, take_back
from alerts.app.web.pages import page
from alerts.app.web.places import local
from alerts.app.web.security import TheForm
from alerts.app.web.site import TheSite, client_of, restrain
from crawler import clock

router = APIRouter(include_in_schema=False)

_log = logging.getLogger(__name__)


@router.get("/login")
def ask(request: Request, site: TheSite, session: TheSession, next: str = "") -> Response:
    """Show the form, or go on where somebody is signed in already."""
    if session:
        return RedirectResponse(local(next, site.root), 303)
    return _form(request, next)


@router.post("/login")
def sign_in(request: Request, site: TheSite, form: TheForm) -> Response:
    """Begin a session with the password."""
    back, typed = (next(iter(form.get(name, ())), "") for name in ("next", "password"))
    setting, now = site.app.settings.admin_password.get_secret_value(), clock.now()
    restrain(site.logins, request, now)
    if not passwords.fits(typed, setting):
        _log.warning("sign-in refused")
        return _form(request, back, wrong=bool(setting))
    site.logins.forgive(client_of(request))  # counted before, so that nobody tries many passwords at once
    answer = RedirectResponse(local(back, site.root), 303)
    hand_out(answer, sessions.begin(site.app.database, setting, now), site)
    return answer


@router.post("/logout")
def sign_out(site: TheSite, session: TheAdministrator) -> Response:
    """End the session."""
    sessions.end(site.app.database, session, site.app.settings.admin_password.get_secret_value())
    answer = RedirectResponse(f"{site.root}/", 303)
    take_back(answer, site)
    return answer


def _form(request: Request, back: str, *, wrong: bool = False) -> Response:
    has_password = bool(request.app.state.site.app.settings.admin_password.get_secret_value())
    return page(request, "login.html", 401 if wrong else 200, next=back, wrong=wrong, has_password=has_password)
