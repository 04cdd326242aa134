"""The officials: a table of who they are, and of each the offices and the statements, with what was worded anew."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request, Response

from alerts import items
from alerts.app.web import cursors
from alerts.app.web.languages import TheTongue
from alerts.app.web.pages import page
from alerts.app.web.queries import Query
from alerts.app.web.security import readable
from alerts.app.web.site import TheSite
from alerts.items import Saying
from alerts.language import Tongue
from alerts.model import Change, ChangeKind
from alerts.store import changes, corrections, officials, statement_lists
from alerts.store.statement_lists import ListedStatement, Wanted

router = APIRouter(include_in_schema=False)

Name = Annotated[str, Path(max_length=200)]

_PAGE = 50  # officials on a page, …
_SAYINGS = 20  # … and statements of one
_OFFICIALS, _STATEMENTS = "officials", "statements"  # the lists that cursors are good for


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement in a list, and how a page shows it."""

    listed: ListedStatement
    shown: Saying


@router.get("/officials")
def table(request: Request, site: TheSite) -> Response:
    """Show a page of the officials whom the words mean."""
    query = Query.of(request, "q")
    with site.app.database.read() as connection:
        listed = officials.officials(
            connection, query["q"], _PAGE + 1, query.place(_OFFICIALS, cursors.moment, cursors.text)
        )
    next_page = query.after(_OFFICIALS, listed[_PAGE - 1].place) if len(listed) > _PAGE else ""
    year = site.today().year
    return page(request, "officials.html", query=query, listed=listed[:_PAGE], next=next_page, year=year)


@router.get("/officials/{name:path}")
def show(request: Request, site: TheSite, tongue: TheTongue, name: Name) -> Response:
    """Show the offices of everybody of a name, and what they said, the latest first."""
    query, named, year = Query.of(request), readable(name).strip(), site.today().year
    with site.app.database.read() as connection:
        known_as = corrections.names(connection).joined.get(named, named)
        terms = officials.career(connection, known_as)
        wanted = Wanted(speaker=known_as)
        listed = statement_lists.statements(connection, wanted, _SAYINGS + 1, query.place(_STATEMENTS, cursors.moment))
        count = statement_lists.count(connection, wanted)
        told = {it.number: it for it in changes.numbered(connection, [it.number for it in listed if it.number])}
    if not (terms or listed):
        raise HTTPException(404)
    said = [_Said(it, _shown(it, told.get(it.number or 0), tongue, year)) for it in listed[:_SAYINGS]]
    next_page = query.after(_STATEMENTS, listed[_SAYINGS - 1].place) if len(listed) > _SAYINGS else ""
    return page(
        request, "official.html",
        query=query, known_as=known_as, terms=terms, said=said, count=count, next=next_page, year=year,
    )  # fmt: skip


def _shown(listed: ListedStatement, told: Change | None, tongue: Tongue, year: int) -> Saying:
    """Return how a statement is shown; what the seed corpus states was never told as a change."""
    change = told or Change(ChangeKind.NEW, listed.statement, listed.origin, "")
    return items.saying(change, listed.statement, tongue, year)
