"""Moments → words, by the service's clock and in the language of the page."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request

from alerts.app.web.languages import tongue_of


def moments(request: Request, now: datetime) -> Callable[[datetime], str]:
    """Return how moments are written on a page that is read now."""
    zone, words = ZoneInfo(request.app.state.site.app.settings.timezone), tongue_of(request).words
    here = now.astimezone(zone)
    return lambda moment: words.moment(moment.astimezone(zone), here)
