"""A reader's own pages, behind a signed link: settings, subscriptions, pause, a copy of the data, farewell.

The link was mailed to the address and to nobody else: what it asks for is confirmed at once.
"""

import json
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from alerts import subscriptions
from alerts.app.web import forms, trials
from alerts.app.web.forms import Form, UnfitFieldError
from alerts.app.web.numbers import Number
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from alerts.app.web.trials import Trial
from alerts.audience import Subscriber, Subscription
from alerts.links import Purpose
from alerts.store import subscribers
from crawler import clock
from crawler.errors import ConfigurationError

router = APIRouter(prefix="/preferences/{token}")


def _reader(site: TheSite, token: str) -> Subscriber:
    number = site.links.read(Purpose.PREFERENCES, token, clock.now())
    with site.app.database.read() as connection:
        found = subscribers.by_id(connection, number)
    if found is None:
        raise HTTPException(410)
    return found


TheReader = Annotated[Subscriber, Depends(_reader)]


def _subscription(site: TheSite, reader: TheReader, number: Number) -> Subscription:
    with site.app.database.read() as connection:
        found = subscribers.subscription(connection, number)
    if found is None or found.subscriber.id != reader.id:
        raise HTTPException(410)
    return found


TheSubscription = Annotated[Subscription, Depends(_subscription)]


@router.get("")
def show(request: Request, site: TheSite, reader: TheReader, token: str, done: str = "") -> Response:
    """Show all that a reader asked for; `done` says what was just done."""
    return _overview(request, site, reader, token, forms.settings(reader), done=done)


@router.post("/settings")
def settle(request: Request, site: TheSite, reader: TheReader, token: str, form: TheForm) -> Response:
    """Change the language, the zone and the quiet hours."""
    try:
        wanted = forms.read_settings(form, reader)
    except UnfitFieldError as error:
        return _overview(request, site, reader, token, forms.settings(reader) | form, error=error.field)
    with site.app.database.write() as connection:
        subscribers.change_settings(connection, wanted)
    return _back(site, token, "saved")


@router.post("/pause")
def pause(site: TheSite, reader: TheReader, token: str) -> Response:
    """Mail nothing until the reader is back."""
    subscriptions.pause(site.app.database, reader)
    return _back(site, token, "paused")


@router.post("/resume")
def resume(site: TheSite, reader: TheReader, token: str) -> Response:
    """Mail again."""
    subscriptions.resume(site.app.database, reader, clock.now())
    return _back(site, token, "resumed")


@router.get("/export")
def export(site: TheSite, reader: TheReader) -> Response:
    """Hand out all that is stored about a reader."""
    stored = subscriptions.export(site.app.database, reader)
    body = json.dumps(stored, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    headers = {"Content-Disposition": 'attachment; filename="smewatch.json"'}
    return Response(body, headers=headers, media_type="application/json")


@router.get("/forget")
def doubt(request: Request, reader: TheReader, token: str) -> Response:
    """Ask once whether all is to be deleted."""
    return page(request, "forget.html", reader=reader, token=token)


@router.post("/forget")
def forget(request: Request, site: TheSite, reader: TheReader) -> Response:
    """Delete all that is stored about a reader."""
    subscriptions.remove(site.app.database, reader.address)
    return page(request, "forgotten.html")


@router.get("/subscriptions/new")
def offer(request: Request, reader: TheReader, token: str) -> Response:
    """Show the form of another subscription."""
    return _form(request, token, forms.blank(reader.zone))


@router.post("/subscriptions/new")
def add(request: Request, site: TheSite, reader: TheReader, token: str, form: TheForm) -> Response:
    """Add another subscription: the address is proven, and need not confirm. Or show what it would have told."""
    topics, typed = list(site.topics), forms.blank(reader.zone) | form
    try:
        wish = replace(forms.read(form, reader, topics), confirmed=True)
        if trials.is_asked(form):
            return _form(request, token, typed, trial=trials.hold(site, request, wish, clock.now()))
        subscriptions.add(site.app.database, wish, now=clock.now(), topics=topics)
    except UnfitFieldError as error:
        return _form(request, token, typed, error=error.field)
    except ConfigurationError:  # what the form says is fit: it is there already
        return _form(request, token, typed, error="same")
    return _back(site, token, "added")


@router.get("/subscriptions/{number}")
def edit(request: Request, it: TheSubscription, token: str) -> Response:
    """Show the form of a subscription."""
    return _form(request, token, forms.filled(it), it)


@router.post("/subscriptions/{number}")
def save(request: Request, site: TheSite, it: TheSubscription, token: str, form: TheForm) -> Response:
    """Change a subscription, or show what it would have told then."""
    topics = [*site.topics, *it.filter.topics]  # one that is watched no longer may stay
    typed = forms.blank(it.subscriber.zone) | form
    try:
        wish = replace(forms.read(form, it.subscriber, topics), id=it.id, confirmed=True)
        if trials.is_asked(form):
            return _form(request, token, typed, it, trial=trials.hold(site, request, wish, clock.now()))
        subscriptions.rewrite(site.app.database, wish, topics=topics)
    except UnfitFieldError as error:
        return _form(request, token, typed, it, error.field)
    except ConfigurationError:  # what the form says is fit: another one asks for it already
        return _form(request, token, typed, it, "same")
    return _back(site, token, "saved")


@router.post("/subscriptions/{number}/confirm")
def confirm(site: TheSite, it: TheSubscription, token: str) -> Response:
    """Confirm a subscription: who is here has the address."""
    subscriptions.confirm(site.app.database, it.id, clock.now())
    return _back(site, token, "confirmed")


@router.post("/subscriptions/{number}/remove")
def remove(request: Request, site: TheSite, it: TheSubscription, token: str) -> Response:
    """End a subscription; with the last one the reader is forgotten."""
    subscriptions.unsubscribe(site.app.database, it.id)
    with site.app.database.read() as connection:
        last = subscribers.by_id(connection, it.subscriber.id) is None
    return page(request, "left.html") if last else _back(site, token, "removed")


def _overview(
    request: Request, site: Site, reader: Subscriber, token: str, form: Form, *, done: str = "", error: str = ""
) -> Response:
    with site.app.database.read() as connection:
        asked = subscribers.of(connection, reader)
    now = clock.now()
    return page(
        request,
        "preferences.html",
        422 if error else 200,
        reader=reader,
        asked=asked,
        feeds={it.id: site.links.to(Purpose.FEED, it.id, now) for it in asked},
        token=token,
        form=form,
        zones=forms.zones(),
        done=done,
        error=error,
    )


def _form(  # noqa: PLR0917
    request: Request,
    token: str,
    form: Form,
    it: Subscription | None = None,
    error: str = "",
    trial: Trial | None = None,
) -> Response:
    status = 422 if error else 200
    return page(request, "subscription.html", status, it=it, token=token, form=form, error=error, trial=trial)


def _back(site: Site, token: str, done: str) -> Response:
    return RedirectResponse(f"{site.root}/preferences/{token}?done={done}", 303)
