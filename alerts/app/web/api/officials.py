"""`/officials`: who holds which office."""

from fastapi import APIRouter, Request, Response

from alerts.app.official_lists import official_row
from alerts.app.web import cursors
from alerts.app.web.api import answers, models
from alerts.app.web.api.parameters import Cursor, Form, Limit, Words
from alerts.app.web.api.problems import documented
from alerts.app.web.site import TheSite
from alerts.store import officials as store

router = APIRouter(tags=["officials"])

_LIST = "officials"


@router.get("/officials", response_model=models.Page[models.Official], responses=documented())
def officials(request: Request, site: TheSite, q: Words = "", limit: Limit = 50, cursor: Cursor = "") -> Response:
    """List persons with their present offices, whoever was seen last first."""
    after = cursors.load(cursor, _LIST, cursors.moment, cursors.text) if cursor else None
    with site.app.database.read() as connection:
        found = store.officials(connection, q, limit + 1, after)
    return answers.page(request, found, limit, official_row, lambda it: cursors.dump(_LIST, it.place))


@router.get("/officials.{form}", response_class=Response, responses={**answers.EXPORT, **documented(429)})
def export(request: Request, site: TheSite, form: Form, q: Words = "") -> Response:
    """Export all persons that are looked for."""
    return answers.export(
        request, form, official_row,
        lambda connection, most, last: store.officials(connection, q, most, last.place if last else None),
    )  # fmt: skip
