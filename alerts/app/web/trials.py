"""What a wish would have told over the last four weeks, shown before it is saved."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fastapi import Request

from alerts import backtest, feed
from alerts.app.web.forms import Form
from alerts.app.web.site import Site, restrain
from alerts.audience import Subscription

_BUTTON = "try"


@dataclass(frozen=True, slots=True)
class Trial:
    """How much it would have been in all and week by week, each by the day on which it began; and the last of it."""

    total: int
    weeks: tuple[tuple[date, int], ...]
    newest: tuple[feed.Entry, ...]


def is_asked(form: Form) -> bool:
    """Whether a form is sent to be tried, and not to be saved."""
    return _BUTTON in form


def hold(site: Site, request: Request, wish: Subscription, now: datetime) -> Trial:
    """Try a wish. Raises TooOftenError for who tries too much: it is as much work as a feed."""
    restrain(site.feeds, request, now)
    tested = backtest.run(site.app.database, wish.filter, ZoneInfo(wish.subscriber.zone), now)
    base = site.app.settings.base_url
    newest = tuple(feed.entry(it, it.origin.published, base) for it in tested.newest)
    weeks = tuple((date.fromisoformat(begin), count) for begin, count in tested.weeks.items())
    return Trial(tested.total, weeks, newest)
