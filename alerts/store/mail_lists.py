"""The outbox as its operator sees it: mails by what became of them, and another try for what was not taken.

Every function takes an open connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, literal, select

from alerts.audience import Standing
from alerts.model import DeliveryState
from alerts.store import tables
from alerts.store.outbox import free
from crawler.archive.db import UTCDateTime, in_parts

_TABLE, _WHO = tables.outbox, tables.subscribers
_KEPT = (_TABLE.c.text != "") | (_TABLE.c.html != "")


@dataclass(frozen=True, slots=True)
class ListedMail:
    """A mail, and what became of it: `at` is when it is tried next, of a settled one when that was.

    `sending` says whether a sender is busy with it, `kept` whether what it said is still there to be sent again.
    """

    number: int
    recipient: str
    subject: str
    queued: datetime
    state: DeliveryState
    attempts: int
    at: datetime
    answer: str
    sending: bool
    kept: bool


def counts(connection: Connection) -> Mapping[DeliveryState, int]:
    """Count the mails that were not simply sent, by their states."""
    query = (
        select(_TABLE.c.state, func.count().label("mails"))
        .where(_TABLE.c.state.in_([it for it in DeliveryState if it is not DeliveryState.SENT]))
        .group_by(_TABLE.c.state)
    )
    return {DeliveryState(row.state): row.mails for row in connection.execute(query)}


def mails(
    connection: Connection, state: DeliveryState, limit: int, now: datetime, before: int | None = None
) -> list[ListedMail]:
    """Return mails in a state, the last ones queued first; with `before`, those of lower numbers."""
    query = _listed(now).where(_TABLE.c.state == state)
    if before is not None:
        query = query.where(_TABLE.c.id < before)
    return [_mail(row) for row in connection.execute(query.order_by(_TABLE.c.id.desc()).limit(limit))]


def stuck(connection: Connection, now: datetime) -> ListedMail | None:
    """Return the mail at which the last round ended, since nothing could be reached that takes it.

    Its `answer` is the reason, `at` when that was. None where all that is due has its turn.
    """
    waits = (_TABLE.c.state == DeliveryState.QUEUED, _TABLE.c.next_attempt_at <= now)
    query = _listed(now).where(*waits, _TABLE.c.attempts == 0, _TABLE.c.answer != "")
    row = connection.execute(query.order_by(_TABLE.c.next_attempt_at.desc()).limit(1)).first()
    return _mail(row) if row else None


def exists(connection: Connection, number: int) -> bool:
    """Return whether there is a mail of a number."""
    return connection.execute(select(_TABLE.c.id).where(_TABLE.c.id == number)).first() is not None


def retry(connection: Connection, number: int, now: datetime) -> bool:
    """Have a mail tried again at once that waits or was given up; False where it is neither, or its text is gone."""
    return _retry(connection, _TABLE.c.id == number, now) > 0


def retry_all(connection: Connection, now: datetime) -> int:
    """Have all tried again that wait or were given up, but for readers whose addresses are no more; return how many."""
    gone = select(_WHO.c.id).where(_WHO.c.standing == Standing.SUSPENDED)
    return _retry(connection, func.coalesce(_TABLE.c.subscriber_id, 0).not_in(gone), now)


def _retry(connection: Connection, which: ColumnElement[bool], now: datetime) -> int:
    """Queue mails anew whom no sender is busy with; the pauses of their readers' addresses are over."""
    waiting = _TABLE.c.state.in_([DeliveryState.QUEUED, DeliveryState.GIVEN_UP])
    queued = (
        _TABLE.update()
        .where(which, waiting, _KEPT, free(bindparam("now", now, UTCDateTime())))
        .values(state=DeliveryState.QUEUED, attempts=0, next_attempt_at=now)
        .returning(_TABLE.c.subscriber_id)
    )
    readers = connection.execute(queued).scalars().all()
    for part in in_parts(sorted({it for it in readers if it is not None})):
        connection.execute(_WHO.update().where(_WHO.c.id.in_(part)).values(not_before=None))
    return len(readers)


def _listed(now: datetime) -> Select[Any]:
    # Not all columns: what the mails said may be megabytes.
    return select(
        *(_TABLE.c.id, _TABLE.c.recipient, _TABLE.c.subject, _TABLE.c.date, _TABLE.c.state, _TABLE.c.attempts),
        *(_TABLE.c.next_attempt_at, _TABLE.c.answer),
        (~free(literal(now, UTCDateTime()))).label("sending"),
        _KEPT.label("kept"),
    )


def _mail(row: Row[Any]) -> ListedMail:
    return ListedMail(
        number=row.id,
        recipient=row.recipient,
        subject=row.subject,
        queued=row.date,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        at=row.next_attempt_at,
        answer=row.answer,
        sending=bool(row.sending),
        kept=bool(row.kept),
    )
