"""The runs: what was crawled, how it went and what it brought; one that is under way, as it goes along.

Everybody may read them; the administrator begins and cancels them, and reads what their processes said. Sources that
users added are named to others by no address.
"""

import re

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from alerts.app import bootstrap, fares, source_names
from alerts.app.bootstrap import App
from alerts.app.jobs import crawling
from alerts.app.run_progress import progress_of
from alerts.app.web.administrator import TheAdministrator, TheSession
from alerts.app.web.moments import moments
from alerts.app.web.numbers import After, Number
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from crawler import clock, run_log
from crawler.archive import arrivals, poll_lists
from crawler.archive import runs as archive
from crawler.errors import ConfigurationError, SourceError, SourceFault
from crawler.model import RunState

router = APIRouter(include_in_schema=False)

_ON_A_PAGE = 25
_POLLS = 50
_ARRIVALS = 30
_NAMES = re.compile(r"[\s,，、;；]+")

#: The scope of a crawl that names its sources; others ask for those that are due, or for all.
_NAMED, _DUE, _ALL = "named", "due", "all"


@router.get("/runs")
def show_all(request: Request, site: TheSite, session: TheSession, cursor: After = None) -> Response:
    """Show the last runs."""
    return _list(request, site, before=cursor)


@router.post("/runs")
def begin(request: Request, site: TheSite, session: TheAdministrator, form: TheForm) -> Response:
    """Begin a crawl, and show how it goes along."""
    scope, typed = (next(iter(form.get(name, ())), "") for name in ("scope", "names"))
    try:
        wanted = _wanted(bootstrap.up_to_date(site.app), scope, typed)
        if wanted is None:
            return _list(request, site, typed=typed, idle=True)
        number = site.crawls.begin(wanted, trigger="page", announce="announce" in form)
    except ConfigurationError as error:
        return _list(request, site, status=422, typed=typed, trouble=error)
    return RedirectResponse(f"{site.root}/runs/{number}", 303)


@router.get("/runs/{number}")
def show(request: Request, site: TheSite, session: TheSession, number: Number, cursor: After = None) -> Response:
    """Show a run."""
    now = clock.now()
    with site.app.database.read() as connection:
        run = archive.summary(connection, number, now)
        if run is None:
            raise HTTPException(404)
        began = archive.begun(connection, [number])[number]
        stopping = run.state is RunState.RUNNING and archive.is_cancelled(connection, number)
        brought = arrivals.of_run(connection, number, _ARRIVALS + 1)
        polls = poll_lists.of_run(connection, number, _POLLS + 1, cursor)
    return page(
        request,
        "run.html",
        run=run if session else source_names.public_run(run),
        began=began,
        come=progress_of(run),
        stopping=stopping,
        arrivals=brought[:_ARRIVALS],
        more=len(brought) > _ARRIVALS,
        polls=polls[:_POLLS],
        further=polls[_POLLS - 1].number if len(polls) > _POLLS else None,
        paged=cursor is not None,
        log=run_log.read(site.app.settings, number) if session else "",
        known=source_names.public,
        at=moments(request, now),
    )


@router.post("/runs/{number}/cancel")
def cancel(site: TheSite, session: TheAdministrator, number: Number) -> Response:
    """Ask a run to stop, which takes a moment; what it has stored is kept."""
    with site.app.database.write() as connection:
        if archive.summary(connection, number, clock.now()) is None:
            raise HTTPException(404)
        archive.cancel(connection, number)
    return RedirectResponse(f"{site.root}/runs/{number}", 303)


def _wanted(app: App, scope: str, typed: str) -> list[str] | None:
    """Return the names of what is to be crawled, none for everything; None where nothing is due."""
    if scope == _DUE:
        return [it.name for it in fares.due(app, crawling.chosen(app, (), ()), clock.now())] or None
    if scope == _NAMED:
        return _named(app, typed)
    if scope == _ALL:
        return []
    raise HTTPException(422)


def _named(app: App, typed: str) -> list[str]:
    """Return the names of sources and publishers that were typed. Raises SourceError where there are none."""
    titles = {it.title: it.name for it in app.catalog.publishers.values()}
    names = [titles.get(it, it) for it in _NAMES.split(typed) if it]
    if not names:
        raise SourceError(SourceFault.UNNAMED, "", "no publisher and no source is named")
    return names


def _list(
    request: Request,
    site: Site,
    *,
    before: int | None = None,
    status: int = 200,
    typed: str = "",
    idle: bool = False,
    trouble: ConfigurationError | None = None,
) -> Response:
    now = clock.now()
    with site.app.database.read() as connection:
        latest = archive.latest(connection, _ON_A_PAGE + 1, now, before)
        began = archive.begun(connection, [it.run for it in latest])
    return page(
        request,
        "runs.html",
        status,
        runs=latest[:_ON_A_PAGE],
        began=began,
        further=latest[_ON_A_PAGE - 1].run if len(latest) > _ON_A_PAGE else None,
        paged=before is not None,
        typed=typed,
        idle=idle,
        trouble=trouble,
        at=moments(request, now),
    )
