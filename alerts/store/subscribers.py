"""Subscribers in the database. Every function takes an open connection."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from alerts.model import Cadence, Filter, Subscriber
from alerts.store import tables
from alerts.store.values import dump_filter, load_filter
from crawler.archive.db import insert_new


def add(
    connection: Connection,
    email: str,
    cadence: Cadence,
    wanted: Filter,
    *,
    confirmed: bool,
    watermark: int,
    now: datetime,
) -> Subscriber | None:
    """Store a subscription; None, and nothing is changed, where the address has one already."""
    table = tables.subscribers
    row = {
        "email": email,
        "cadence": cadence,
        "filter": dump_filter(wanted),
        "confirmed": confirmed,
        "watermark": watermark,
        "added_at": now,
    }
    added = connection.execute(insert_new(connection, table).values(row).returning(table)).first()
    return _subscriber(added) if added else None


def remove(connection: Connection, email: str) -> bool:
    """Forget an address, with every mail to it; return whether it was there."""
    table = tables.subscribers
    return connection.execute(table.delete().where(table.c.email == email).returning(table.c.id)).first() is not None


def everyone(connection: Connection) -> list[Subscriber]:
    """Return all subscribers in the order in which they came."""
    return [
        _subscriber(row) for row in connection.execute(select(tables.subscribers).order_by(tables.subscribers.c.id))
    ]


def deal_with(connection: Connection, subscriber: Subscriber, watermark: int, period: str) -> bool:
    """Remember up to which change, and for which period, a subscriber has been dealt with.

    Returns False, and changes nothing, where it is no longer as it was read: another sender has been quicker, or it
    is gone.
    """
    table = tables.subscribers
    row = connection.execute(
        table.update()
        .where(
            table.c.id == subscriber.id,
            table.c.watermark == subscriber.watermark,
            table.c.last_period == subscriber.last_period,
        )
        .values(watermark=watermark, last_period=period)
        .returning(table.c.id)
    ).first()
    return row is not None


def _subscriber(row: Row[Any]) -> Subscriber:
    return Subscriber(
        id=row.id,
        email=row.email,
        cadence=Cadence(row.cadence),
        filter=load_filter(row.filter),
        confirmed=row.confirmed,
        watermark=row.watermark,
        last_period=row.last_period,
    )
