"""Leaving: the page behind a mail's link, whose button ends the subscription, and the one click of mail programs."""

from fastapi import APIRouter, Request, Response

from alerts import subscriptions
from alerts.app.web.pages import page
from alerts.app.web.site import TheSite
from alerts.links import Purpose
from alerts.store import subscribers
from crawler import clock

router = APIRouter()


@router.get("/unsubscribe/{token}")
def leave(request: Request, site: TheSite, token: str) -> Response:
    """Show what is to be ended, and the button."""
    number = site.links.read(Purpose.UNSUBSCRIBE, token, clock.now())
    with site.app.database.read() as connection:
        found = subscribers.subscription(connection, number)
    if found is None:
        return page(request, "left.html")
    return page(request, "leave.html", it=found, token=token)


@router.post("/unsubscribe/{token}")
def left(request: Request, site: TheSite, token: str) -> Response:
    """End a subscription, as the button of the page and a mail program (RFC 8058) ask alike; whatever they post."""
    subscriptions.unsubscribe(site.app.database, site.links.read(Purpose.UNSUBSCRIBE, token, clock.now()))
    return page(request, "left.html")
