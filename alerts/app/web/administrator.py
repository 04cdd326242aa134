"""Who is signed in: asked of the cookie with every page, and of the token in every form that changes something."""

import secrets
from typing import Annotated

from fastapi import Depends, Request, Response

from alerts import sessions
from alerts.app.web.security import SAFE, RefusedRequestError, TheForm, Why
from alerts.app.web.site import Site
from alerts.errors import NotSignedInError
from alerts.sessions import LASTS, Session
from crawler import clock

#: The field of a form that holds its session's token.
FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field

_COOKIE = "smewatch-session"


def session_of(request: Request) -> Session | None:
    """Return the session of who asks, None where nobody is signed in. It is looked up once for a request."""
    if not hasattr(request.state, "session"):
        request.state.session = None  # where the look-up fails, too: the page that says so asks again
        request.state.session = _find(request)
    found: Session | None = request.state.session
    return found


TheSession = Annotated[Session | None, Depends(session_of)]


def _signed_in(session: TheSession) -> Session:
    if session is None:
        raise NotSignedInError("this is for the administrator: sign in first")
    return session


# The session comes first, in routes as here: what strangers post is not read.
def _trusted(request: Request, session: Annotated[Session, Depends(_signed_in)], form: TheForm) -> Session:
    posted = next(iter(form.get(FORM_TOKEN, ())), "")
    if request.method not in SAFE and not secrets.compare_digest(posted.encode(), session.form_token.encode()):
        raise RefusedRequestError(403, Why.STALE_FORM)
    return session


#: The session of the administrator. Who is not signed in is asked to, and a form that is not of the session refused.
TheAdministrator = Annotated[Session, Depends(_trusted)]


def hand_out(answer: Response, session: Session, site: Site) -> None:
    """Have the browser keep a session."""
    answer.set_cookie(
        _COOKIE, session.secret, int(LASTS.total_seconds()),
        path=site.root or "/", secure=site.secure, httponly=True, samesite="lax",
    )  # fmt: skip


def take_back(answer: Response, site: Site) -> None:
    """Have the browser forget a session."""
    answer.delete_cookie(_COOKIE, path=site.root or "/", secure=site.secure, httponly=True, samesite="lax")


def _find(request: Request) -> Session | None:
    secret = request.cookies.get(_COOKIE)
    if not secret:
        return None
    app = request.app.state.site.app
    password = app.settings.admin_password.get_secret_value()
    return sessions.find(app.database, secret, password, clock.now()) if password else None
