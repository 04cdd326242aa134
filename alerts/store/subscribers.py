"""Subscribers and their subscriptions in the database. Every function takes an open connection."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, func, select

from alerts.audience import Cadence, Language, QuietHours, Standing, Subscriber, Subscription
from alerts.model import DeliveryState
from alerts.store import tables
from alerts.store.values import dump_filter, load_filter
from crawler.archive.db import in_parts, insert_new

_MINUTES = "%H:%M"

_MAILS = tables.outbox.c
_RETURNED = exists().where(_MAILS.subscriber_id == tables.subscribers.c.id, _MAILS.state == DeliveryState.RETURNED)
_FORGIVE = (
    tables.subscribers.update()
    .where(tables.subscribers.c.id == bindparam("number"), tables.subscribers.c.bounces > 0, ~_RETURNED)
    .values(bounces=0, not_before=None)
)


def add(connection: Connection, wanted: Subscriber, now: datetime) -> Subscriber:
    """Store a subscriber if there is none of this address; return the one that is there, with its id."""
    table = tables.subscribers
    row = _settings(wanted) | _standing(wanted) | {"address": wanted.address, "added_at": now}
    connection.execute(insert_new(connection, table).values(row))
    return _subscriber(connection.execute(select(table).where(table.c.address == wanted.address)).one())


def by_address(connection: Connection, address: str) -> Subscriber | None:
    """Return the subscriber of an address."""
    row = connection.execute(select(tables.subscribers).where(tables.subscribers.c.address == address)).first()
    return _subscriber(row) if row else None


def by_id(connection: Connection, number: int) -> Subscriber | None:
    """Return the subscriber with an id."""
    row = connection.execute(select(tables.subscribers).where(tables.subscribers.c.id == number)).first()
    return _subscriber(row) if row else None


def not_mailed(connection: Connection) -> list[str]:
    """Return the addresses of ways out other than mail."""
    address = tables.subscribers.c.address
    return list(connection.execute(select(address).where(address.contains("://"))).scalars())


def held(connection: Connection, number: int) -> Subscriber | None:
    """Return the subscriber with an id, whom no other transaction changes before the end of this one."""
    query = select(tables.subscribers).where(tables.subscribers.c.id == number).with_for_update(key_share=True)
    row = connection.execute(query).first()
    return _subscriber(row) if row else None


def change_settings(connection: Connection, subscriber: Subscriber) -> None:
    """Write down a subscriber's language, zone and quiet hours, and nothing else."""
    table = tables.subscribers
    connection.execute(table.update().where(table.c.id == subscriber.id).values(_settings(subscriber)))


def change_standing(connection: Connection, subscriber: Subscriber) -> None:
    """Write down a subscriber's standing, with its reason, and bounces, and nothing else."""
    table = tables.subscribers
    values = _standing(subscriber)
    if subscriber.standing is not Standing.SUSPENDED:
        values["told"] = False  # of the next suspension the operator hears again
    connection.execute(table.update().where(table.c.id == subscriber.id).values(values))


def tell_suspended(connection: Connection) -> list[Subscriber]:
    """Return the suspended readers of whom the operator has not heard, and note that now it is so."""
    table = tables.subscribers
    untold = table.update().where(table.c.standing == Standing.SUSPENDED, ~table.c.told).values(told=True)
    return sorted(map(_subscriber, connection.execute(untold.returning(table))), key=lambda it: it.id)


def suspended(connection: Connection, most: int) -> list[Subscriber]:
    """Return readers whose addresses were suspended, the last that came first, at most so many."""
    query = select(tables.subscribers).where(tables.subscribers.c.standing == Standing.SUSPENDED)
    return [_subscriber(row) for row in connection.execute(query.order_by(tables.subscribers.c.id.desc()).limit(most))]


def forgive(connection: Connection, number: int) -> None:
    """Count a reader's refusals from none again, now that a mail was taken.

    Not of an address whose mails came back after they had been taken: there that proves nothing.
    """
    connection.execute(_FORGIVE, {"number": number})


def remove(connection: Connection, address: str) -> bool:
    """Forget an address, with its subscriptions and every mail to it; return whether it was there."""
    table = tables.subscribers
    found = connection.execute(table.delete().where(table.c.address == address).returning(table.c.id)).first()
    return found is not None


def subscribe(connection: Connection, wanted: Subscription, now: datetime) -> Subscription:
    """Store a subscription of a stored subscriber; return it with its id."""
    table = tables.subscriptions
    row = _wishes(wanted) | {
        "subscriber_id": wanted.subscriber.id,
        "confirmed": wanted.confirmed,
        "watermark": wanted.watermark,
        "added_at": now,
    }
    number = connection.execute(table.insert().values(row).returning(table.c.id)).scalar_one()
    return _subscriptions(connection, _joined().where(table.c.id == number))[0]


def rewrite(connection: Connection, wanted: Subscription) -> None:
    """Write down what a subscription asks for and when, and whether it is confirmed; how far it has come stays."""
    table = tables.subscriptions
    values = _wishes(wanted) | {"confirmed": wanted.confirmed}
    connection.execute(table.update().where(table.c.id == wanted.id).values(values))


def renew(connection: Connection, number: int, now: datetime) -> None:
    """Have a subscription that waits for its address to agree wait from now on."""
    table = tables.subscriptions
    connection.execute(table.update().where(table.c.id == number).values(added_at=now))


def drop_unconfirmed(connection: Connection, before: datetime) -> int:
    """Forget subscriptions that nobody has confirmed and that were asked for before a moment; return how many.

    Readers who then have none are forgotten too.
    """
    who, what = tables.subscribers, tables.subscriptions
    gone = what.delete().where(~what.c.confirmed, what.c.added_at < before).returning(what.c.id, what.c.subscriber_id)
    dropped = connection.execute(gone).all()
    for part in in_parts(sorted({row.subscriber_id for row in dropped})):
        left = select(what.c.subscriber_id).where(what.c.subscriber_id == who.c.id).exists()
        connection.execute(who.delete().where(who.c.id.in_(part), ~left))
    return len(dropped)


def unsubscribe(connection: Connection, number: int) -> bool:
    """Forget a subscription, with every digest of it; return whether it was there."""
    table = tables.subscriptions
    return connection.execute(table.delete().where(table.c.id == number).returning(table.c.id)).first() is not None


def subscription(connection: Connection, number: int) -> Subscription | None:
    """Return the subscription with an id."""
    return next(iter(_subscriptions(connection, _joined().where(tables.subscriptions.c.id == number))), None)


def of(connection: Connection, subscriber: Subscriber) -> list[Subscription]:
    """Return the subscriptions of a subscriber, in the order in which they came."""
    return _subscriptions(connection, _joined().where(tables.subscriptions.c.subscriber_id == subscriber.id))


def everyone(connection: Connection) -> list[Subscription]:
    """Return all subscriptions in the order in which they came."""
    return _subscriptions(connection, _joined())


def count(connection: Connection) -> int:
    """Count the subscribers."""
    counted: int = connection.execute(select(func.count()).select_from(tables.subscribers)).scalar_one()
    return counted


def confirmed(connection: Connection, after: int, most: int) -> list[Subscription]:
    """Return some of the subscriptions that can be told something: the next ones by id, at most so many."""
    table = tables.subscriptions
    told = table.c.confirmed & (tables.subscribers.c.standing == Standing.ACTIVE)
    return _subscriptions(connection, _joined().where(told, table.c.id > after).limit(most))


def pass_over(connection: Connection, subscriber: Subscriber, watermark: int) -> None:
    """Have a reader's subscriptions deal with no change up to a number any more."""
    table = tables.subscriptions
    behind = (table.c.subscriber_id == subscriber.id) & (table.c.watermark < watermark)
    connection.execute(table.update().where(behind).values(watermark=watermark))


def deal_with(
    connection: Connection, dealt: Subscription, watermark: int, period: str, told_at: datetime | None
) -> bool:
    """Remember up to which change and for which period a subscription was dealt with, and when it was told something.

    Returns False, and changes nothing, where it is no longer as it was read: another sender has been quicker, or it
    is gone.
    """
    table = tables.subscriptions
    row = connection.execute(
        table.update()
        .where(
            table.c.id == dealt.id,
            table.c.confirmed,
            table.c.watermark == dealt.watermark,
            table.c.last_period == dealt.last_period,
        )
        .values(watermark=watermark, last_period=period, last_at=told_at or dealt.last_at)
        .returning(table.c.id)
    ).first()
    return row is not None


def _joined() -> Select[Any]:
    who, what = tables.subscribers, tables.subscriptions
    theirs = [column.label(f"their_{column.name}") for column in who.c]
    return select(what, *theirs).join(who, what.c.subscriber_id == who.c.id).order_by(what.c.id)


def _subscriptions(connection: Connection, query: Select[Any]) -> list[Subscription]:
    return [_subscription(row) for row in connection.execute(query)]


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        subscriber=_subscriber(row, "their_"),
        cadence=Cadence(row.cadence),
        filter=load_filter(row.filter),
        confirmed=row.confirmed,
        watermark=row.watermark,
        last_period=row.last_period,
        last_at=row.last_at,
        name=row.name,
        hour=row.hour,
        when_empty=row.when_empty,
    )


def _subscriber(row: Row[Any], prefix: str = "") -> Subscriber:
    its = {name.removeprefix(prefix): value for name, value in row._mapping.items() if name.startswith(prefix)}
    return Subscriber(
        id=its["id"],
        address=its["address"],
        language=Language(its["language"]),
        zone=its["zone"],
        quiet=QuietHours(*(time.fromisoformat(its[f"quiet_{end}"]) for end in ("start", "end"))),
        standing=Standing(its["standing"]),
        why=its["why"],
        bounces=its["bounces"],
        not_before=its["not_before"],
    )


def _settings(it: Subscriber) -> dict[str, Any]:
    return {
        "language": it.language,
        "zone": it.zone,
        "quiet_start": it.quiet.start.strftime(_MINUTES),
        "quiet_end": it.quiet.end.strftime(_MINUTES),
    }


def _standing(it: Subscriber) -> dict[str, Any]:
    return {
        "standing": it.standing,
        "why": it.why,
        "bounces": it.bounces,
        "not_before": it.not_before,
    }


def _wishes(it: Subscription) -> dict[str, Any]:
    return {
        "name": it.name,
        "cadence": it.cadence,
        "hour": it.hour,
        "filter": dump_filter(it.filter),
        "when_empty": it.when_empty,
    }
