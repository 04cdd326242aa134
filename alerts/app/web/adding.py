"""Sources are added by address: what feeds there are is looked for and shown, and one is chosen.

The address is fetched under the guard of a crawl, in a process of its own, and for no longer than somebody waits.
"""

from collections.abc import Mapping
from dataclasses import fields

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from alerts.app import bootstrap, checking, source_names, sourcing
from alerts.app.checking import Check
from alerts.app.sourcing import ImportReport, Reading
from alerts.app.web.administrator import TheAdministrator
from alerts.app.web.moments import moments
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from alerts.app.web.sources import named
from crawler import clock, rules
from crawler.errors import ConfigurationError, FetchError
from crawler.model import RULES, Kind, Source

router = APIRouter(include_in_schema=False)

_PATIENCE = 30.0  # seconds

_RULES = {field.name for declared in RULES.values() for field in fields(declared)}

Form = Mapping[str, list[str]]


@router.get("/sources/add")
def ask(request: Request, session: TheAdministrator, address: str = "", instead: str = "") -> Response:
    """Show the form."""
    return form_page(request, {"address": [address], "instead": [instead]})


@router.post("/sources/add/look")
def look(request: Request, site: TheSite, session: TheAdministrator, form: TheForm) -> Response:
    """Look for feeds at an address, and show what each holds."""
    app, now, address = bootstrap.up_to_date(site.app), clock.now(), _value(form, "address").strip()
    try:
        if _value(form, "items"):
            source = _reading({**form, "kind": [Kind.LISTING]}).of(Source(address, "", address))
            check = checking.check_source(app.settings, source, now, _PATIENCE)
        else:
            check = checking.check(app.settings, address, now, _PATIENCE)
    except ConfigurationError as error:
        return form_page(request, form, 422, wrong=error)
    except FetchError as error:
        return form_page(request, form, failed=error)
    known = {it.url: source_names.public(it.name) for it in (*app.catalog.sources.values(), *app.catalog.off.values())}
    return form_page(request, form, check=check, known=known)


@router.post("/sources/add")
def add(request: Request, site: TheSite, session: TheAdministrator, form: TheForm) -> Response:
    """Add the feed that was chosen, or have it polled in the place of another source."""
    app, now, address = bootstrap.up_to_date(site.app), clock.now(), _value(form, "address")
    try:
        if _value(form, "instead"):
            source = sourcing.move(app, named(app, _value(form, "instead")).name, address, _reading(form), now)
            return _shown(site, source, "moved")
        categories = tuple(filter(None, form.get("category", ())))
        ((source, is_new),) = sourcing.add(app, [address], _reading(form), now, categories)
        return _shown(site, source, "added" if is_new else "known")
    except ConfigurationError as error:
        return form_page(request, form, 422, wrong=error)


def _reading(form: Form) -> Reading:
    """Read how an address is to be read. Raises ConfigurationError for what cannot be meant so."""
    given = {name: values[0] for name, values in form.items() if name in _RULES and values[0]}
    try:
        kind = Kind(_value(form, "kind") or Kind.RSS)
    except ValueError as error:
        raise ConfigurationError(f"{_value(form, 'kind')!r} is no kind of source") from error
    return Reading(kind, rules.read(kind, given), rules.read_referer(_value(form, "referer")))


def form_page(
    request: Request,
    form: Form,
    status: int = 200,
    *,
    wrong: ConfigurationError | None = None,
    failed: FetchError | None = None,
    check: Check | None = None,
    known: Mapping[str, str] | None = None,
    unreadable: str | None = None,
    imported: ImportReport | None = None,
) -> Response:
    """Answer with the form of sources: what of it does not do, what was found at the address, what came of a file.

    `known` are the names of sources by their addresses.
    """
    return page(
        request,
        "add_source.html",
        status,
        form={name: _value(form, name) for name in ("address", "instead", "referer", *_RULES)},
        wrong=wrong,
        failed=failed,
        check=check,
        known=known or {},
        unreadable=unreadable,
        imported=imported,
        fields_of=sourcing.fields_of,
        at=moments(request, clock.now()),
    )


def _shown(site: Site, source: Source, done: str) -> Response:
    return RedirectResponse(f"{site.root}/sources/{source_names.public(source.name)}?done={done}", 303)


def _value(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")
