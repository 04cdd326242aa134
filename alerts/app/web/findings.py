"""One finding, for the administrator: what was read where, what persons have said of it, and a word to be said of it.

A word is tried first and shown with what it comes to; only a second, sure one is kept. Each can be undone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Path, Request, Response
from fastapi.responses import RedirectResponse

from alerts import correcting
from alerts.app.web.administrator import FORM_TOKEN, TheAdministrator
from alerts.app.web.pages import page
from alerts.app.web.security import TheForm, readable
from alerts.app.web.site import Site, TheSite
from alerts.corrections import Action, Correction
from alerts.errors import CorrectionError, Fault
from alerts.identity import canonical
from alerts.model import Comparator, Finding, Statement, Status, Target
from alerts.store import corrections, sightings
from alerts.store.sightings import Sighting
from crawler import clock

router = APIRouter(include_in_schema=False)

Form = Mapping[str, list[str]]

_LARGEST = 2**31 - 1
_OTHERS = 20  # other sightings that are named
_NAME = 40  # characters of who signs a word
_SURE = "sure"

#: The fields that can be given other values, in the order of the form; and the words that some of them are one of.
FIELDS: Mapping[type, Sequence[str]] = {
    Target: ("object", "value", "unit", "comparator", "deadline", "as_of", "status", "scope", "action"),
    Statement: ("speaker", "position", "organization", "official"),
}
CHOICES: Mapping[str, Sequence[str]] = {
    "comparator": tuple(Comparator),
    "status": tuple(Status),
    "official": ("yes", "no"),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A word that could not be said: which, why, and what was typed."""

    act: str
    fault: Fault
    field: str
    form: Form


def _sighting(site: TheSite, session: TheAdministrator, number: Annotated[int, Path(ge=1, le=_LARGEST)]) -> Sighting:
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
    sure = _one(form, _SURE) == "yes"
    try:
        said = _word(site, it, Action(act), form)(keep=sure)
    except CorrectionError as error:
        return _page(request, site, it, refused=Refused(act, error.fault, error.field, form))
    if sure:
        return RedirectResponse(f"{site.root}/findings/{it.number}?done=yes#history", 303)
    with site.app.database.read() as connection:
        other = sightings.of_numbers(connection, [said.other] if said.other else [])
    typed = [(name, value) for name, values in form.items() if name not in {FORM_TOKEN, _SURE} for value in values]
    was = {name: typed_form(getattr(it.finding, name)) for name in said.fields}
    now = {name: typed_form(value) for name, value in said.fields.items()}
    return page(
        request, "finding_sure.html",
        it=it, said=said, other=other[0] if other else None, was=was, now=now, typed=typed, year=site.today().year,
    )  # fmt: skip


def signed(form: Form) -> str:
    """Return who says a word: the administrator, with a name where one is given."""
    name = " ".join(_one(form, "by").split())[:_NAME]
    return f"管理员 {name}" if name else "管理员"


def typed_form(value: Any) -> str:
    """Return a field's value in the form in which it is typed: `10000`, `yes`, `2025-06`, nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{Decimal(repr(value)).normalize():f}"
        case _:
            return str(value)


def _word(site: Site, it: Sighting, action: Action, form: Form) -> Callable[..., Correction]:
    """Return what says a word: it takes `keep`, and raises CorrectionError."""
    database = site.app.database
    said: dict[str, Any] = {"by": signed(form), "why": _one(form, "why").strip(), "now": clock.now()}
    name, instead = _named(it.finding), _one(form, "instead").strip()
    match action:
        case Action.CORRECT:
            return partial(correcting.correct, database, it.number, _given(it.finding, form), **said)
        case Action.MERGE:
            return partial(correcting.merge, database, it.number, _number(_one(form, "other")), **said)
        case Action.ALIAS:
            return partial(correcting.alias, database, name, instead, **said)
        case Action.JOIN:
            return partial(correcting.join, database, name, instead, **said, sure=bool(_one(form, "same")))
        case _:
            return partial(correcting.reject, database, it.number, **said)


def _given(finding: Finding, form: Form) -> dict[str, str]:
    """Return the fields of a form in which something else stands than was shown there."""
    shown = {name: readable(typed_form(getattr(finding, name))) for name in FIELDS[type(finding)]}
    return {
        name: typed for name in shown if name in form and (typed := _one(form, name).strip()) != shown[name].strip()
    }


def _named(finding: Finding) -> str:
    return finding.object if isinstance(finding, Target) else finding.speaker or ""


def _number(typed: str) -> int:
    typed = typed.strip()
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 0
    return number if number <= _LARGEST else 0  # no finding has it


def _page(
    request: Request, site: Site, it: Sighting, *, refused: Refused | None = None, done: bool = False
) -> Response:
    with site.app.database.read() as connection:
        seen = sightings.of_entry(connection, it.number, _OTHERS + 1)
        names = {name for finding in (it.read, it.finding) if (name := _named(finding))}
        history = corrections.history(connection, [it.number], {*names, *map(canonical, names)})
    fields = FIELDS[type(it.finding)]
    return page(
        request, "finding.html", 422 if refused else 200,
        it=it, others=[other for other in seen if other.number != it.number][-_OTHERS:], history=history[::-1],
        fields=[(name, typed_form(getattr(it.finding, name)), typed_form(getattr(it.read, name))) for name in fields],
        choices=CHOICES, named=_named(it.finding), is_target=isinstance(it.finding, Target),
        refused=refused, done=done, year=site.today().year, zone=ZoneInfo(site.app.settings.timezone),
    )  # fmt: skip


def _one(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")
