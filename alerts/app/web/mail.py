"""The mails: what waits, what was given up or came back, and whose address was suspended. The administrator's alone.

No address stands in the address of a page: mails and readers go by their numbers.
"""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from alerts import subscriptions
from alerts.app.web.administrator import TheAdministrator
from alerts.app.web.moments import moments
from alerts.app.web.numbers import HIGHEST, After, Number
from alerts.app.web.pages import page
from alerts.app.web.site import TheSite
from alerts.model import DeliveryState
from alerts.store import mail_lists, subscribers
from alerts.ways import masked
from crawler import clock

router = APIRouter(include_in_schema=False)

_ON_A_PAGE = 50
_SUSPENDED = 200


@router.get("/mail")
def show(
    request: Request,
    site: TheSite,
    session: TheAdministrator,
    *,
    state: DeliveryState = DeliveryState.QUEUED,
    cursor: After = None,
    done: str = "",
    count: Annotated[int, Query(ge=0, le=HIGHEST)] = 0,
) -> Response:
    """Show the mails in a state, and the readers who are sent none."""
    now, settings = clock.now(), site.app.settings
    with site.app.database.read() as connection:
        listed = mail_lists.mails(connection, state, _ON_A_PAGE + 1, now, cursor)
        counted = mail_lists.counts(connection)
        stuck = mail_lists.stuck(connection, now)
        suspended = subscribers.suspended(connection, _SUSPENDED)
    return page(
        request,
        "mail.html",
        mails=listed[:_ON_A_PAGE],
        further=listed[_ON_A_PAGE - 1].number if len(listed) > _ON_A_PAGE else None,
        paged=cursor is not None,
        state=state,
        counts={it.value: counted.get(it, 0) for it in DeliveryState if it is not DeliveryState.SENT},
        stuck=stuck,
        suspended=suspended,
        masked=masked,
        sends=bool(settings.smtp_url.get_secret_value()),
        reads_returns=bool(settings.bounces_url.get_secret_value()),
        done=done,
        count=count,
        now=now,
        at=moments(request, now),
    )


@router.post("/mail/retry")
def retry_all(site: TheSite, session: TheAdministrator) -> Response:
    """Have all that was not taken tried again."""
    with site.app.database.write() as connection:
        count = mail_lists.retry_all(connection, clock.now())
    return _sent_again(site, count)


@router.post("/mail/{number}/retry")
def retry(site: TheSite, session: TheAdministrator, number: Number) -> Response:
    """Have a mail tried again."""
    with site.app.database.write() as connection:
        if not mail_lists.exists(connection, number):
            raise HTTPException(404)
        queued = mail_lists.retry(connection, number, clock.now())
    return _sent_again(site, int(queued))


@router.post("/mail/readers/{number}/resume")
def resume(site: TheSite, session: TheAdministrator, number: Number) -> Response:
    """Mail a reader again whose address was suspended."""
    with site.app.database.read() as connection:
        reader = subscribers.by_id(connection, number)
    if reader is None:
        raise HTTPException(404)
    subscriptions.resume(site.app.database, reader, clock.now())
    return RedirectResponse(f"{site.root}/mail?done=resumed", 303)


def _sent_again(site: TheSite, count: int) -> Response:
    site.postman.ring()
    return RedirectResponse(f"{site.root}/mail?done=retried&count={count}", 303)
