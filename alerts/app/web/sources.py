"""The sources: how each fares at a glance, those in trouble first; and one of them, with its polls and what it brought.

Everybody may read them. The address of one that a user added is the administrator's alone: it may hold a secret.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from alerts.app import bootstrap, fares, source_names, sourcing
from alerts.app.bootstrap import App
from alerts.app.fares import Fare
from alerts.app.web.administrator import TheSession
from alerts.app.web.languages import TheTongue, tongue_of
from alerts.app.web.moments import moments
from alerts.app.web.numbers import After
from alerts.app.web.pages import page
from alerts.app.web.poll_marks import NONE, Marks
from alerts.app.web.site import Site, TheSite
from alerts.audience import Language
from alerts.language import Tongue
from alerts.sessions import Session
from crawler import clock, health
from crawler.archive import arrivals, poll_lists, runs
from crawler.errors import ConfigurationError
from crawler.health import State
from crawler.model import Publisher, Source

router = APIRouter(include_in_schema=False)

_ON_A_PAGE = 40
_POLLS = 25
_ARRIVALS = 10

#: What comes first: what needs a person, then what is well.
_ORDER = (
    State.BLOCKED,
    State.FAILING,
    State.STALE,
    State.QUIET,
    State.RECOVERED,
    State.OK,
    State.UNKNOWN,
)
_LANGUAGES = {Language.CHINESE: "zh", Language.ENGLISH: "en"}


class Shown(StrEnum):
    """Which sources are shown."""

    ALL = ""
    TROUBLED = "troubled"
    WELL = "well"
    UNKNOWN = "unknown"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Row:
    """A source in a list: `name` is the one by which everybody may know it, `why` the reason for its state."""

    fare: Fare
    name: str
    publisher: Publisher
    shown: Shown
    why: str
    marks: Marks


@router.get("/sources")
def show_all(
    request: Request,
    site: TheSite,
    session: TheSession,
    tongue: TheTongue,
    *,
    q: Annotated[str, Query(max_length=200)] = "",
    state: Shown = Shown.ALL,
    cursor: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Show how the sources fare."""
    app = bootstrap.up_to_date(site.app)
    everyone = fares.fares(app, site.standings)
    counts = Counter(_shown(it) for it in everyone)
    found = [it for it in everyone if state in (Shown.ALL, _shown(it)) and (not q or _has(app, it.source, q, session))]
    listed = sorted(found, key=_place)[cursor : cursor + _ON_A_PAGE]
    return page(
        request,
        "sources.html",
        rows=_rows(site, app, listed, session, tongue),
        total=len(everyone),
        counts={it.value: counts[it] for it in Shown if it},
        found=len(found),
        q=q,
        state=state.value,
        paged=cursor > 0,
        begin=_query(q, state, 0),
        next=_query(q, state, cursor + _ON_A_PAGE) if cursor + _ON_A_PAGE < len(found) else "",
        at=moments(request, clock.now()),
    )


@router.get("/sources/{name:path}")
def show(
    request: Request,
    site: TheSite,
    session: TheSession,
    *,
    name: str,
    cursor: After = None,
    done: str = "",
) -> Response:
    """Show a source, and what was done to it a moment ago."""
    return source_page(request, site, session, name=name, before=cursor, done=done)


def source_page(
    request: Request,
    site: Site,
    session: Session | None,
    *,
    name: str,
    status: int = 200,
    before: int | None = None,
    done: str = "",
    trouble: ConfigurationError | None = None,
) -> Response:
    """Answer with the page of a source, with its polls before a number. Raises a 404 where there is none."""
    app = bootstrap.up_to_date(site.app)
    source = named(app, name)
    fare = next(it for it in fares.fares(app, site.standings) if it.source.name == source.name)
    (row,) = _rows(site, app, [fare], session, tongue_of(request))
    now = clock.now()
    with app.database.read() as connection:
        held_by = runs.holder(connection, source.name, now)
        polls = poll_lists.of_source(connection, source.name, _POLLS + 1, before)
        brought = arrivals.of_source(connection, source.name, _ARRIVALS)
    declared = sourcing.is_declared(source.name)
    return page(
        request,
        "source.html",
        status,
        row=row,
        held_by=held_by,
        declared=declared,
        address=source.url if declared or session else "",
        polls=polls[:_POLLS],
        further=polls[_POLLS - 1].number if len(polls) > _POLLS else None,
        paged=before is not None,
        arrivals=brought,
        done=done,
        trouble=trouble,
        at=moments(request, now),
    )


def named(app: App, name: str) -> Source:
    """Return the source that everybody knows by a name. Raises a 404 where there is none."""
    for source in (*app.catalog.sources.values(), *app.catalog.off.values()):
        if name == source_names.public(source.name):
            return source
    raise HTTPException(404)


def _rows(site: Site, app: App, listed: Sequence[Fare], session: Session | None, tongue: Tongue) -> list[Row]:
    polled = {it.source.name: it.state.history.polled for it in listed if it.state}
    drawn = site.drawings.look(app, polled)
    return [
        Row(
            fare=it,
            name=source_names.public(it.source.name),
            publisher=app.catalog.publisher_of(it.source),
            shown=_shown(it),
            why=health.words((it if session else it.public()).health, _LANGUAGES[tongue.language]),
            marks=drawn.get(it.source.name, NONE),
        )
        for it in listed
    ]


def _shown(fare: Fare) -> Shown:
    if not fare.enabled:
        return Shown.OFF
    if fare.health.state is State.UNKNOWN:
        return Shown.UNKNOWN
    return Shown.TROUBLED if fare.health.state.troubled else Shown.WELL


def _place(fare: Fare) -> tuple[bool, int, str]:
    return not fare.enabled, _ORDER.index(fare.health.state), fare.source.name


def _has(app: App, source: Source, words: str, session: Session | None) -> bool:
    name = source.name if session else source_names.public(source.name)
    said = f"{name} {app.catalog.publisher_of(source).title} {source.url if session else ''}".casefold()
    return all(word in said for word in words.casefold().split())


def _query(words: str, state: Shown, cursor: int) -> dict[str, str | int]:
    return {name: value for name, value in {"q": words, "state": state.value, "cursor": cursor}.items() if value}
