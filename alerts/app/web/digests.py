"""A digest in the browser, whole, behind the signed link of its mail; and below it the earlier ones.

Such a link may be handed on: nothing on the page leads to the reader's own pages.
"""

from fastapi import APIRouter, HTTPException, Request, Response
from markupsafe import Markup

from alerts import reprint
from alerts.app.web.pages import page
from alerts.app.web.site import TheSite
from alerts.links import LIVES, Purpose
from alerts.render import Masthead, render_page
from crawler import clock

router = APIRouter()


@router.get("/digests/{token}")
def show(request: Request, site: TheSite, token: str) -> Response:
    """Show a digest, and links to the earlier ones of its subscription."""
    now, app = clock.now(), site.app
    number, period = site.links.read_digest(token, now)
    found = reprint.reprint(app.database, app.catalog.publishers, number, period)
    if found is None or not (found.digest or found.text):
        raise HTTPException(410)
    masthead = Masthead(app.settings.mail_from, site.topic_titles)
    body = Markup(render_page(found.digest, masthead)) if found.digest else None  # noqa: S704 - it escapes what it shows
    # The links that their mails hold, which end with these: to be handed one is not to be handed the next years'.
    lives = [it for it in found.earlier if it.date > now - LIVES[Purpose.DIGEST]]
    earlier = [(it, site.links.to_digest(number, it.period, it.date)) for it in lives]
    return page(request, "digest.html", found=found, body=body, earlier=earlier)
