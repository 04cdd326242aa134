"""The outbox in the database: rendered mails, and how far each has come. Every function takes an open connection."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, select

from alerts.audience import Standing, Subscriber, Subscription
from alerts.model import Delivery, DeliveryState, Digest, Message
from alerts.store import tables
from alerts.store.values import Json
from crawler.archive.db import UTCDateTime, insert_new

#: What the period of a request to confirm begins with; its moment follows, since one can be asked for again.
CONFIRMATION = "confirm"


@dataclass(frozen=True, slots=True)
class Told:
    """A digest in the outbox: the numbers of the changes that it tells, how far it has come, since or until when."""

    period: str
    changes: tuple[int, ...]
    state: DeliveryState
    at: datetime
    answer: str


def free(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Say what holds for a mail that no sender is busy with."""
    return func.coalesce(tables.outbox.c.claimed_until, now) <= now


def _ready() -> tuple[ColumnElement[bool], ...]:
    """Say what holds for a mail whose time has come.

    A refused address is not tried again too soon, and a paused reader not told of news; what a paused one asks for
    (a link) is sent.
    """
    table, who, now = tables.outbox, tables.subscribers, bindparam("now", type_=UTCDateTime)
    paused = (who.c.standing == Standing.PAUSED) & table.c.digest.is_not(None)
    kept = exists().where(who.c.id == table.c.subscriber_id, (who.c.not_before > now) | paused)
    return table.c.state == DeliveryState.QUEUED, table.c.next_attempt_at <= now, free(now), ~kept


# Made once: making these anew would take longer than a database takes over them.
_DUE = select(tables.outbox.c.id, tables.outbox.c.recipient).where(*_ready()).order_by(tables.outbox.c.id)
_TAKE = (
    tables.outbox.update()
    .where(tables.outbox.c.id == bindparam("number"), *_ready())
    .values(claimed_until=bindparam("until"))
    .returning(tables.outbox)
)
_SETTLE = tables.outbox.update().where(tables.outbox.c.id == bindparam("number"))


def add(connection: Connection, digest: Digest, message: Message, now: datetime) -> bool:
    """Queue a digest; return False, and leave the one that is there, where the subscription has one for the period."""
    made_of = {
        "changes": [it.number for it in digest.changes],
        "coverage": asdict(digest.coverage),
        "deadlines": [it.entry for it in digest.deadlines],
    }
    return _add(connection, digest.subscription, digest.period, message, now, made_of)


def has_digest(connection: Connection, subscription: Subscription, period: str) -> bool:
    """Whether a subscription has a digest for a period."""
    table = tables.outbox
    query = select(table.c.id).where(table.c.subscription_id == subscription.id, table.c.period == period)
    return connection.execute(query).first() is not None


def add_request(connection: Connection, subscription: Subscription, message: Message, now: datetime) -> bool:
    """Queue the answer to a sign-up: the request to confirm a subscription, or word that it is there already."""
    return _add(connection, subscription, f"{CONFIRMATION}-{now:%Y%m%dT%H%M%S.%f}", message, now)


def add_notice(connection: Connection, message: Message, now: datetime) -> bool:
    """Queue a mail to the operator; return False where it is there already, by its Message-ID."""
    return _add(connection, None, "notice", message, now)


def due(connection: Connection, now: datetime) -> list[tuple[int, str]]:
    """Return the mails whose time to be sent has come, oldest first: id and recipient of each."""
    return [(row.id, row.recipient) for row in connection.execute(_DUE, {"now": now})]


def claim(connection: Connection, number: int, now: datetime, until: datetime) -> Delivery | None:
    """Take a due mail, so that no other sender does before `until`; None where another one has been quicker."""
    row = connection.execute(_TAKE, {"number": number, "now": now, "until": until}).first()
    return _delivery(row) if row else None


def settle(connection: Connection, delivery: Delivery) -> None:
    """Write down what became of a claimed mail: its state, answer, attempts and next attempt."""
    settled = {
        "number": delivery.id,
        "state": delivery.state,
        "answer": delivery.answer,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_attempt_at,
        "claimed_until": None,
    }
    connection.execute(_SETTLE, settled)


def has(connection: Connection, message_id: str) -> bool:
    """Return whether a mail with a Message-ID was queued or sent."""
    query = select(tables.outbox.c.id).where(tables.outbox.c.message_id == message_id)
    return connection.execute(query).first() is not None


def take_back(connection: Connection, message_id: str, why: str) -> tuple[bool, int | None]:
    """Note that a mail came back after it was sent; return whether that is news, and the id of its reader."""
    table = tables.outbox
    row = connection.execute(
        table.update()
        .where(table.c.message_id == message_id, table.c.state == DeliveryState.SENT)
        .values(state=DeliveryState.RETURNED, answer=why)
        .returning(table.c.subscriber_id)
    ).first()
    return (True, row.subscriber_id) if row else (False, None)


def give_up(connection: Connection, subscriber: Subscriber, why: str, now: datetime) -> None:
    """Give up all that is queued for a reader."""
    table = tables.outbox
    connection.execute(
        table.update()
        .where(table.c.subscriber_id == subscriber.id, table.c.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.GIVEN_UP, answer=why, next_attempt_at=now)
    )


def drop_texts(connection: Connection, before: datetime, most: int) -> int:
    """Drop what mails said that were settled before a moment, of so many at once; return of how many.

    Subject, state and what a digest was made of stay.
    """
    table = tables.outbox
    settled = (table.c.state != DeliveryState.QUEUED, table.c.next_attempt_at < before)
    some = select(table.c.id).where(*settled, (table.c.text != "") | (table.c.html != "")).limit(most)
    dropped = connection.execute(table.update().where(table.c.id.in_(some)).values(text="", html=""))
    return dropped.rowcount


def count(connection: Connection, state: DeliveryState) -> int:
    """Count the mails in a state."""
    counted: int = connection.execute(
        select(func.count()).select_from(tables.outbox).where(tables.outbox.c.state == state)
    ).scalar_one()
    return counted


def of(connection: Connection, subscriber: Subscriber) -> list[Json]:
    """Return what was mailed or is to be mailed to a reader: subject, date, state and the server's last answer."""
    table = tables.outbox
    query = select(table.c.date, table.c.subject, table.c.period, table.c.state, table.c.answer)
    rows = connection.execute(query.where(table.c.subscriber_id == subscriber.id).order_by(table.c.id))
    return [dict(row._mapping) for row in rows]


def digests(connection: Connection, subscription: Subscription) -> list[Told]:
    """Return the digests of a subscription, queued and sent, oldest first."""
    table = tables.outbox
    # Not all columns: what the mails said may be megabytes.
    columns = (table.c.period, table.c.digest, table.c.state, table.c.next_attempt_at, table.c.answer)
    query = select(*columns).where(table.c.subscription_id == subscription.id, table.c.digest.is_not(None))
    return [
        Told(row.period, tuple(row.digest["changes"]), DeliveryState(row.state), row.next_attempt_at, row.answer)
        for row in connection.execute(query.order_by(table.c.id))
    ]


def told(connection: Connection, subscription: int, period: str) -> Json | None:
    """Return what a subscription was told for a period: its subject, text and date, and what it was made of."""
    table = tables.outbox
    query = select(table.c.period, table.c.subject, table.c.text, table.c.date, table.c.digest)
    row = connection.execute(query.where(table.c.subscription_id == subscription, table.c.period == period)).first()
    return dict(row._mapping) if row else None


def earlier(connection: Connection, subscription: int, date: datetime, most: int) -> list[Json]:
    """Return the periods, subjects and dates of a subscription's digests before a date, the last ones first.

    At most so many.
    """
    table = tables.outbox
    query = select(table.c.period, table.c.subject, table.c.date).where(table.c.subscription_id == subscription)
    told = query.where(~table.c.period.startswith(CONFIRMATION), table.c.date < date).order_by(
        table.c.date.desc(), table.c.id.desc()
    )
    return [dict(row._mapping) for row in connection.execute(told.limit(most))]


def requests(connection: Connection, address: str, since: datetime) -> list[datetime]:
    """Return when sign-ups of an address, however it is capitalised, were answered since a moment, earliest first."""
    table, who = tables.outbox, tables.subscribers
    # Folded here: some databases know the capitals of ASCII alone.
    host = f"@{address.rpartition('@')[2]}"
    there = connection.execute(select(who.c.id, who.c.address).where(who.c.address.endswith(host, autoescape=True)))
    same = [row.id for row in there if row.address.casefold() == address.casefold()]
    query = select(table.c.date).where(table.c.subscriber_id.in_(same), table.c.date >= since)
    return list(
        connection.execute(query.where(table.c.period.startswith(CONFIRMATION)).order_by(table.c.date)).scalars()
    )


def _add(  # noqa: PLR0917
    connection: Connection,
    subscription: Subscription | None,
    period: str,
    message: Message,
    now: datetime,
    made_of: Json | None = None,
) -> bool:
    table = tables.outbox
    row = {
        "subscriber_id": subscription and subscription.subscriber.id,
        "subscription_id": subscription and subscription.id,
        "period": period,
        "recipient": message.recipient,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "headers": dict(message.headers),
        "digest": made_of,
        "message_id": message.message_id,
        "date": message.date,
        "state": DeliveryState.QUEUED,
        "next_attempt_at": now,
    }
    return connection.execute(insert_new(connection, table).values(row).returning(table.c.id)).first() is not None


def _delivery(row: Row[Any]) -> Delivery:
    message = Message(row.recipient, row.subject, row.text, row.html, row.message_id, row.date, row.headers)
    state = DeliveryState(row.state)
    return Delivery(row.id, message, state, row.attempts, row.next_attempt_at, row.answer, row.subscriber_id)
