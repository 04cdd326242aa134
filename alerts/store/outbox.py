"""The outbox in the database: rendered mails, and how far each has come. Every function takes an open connection."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from alerts.model import Delivery, DeliveryState, Message, Subscriber
from alerts.store import tables
from crawler.archive.db import insert_new


def add(connection: Connection, subscriber: Subscriber, period: str, message: Message, now: datetime) -> bool:
    """Queue a mail; return False, and leave the one that is there, where the subscription has one for the period."""
    return _add(connection, subscriber.id, period, message, now)


def add_notice(connection: Connection, message: Message, now: datetime) -> bool:
    """Queue a mail to the operator; return False where it is there already, by its Message-ID."""
    return _add(connection, None, "notice", message, now)


def due(connection: Connection, now: datetime) -> list[int]:
    """Return the ids of the mails whose time to be sent has come, oldest first."""
    table = tables.outbox
    query = select(table.c.id).where(table.c.state == DeliveryState.QUEUED, table.c.next_attempt_at <= now)
    return list(connection.execute(query.order_by(table.c.id)).scalars())


def claim(connection: Connection, number: int, now: datetime, until: datetime) -> Delivery | None:
    """Take a due mail, so that no other sender does before `until`; None where another one has been quicker."""
    table = tables.outbox
    row = connection.execute(
        table.update()
        .where(table.c.id == number, table.c.state == DeliveryState.QUEUED, table.c.next_attempt_at <= now)
        .values(next_attempt_at=until)
        .returning(table)
    ).first()
    return _delivery(row) if row else None


def settle(connection: Connection, delivery: Delivery) -> None:
    """Write down what became of a claimed mail: its state, answer, attempts and next attempt."""
    table = tables.outbox
    connection.execute(
        table.update()
        .where(table.c.id == delivery.id)
        .values(
            state=delivery.state,
            answer=delivery.answer,
            attempts=delivery.attempts,
            next_attempt_at=delivery.next_attempt_at,
        )
    )


def count(connection: Connection, state: DeliveryState) -> int:
    """Count the mails in a state."""
    counted: int = connection.execute(
        select(func.count()).select_from(tables.outbox).where(tables.outbox.c.state == state)
    ).scalar_one()
    return counted


def _add(connection: Connection, subscriber_id: int | None, period: str, message: Message, now: datetime) -> bool:
    table = tables.outbox
    row = {
        "subscriber_id": subscriber_id,
        "period": period,
        "recipient": message.recipient,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "message_id": message.message_id,
        "date": message.date,
        "state": DeliveryState.QUEUED,
        "next_attempt_at": now,
    }
    return connection.execute(insert_new(connection, table).values(row).returning(table.c.id)).first() is not None


def _delivery(row: Row[Any]) -> Delivery:
    message = Message(row.recipient, row.subject, row.text, row.html, row.message_id, row.date)
    return Delivery(row.id, message, DeliveryState(row.state), row.attempts, row.next_attempt_at, row.answer)
