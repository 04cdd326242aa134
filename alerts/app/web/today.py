"""The first page: what is new today, what the last days brought, what is due soon, and what is watched."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from fastapi import APIRouter, HTTPException, Request, Response
from markupsafe import Markup

from alerts import daily
from alerts.app.web.languages import TheTongue
from alerts.app.web.pages import page
from alerts.app.web.site import Site, TheSite
from alerts.deadlines import last_date
from alerts.headline import headline
from alerts.language import Tongue
from alerts.model import Status
from alerts.render import Masthead, render_page
from alerts.store import changes, target_lists
from alerts.store.changes import Mark
from alerts.store.target_lists import ListedTarget, Order, Wanted
from crawler import clock
from crawler.archive import states
from crawler.archive.states import Watch

router = APIRouter(include_in_schema=False)

_DAYS = 14  # that are told of below a day
_ROOM = 200_000  # bytes of HTML that the news of a day may take: more than a hundred pieces
_NEAR, _DUE = timedelta(days=35), 8  # how far ahead goals are named, and how many of them at most
_WATCHED = timedelta(days=1)  # what is said of the sources looks back this far


class Silence(StrEnum):
    """What it means that a day has no news.

    CALM: the sources were read, and nothing was found; UNREAD: not one of them could be read, or was polled, for a day;
    NEVER: none was ever polled; BEFORE: none was at that time; FOUND_NOTHING: what was read on that day had none.
    """

    CALM = "calm"
    UNREAD = "unread"
    NEVER = "never"
    BEFORE = "before"
    FOUND_NOTHING = "found_nothing"


@dataclass(frozen=True, slots=True)
class _Shown:
    """The news of a day as the page shows it: how many pieces, whether these are all of the day, and as HTML."""

    count: int
    whole: bool
    body: Markup


@dataclass(frozen=True, slots=True)
class _Told:
    """A day in a line."""

    day: date
    count: int
    headline: str


@router.get("/")
def today(request: Request, site: TheSite, tongue: TheTongue) -> Response:
    """Show what is new today."""
    return _page(request, site, tongue, site.today())


@router.get("/days/{day}")
def earlier(request: Request, site: TheSite, tongue: TheTongue, day: date) -> Response:
    """Show what was new on a day."""
    if not date(2000, 1, 1) <= day <= site.today():
        raise HTTPException(404)
    return _page(request, site, tongue, day)


def _page(request: Request, site: Site, tongue: Tongue, day: date) -> Response:
    now, is_today = clock.now(), day == site.today()
    with site.app.database.read() as connection:
        mark = changes.mark(connection)
        due = target_lists.targets(connection, _soon(site.today()), _DUE, order=Order.DEADLINE)
        watch = states.watch(connection, now - _WATCHED)
    made_of = partial(_made_of, site.today(), mark)
    shown = site.kept.get((day, tongue.language), made_of(day), partial(_shown, site, tongue, day))
    days = [day - timedelta(days=back) for back in range(1, _DAYS + 1)]
    told = [site.kept.get(("line", it, tongue.language), made_of(it), partial(_told, site, tongue, it)) for it in days]
    return page(
        request, "today.html",
        day=day, is_today=is_today, shown=shown, told=told, due=_dated(due), watch=watch, year=site.today().year,
        today=site.today(), polled_at=watch.last and watch.last.astimezone(site.zone),
        silence=_silence(site, watch, day),
    )  # fmt: skip


def _silence(site: Site, watch: Watch, day: date) -> Silence:
    """Return what it means that a day has no news."""
    if watch.began is None:
        return Silence.UNREAD if watch.polled else Silence.NEVER
    if day < watch.began.astimezone(site.zone).date():
        return Silence.BEFORE
    if day < site.today():
        return Silence.FOUND_NOTHING
    return Silence.UNREAD if watch.failing == watch.polled else Silence.CALM


def _made_of(today: date, mark: Mark, day: date) -> Hashable:
    """Return what a day's news are made anew after.

    What is restated bears on all days; what comes in on today, and on the day before: what was noticed just before
    midnight may be stored after it.
    """
    return mark if day >= today - timedelta(days=1) else (today, mark.restated, mark.corrected)


def _shown(site: Site, tongue: Tongue, day: date) -> _Shown:
    app = site.app
    zone = app.settings.timezone
    found = daily.traced(daily.news_of(app.database, day, zone), app.database, app.catalog.publishers)
    masthead = Masthead(app.settings.mail_from, site.topic_titles)
    digest = daily.digest_of(found, zone, tongue.language)
    body = Markup(render_page(digest, masthead, f"{site.root}/targets/", _ROOM))  # noqa: S704 - it escapes what it shows
    return _Shown(len(found.news), found.whole, body)


def _told(site: Site, tongue: Tongue, day: date) -> _Told:
    zone = site.app.settings.timezone
    found = daily.news_of(site.app.database, day, zone)
    return _Told(day, len(found.news), headline(daily.digest_of(found, zone, tongue.language), tongue))


def _soon(today: date) -> Wanted:
    return Wanted(status=Status.TARGET, due_from=today.isoformat(), due_until=(today + _NEAR).isoformat())


def _dated(due: list[ListedTarget]) -> list[tuple[date, ListedTarget]]:
    return [(day, it) for it in due if (day := last_date(it.known.target.deadline or ""))]
