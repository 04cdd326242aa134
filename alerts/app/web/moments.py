"""Moments → what a page shows of them, by the service's clock and in the language of the page."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request
from markupsafe import Markup

from alerts.app.web.languages import tongue_of

_ELEMENT = Markup('<time datetime="%s">%s</time>')


def moments(request: Request, now: datetime) -> Callable[[datetime], Markup]:
    """Return how moments are written on a page that is read now: as elements, which name them exactly, too."""
    zone, words = ZoneInfo(request.app.state.site.app.settings.timezone), tongue_of(request).words
    here = now.astimezone(zone)
    return lambda moment: _ELEMENT % (moment.isoformat(), words.moment(moment.astimezone(zone), here))
