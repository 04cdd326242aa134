"""`/statements`: what was said, by whom."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from alerts.app.listings import statement_row
from alerts.app.web import cursors
from alerts.app.web.api import answers, models
from alerts.app.web.api.parameters import Cursor, Day, Form, Limit, Words, beginning, end, words
from alerts.app.web.api.problems import documented
from alerts.app.web.site import TheSite
from alerts.store import statement_lists
from alerts.store.statement_lists import Wanted

router = APIRouter(tags=["statements"])

_LIST = "statements"


def _wanted(
    site: TheSite,
    q: Words = "",
    speaker: Annotated[str, words("A person's name.")] = "",
    organization: Annotated[str, words("A part of the name of the body that is spoken for.")] = "",
    official: Annotated[bool, Query(description="Only what bodies of state and party, or their people, said.")] = False,
    since: Day = None,
    until: Day = None,
) -> Wanted:
    return Wanted(
        words=q,
        speaker=speaker,
        organization=organization,
        official=official,
        since=beginning(since, site),
        until=end(until, site),
    )


TheWanted = Annotated[Wanted, Depends(_wanted)]


@router.get("/statements", response_model=models.Page[models.Statement], responses=documented())
def statements(request: Request, site: TheSite, wanted: TheWanted, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """List statements, the last to be published first. `since` and `until` are days of publication."""
    after = cursors.load(cursor, _LIST, cursors.moment) if cursor else None
    with site.app.database.read() as connection:
        found = statement_lists.statements(connection, wanted, limit + 1, after)
    return answers.page(request, found, limit, statement_row, lambda it: cursors.dump(_LIST, it.place))


@router.get("/statements.{form}", response_class=Response, responses={**answers.EXPORT, **documented(429)})
def export(request: Request, site: TheSite, form: Form, wanted: TheWanted) -> Response:
    """Export all statements that are looked for."""
    return answers.export(
        request,
        form,
        statement_row,
        lambda connection, most, last: statement_lists.statements(
            connection, wanted, most, last.place if last else None
        ),
    )
