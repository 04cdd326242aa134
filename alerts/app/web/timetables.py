"""What runs by itself: when, how it went last, and who runs it.

The administrator changes times, switches off and on, and reads what a command said last.
"""

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from alerts.app import schedules, timetable
from alerts.app.web.administrator import TheAdministrator, TheSession
from alerts.app.web.moments import moments
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from crawler import clock
from crawler.errors import ConfigurationError

router = APIRouter(include_in_schema=False)


@router.get("/schedules")
def show(request: Request, site: TheSite, session: TheSession, done: str = "") -> Response:
    """Show what runs by itself."""
    return _page(request, site, done=done)


@router.post("/schedules/{name}")
def change(request: Request, site: TheSite, session: TheAdministrator, form: TheForm, name: str) -> Response:
    """Switch a schedule on or off, or have it run at other times."""
    if name not in schedules.SCHEDULES:
        raise HTTPException(404)
    if "times" in form:
        try:
            timetable.set_times(site.app, name, form["times"][0].strip() or None, clock.now())
        except ConfigurationError as error:
            return _page(request, site, 422, wrong=name, typed=form["times"][0], trouble=str(error))
    elif "on" in form or "off" in form:
        timetable.switch(site.app, name, on="on" in form)
    else:
        raise HTTPException(422)
    return RedirectResponse(f"{site.root}/schedules?done={name}", 303)


def _page(request: Request, site: Site, status: int = 200, **said: str) -> Response:
    now = clock.now()
    return page(
        request,
        "schedules.html",
        status,
        None,
        table=timetable.read(site.app, now),
        zone=site.app.settings.timezone,
        seconds=schedules.seconds,
        time_of_day=schedules.time_of_day,
        at=moments(request, now),
        **({"wrong": "", "typed": "", "trouble": "", "done": ""} | said),
    )
