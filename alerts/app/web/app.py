"""The running program → its web application: one module of routes for each group of pages.

A page is made on the server and works without scripts; whatever goes wrong is a page in plain words too.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from functools import partial

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from alerts.app import scheduler
from alerts.app.bootstrap import App
from alerts.app.jobs import mailing
from alerts.app.web import (
    adding,
    articles,
    assets,
    calendar,
    corrections,
    digests,
    errors,
    feeds,
    findings,
    importing,
    languages,
    mail,
    officials,
    opml,
    preferences,
    runs,
    searching,
    security,
    signing_in,
    source_acts,
    sources,
    subscribing,
    targets,
    timetables,
    today,
    unsubscribing,
)
from alerts.app.web.api import app as api
from alerts.app.web.postman import Postman
from alerts.app.web.site import Site
from alerts.errors import ServerUnavailableError
from crawler import clock


def create_app(app: App, *, scheduled: bool = False) -> FastAPI:
    """Make the web application of a program.

    What sign-ups queue is sent while it runs, crawls that are asked for are carried out, and with `scheduled` the
    schedules are run.
    """
    site = Site.of(app, Postman(partial(_send, app)))
    web = FastAPI(
        title="smewatch",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(security.refuse_other_sites)],
        middleware=[Middleware(security.Answers, root=site.root)],
        exception_handlers=errors.HANDLERS,
        lifespan=partial(_lifespan, app, scheduled),
    )
    web.state.site = site
    for pages in (
        assets,
        languages,
        signing_in,
        today,
        targets,
        officials,
        calendar,
        searching,
        importing,  # before the articles: its address is not the number of one
        articles,
        adding,
        opml,
        source_acts,
        sources,
        runs,
        timetables,
        mail,
        findings,
        corrections,
        subscribing,
        unsubscribing,
        preferences,
        digests,
        feeds,
    ):
        web.include_router(pages.router)

    web.mount("/api", api.create(site), name="api")
    return web


@asynccontextmanager
async def _lifespan(app: App, scheduled: bool, web: FastAPI) -> AsyncIterator[None]:
    site = web.state.site
    with site.postman, site.crawls:
        async with scheduler.running(app) if scheduled else nullcontext():
            yield
            site.crawls.ask_to_end()  # while the schedules come to theirs: all have the same few seconds


def _send(app: App, stop: Callable[[], bool]) -> None:
    report = mailing.send_queued(app, clock.now(), stop)
    if report.unavailable:
        raise ServerUnavailableError(report.unavailable)
