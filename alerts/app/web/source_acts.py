"""What the administrator does with a source: it is polled at once, switched off and on, removed and taken back."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from alerts.app import bootstrap, sourcing
from alerts.app.bootstrap import App
from alerts.app.web.administrator import TheAdministrator
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from alerts.app.web.sources import named, source_page
from crawler import clock
from crawler.errors import ConfigurationError

router = APIRouter(include_in_schema=False)


@router.post("/sources/{name:path}")
def act(request: Request, site: TheSite, session: TheAdministrator, form: TheForm, name: str) -> Response:
    """Do what a button of a source's page says."""
    chosen = next(iter(form.get("act", ())), "")
    if chosen not in _ACTS:
        raise HTTPException(422)
    app = bootstrap.up_to_date(site.app)
    source = named(app, name)
    try:
        return _ACTS[chosen](request, site, app, source.name, name)
    except ConfigurationError as error:
        return source_page(request, site, session, name=name, status=422, trouble=error)


def _crawl(request: Request, site: Site, app: App, source: str, name: str) -> Response:
    return RedirectResponse(f"{site.root}/runs/{site.crawls.begin([source], trigger='page')}", 303)


def _disable(request: Request, site: Site, app: App, source: str, name: str) -> Response:
    sourcing.disable(app, source, clock.now())
    return RedirectResponse(f"{site.root}/sources/{name}?done=disabled", 303)


def _enable(request: Request, site: Site, app: App, source: str, name: str) -> Response:
    sourcing.enable(app, source)
    return RedirectResponse(f"{site.root}/sources/{name}?done=enabled", 303)


def _remove(request: Request, site: Site, app: App, source: str, name: str) -> Response:
    removed = sourcing.remove(app, source)
    return page(request, "source_removed.html", removed=name, fields=tuple(sourcing.fields_of(removed)))


_ACTS: Mapping[str, Callable[[Request, Site, App, str, str], Response]] = {
    "crawl": _crawl,
    "disable": _disable,
    "enable": _enable,
    "remove": _remove,
}
