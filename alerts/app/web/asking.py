"""A wish to subscribe → the mail that asks the address to confirm; so often by one asker, and no more."""

from fastapi import Request

from alerts import signup
from alerts.app.web.site import Site, restrain
from alerts.audience import Subscription
from crawler import clock


def ask(request: Request, site: Site, wish: Subscription) -> None:
    """Have the mail sent. Raises TooOftenError for who asks too often."""
    now = clock.now()
    restrain(site.signups, request, now)
    signup.ask(site.app.database, wish, site.links, site.app.settings.mail_from, now=now, topics=list(site.topics))
    site.postman.ring()
