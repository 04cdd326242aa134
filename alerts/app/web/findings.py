"""One finding, for the administrator: what was read where, what persons have said of it, and a word to be said of it.

A word is tried first and shown with what it comes to; only a second, sure one is kept. Each can be undone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from alerts import correcting
from alerts.app.web import correction_forms
from alerts.app.web.administrator import FORM_TOKEN, TheAdministrator
from alerts.app.web.correction_forms import CHOICES, Form, named, one, signed, typed
from alerts.app.web.numbers import Number
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm
from alerts.app.web.site import Site, TheSite
from alerts.corrections import LONGEST_WHY, Action, Correction
from alerts.errors import CorrectionError, Fault
from alerts.identity import canonical
from alerts.model import Target
from alerts.store import changes, corrections, sightings
from alerts.store.sightings import Sighting
from crawler import clock

router = APIRouter(include_in_schema=False)

_OTHERS = 20  # other sightings that are named
_SURE = "sure"  # the field of the answer to whether a word is meant


@dataclass(frozen=True, slots=True)
class Refused:
    """A word that could not be said: which, why, and what was typed."""

    act: str
    fault: Fault
    field: str
    form: Form


def _sighting(site: TheSite, session: TheAdministrator, number: Number) -> Sighting:
    with site.app.database.read() as connection:
        found = sightings.of_numbers(connection, [number])
    if not found:
        raise HTTPException(404)
    return found[0]


TheSighting = Annotated[Sighting, Depends(_sighting)]


@router.get("/findings/{number}")
def show(request: Request, site: TheSite, it: TheSighting, done: str = "") -> Response:
    """Show a finding, with what can be said of it; `done` says that something just was."""
    return _page(request, site, it, done=bool(done))


@router.post("/findings/{number}/{act}")
def say(
    request: Request, site: TheSite, it: TheSighting, form: TheForm,
    act: Literal["reject", "correct", "merge", "alias", "join"],
) -> Response:  # fmt: skip
    """Say a word about a finding: ask whether it is meant, or keep it where that was answered."""
    sure = one(form, _SURE) == "yes"
    try:
        said = _word(site, it, Action(act), form)(keep=sure)
    except CorrectionError as error:
        return _page(request, site, it, refused=Refused(act, error.fault, error.field, form))
    if sure:
        return RedirectResponse(f"{site.root}/findings/{it.number}?done=yes#history", 303)
    return _question(request, site, it, said, form)


def _word(site: Site, it: Sighting, action: Action, form: Form) -> Callable[..., Correction]:
    """Return what says a word: it takes `keep`, and raises CorrectionError."""
    database = site.app.database
    said: dict[str, Any] = {"by": signed(form), "why": one(form, "why"), "now": clock.now()}
    name, instead = named(it.finding), one(form, "instead")
    match action:
        case Action.CORRECT:
            return partial(correcting.correct, database, it.number, correction_forms.given(it.finding, form), **said)
        case Action.MERGE:
            return partial(correcting.merge, database, it.number, correction_forms.number(form, "other"), **said)
        case Action.ALIAS:
            return partial(correcting.alias, database, name, instead, **said)
        case Action.JOIN:
            return partial(correcting.join, database, name, instead, **said, sure=bool(one(form, "same")))
        case _:
            return partial(correcting.reject, database, it.number, **said)


def _question(request: Request, site: Site, it: Sighting, said: Correction, form: Form) -> Response:
    """Ask whether a word is meant, which was tried: show what it comes to, and have the form posted once more."""
    with site.app.database.read() as connection:
        other = sightings.of_numbers(connection, [said.other] if said.other else [])
    again = [(name, value) for name, values in form.items() if name not in {FORM_TOKEN, _SURE} for value in values]
    return page(
        request, "finding_sure.html",
        it=it, said=said, other=other[0] if other else None, again=again, year=site.today().year,
        was={name: typed(getattr(it.finding, name)) for name in said.fields},
        now={name: typed(value) for name, value in said.fields.items()},
    )  # fmt: skip


def _page(
    request: Request, site: Site, it: Sighting, *, refused: Refused | None = None, done: bool = False
) -> Response:
    with site.app.database.read() as connection:
        seen = sightings.of_entry(connection, it.number, _OTHERS + 1)
        names = {name for finding in (it.read, it.finding) if (name := named(finding))}
        history = corrections.history(connection, [it.number], {*names, *map(canonical, names)})
        told = changes.numbered(connection, [it.number])
    now, was = correction_forms.filled(it.finding), correction_forms.filled(it.read)
    return page(
        request, "finding.html", 422 if refused else 200,
        it=it, told=told[0] if told else None, history=history[::-1],
        others=[other for other in seen if other.number != it.number][-_OTHERS:],
        fields=[(name, now[name], was[name]) for name in now], choices=CHOICES,
        named=named(it.finding), is_target=isinstance(it.finding, Target),
        refused=refused, done=done, longest_why=LONGEST_WHY, year=site.today().year, zone=site.zone,
    )  # fmt: skip
