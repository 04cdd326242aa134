"""What a wish would have told over the last four weeks, shown before it is saved."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fastapi import Request

from alerts import backtest, items
from alerts.app.web.forms import Form
from alerts.app.web.languages import tongue_of
from alerts.app.web.site import Site, restrain
from alerts.attribution import Source, source
from alerts.audience import Subscription
from alerts.model import Change

_BUTTON = "try"


@dataclass(frozen=True, slots=True)
class Trial:
    """How much it would have been in all and week by week, each by the day on which it began; and the last of it.

    Each of the `newest` stands with its source and with how it had been read where a person has corrected it.
    """

    total: int
    weeks: tuple[tuple[date, int], ...]
    newest: tuple[tuple[Change, Source, str], ...]


def is_asked(form: Form) -> bool:
    """Whether a form is sent to be tried, and not to be saved."""
    return _BUTTON in form


def hold(site: Site, request: Request, wish: Subscription, now: datetime) -> Trial:
    """Try a wish. Raises TooOftenError for who tries too much: it is as much work as a feed."""
    restrain(site.feeds, request, now)
    tested = backtest.run(site.app.database, wish.filter, ZoneInfo(wish.subscriber.zone), now)
    tongue = tongue_of(request)
    newest = tuple(
        (it, source(it.origin, tongue, site.today().year), items.read_as(it, tongue.words)) for it in tested.newest
    )
    weeks = tuple((date.fromisoformat(begin), count) for begin, count in tested.weeks.items())
    return Trial(tested.total, weeks, newest)
