"""Sign-up: the form, the mail that it sends, and the page behind that mail's link, whose button confirms.

A stranger gets the same answer whatever an address is to the service.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from alerts import subscriptions
from alerts.app.web import asking, forms, trials
from alerts.app.web.forms import Form, UnfitFieldError
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from alerts.app.web.trials import Trial
from alerts.audience import Subscriber, Subscription
from alerts.links import Purpose
from alerts.store import subscribers
from crawler import clock

router = APIRouter()


@router.get("/subscribe")
def offer(request: Request, site: TheSite) -> Response:
    """Show the form."""
    return _form(request, forms.blank(site.app.settings.timezone))


@router.post("/subscribe")
def ask(request: Request, site: TheSite, form: TheForm) -> Response:
    """Queue the mail that asks an address to confirm; or show what the wish would have told."""
    typed = forms.blank(site.app.settings.timezone) | form
    try:
        if trials.is_asked(form):
            return _form(request, typed, trial=trials.hold(site, request, _asked_for(form, site, ""), clock.now()))
        wish = _asked_for(form, site, forms.read_address(form))
    except UnfitFieldError as error:
        return _form(request, typed, error.field, 422)
    asking.ask(request, site, wish)
    return RedirectResponse(f"{site.root}/subscribe/sent", 303)


@router.get("/subscribe/sent")
def asked(request: Request) -> Response:
    """Say that there will be a mail."""
    return page(request, "asked.html")


@router.get("/confirm/{token}")
def confirm(request: Request, site: TheSite, token: str) -> Response:
    """Show what is to be confirmed, and the button."""
    found = _asked(site, site.links.read(Purpose.CONFIRM, token, clock.now()))
    if found is None:
        return page(request, "expired.html", 410)
    return page(request, "confirm.html", it=found, token=token)


@router.post("/confirm/{token}")
def confirmed(request: Request, site: TheSite, token: str) -> Response:
    """Confirm a subscription; a second time changes nothing."""
    now = clock.now()
    found = subscriptions.confirm(site.app.database, site.links.read(Purpose.CONFIRM, token, now), now)
    if found is None:
        return page(request, "expired.html", 410)
    own = site.links.token(Purpose.PREFERENCES, found.subscriber.id, now)
    return page(request, "confirmed.html", it=found, own=own)


def _asked_for(form: Form, site: Site, address: str) -> Subscription:
    return forms.read(form, forms.read_settings(form, Subscriber(0, address)), list(site.topics))


def _form(request: Request, form: Form, error: str = "", status: int = 200, trial: Trial | None = None) -> Response:
    return page(request, "subscribe.html", status, form=form, error=error, zones=forms.zones(), trial=trial)


def _asked(site: Site, number: int) -> Subscription | None:
    with site.app.database.read() as connection:
        return subscribers.subscription(connection, number)
