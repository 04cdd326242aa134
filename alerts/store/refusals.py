"""Refusals of addresses in the database: their readers, and what waits for them. Takes an open connection."""

from datetime import datetime

from sqlalchemy import Connection

from alerts import refusals
from alerts.audience import Standing, Subscriber
from alerts.store import outbox, subscribers


def note(connection: Connection, number: int, why: str, *, hard: bool, now: datetime) -> Subscriber | None:
    """Take down that a reader's address was refused; return the reader as that leaves them, None where they are gone.

    All that is queued for one who is suspended is given up.
    """
    found = subscribers.held(connection, number)
    if found is None or found.standing is Standing.SUSPENDED:
        return found
    left = refusals.after(found, why, hard=hard, now=now)
    subscribers.change_standing(connection, left)
    if left.standing is Standing.SUSPENDED:
        outbox.give_up(connection, left, why, now)
    return left
