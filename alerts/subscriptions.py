"""The subscriptions of the service: added, confirmed, paused, removed, listed.

Whether an address or a filter is fit is decided in `alerts.subscribe`. It mails nobody.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from alerts import subscribe
from alerts.audience import Cadence, Standing, Subscriber, Subscription
from alerts.store import changes, outbox, subscribers
from alerts.ways import Way, masked, way
from crawler.archive.db import Database
from crawler.errors import ConfigurationError

#: So far a first digest looks back: someone who subscribes to a day's news gets the present day's.
_LOOKBACK = {Cadence.INSTANT: timedelta(0), Cadence.DAY: timedelta(days=1), Cadence.WEEK: timedelta(days=7)}
_MISSED = timedelta(days=30)  # so much of what a paused reader missed is told on return


def add(
    database: Database, wish: Subscription, *, now: datetime, topics: Collection[str], any_way: bool = False
) -> Subscription:
    """Add a subscription, and its reader where the address is new; return it as it is stored.

    `wish` has no ids yet; `topics` are the names of the topics that there are. Of a reader who is known the language,
    the zone and the quiet hours stay as they are. `any_way` takes an address of another way out than mail as it is:
    whoever asks for that has looked at it, and is the operator. Raises ConfigurationError for what is no address, for
    what no filter can ask for, and for what the address has subscribed to already; what only waits to be confirmed a
    confirmed wish confirms.
    """
    checked = fit(wish, topics, any_way=any_way)
    with database.write() as connection:
        reader = subscribers.add(connection, checked.subscriber, now)
        same = alike(connection, reader, checked)
        if same is None:
            return begin(connection, replace(checked, subscriber=reader), now)
        if same.confirmed or not wish.confirmed:
            raise _twin(reader)
        agreed = replace(checked, id=same.id, subscriber=reader)
        subscribers.rewrite(connection, agreed)
        return replace(agreed, watermark=same.watermark)


def fit(wish: Subscription, topics: Collection[str], *, any_way: bool = False) -> Subscription:
    """Return a wish with the address as it is stored; `any_way` is as for `add`.

    Raises ConfigurationError where it cannot be met.
    """
    subscribe.check(wish, topics)
    reader = wish.subscriber
    if any_way and way(reader.address) is not Way.MAIL:
        return wish
    return replace(wish, subscriber=replace(reader, address=subscribe.address(reader.address)))


def alike(connection: Connection, reader: Subscriber, wish: Subscription, but: int = 0) -> Subscription | None:
    """Return the subscription of a stored reader that asks for the same as often, the one with the id `but` aside."""
    asked = [it for it in subscribers.of(connection, reader) if it.id != but]
    return next((it for it in asked if (it.cadence, it.filter) == (wish.cadence, wish.filter)), None)


def begin(connection: Connection, wish: Subscription, now: datetime) -> Subscription:
    """Store a wish of a stored reader; return it with its id. Its first digest looks back as far as its cadence."""
    watermark = changes.latest_before(connection, now - _LOOKBACK[wish.cadence])
    return subscribers.subscribe(connection, replace(wish, watermark=watermark), now)


def confirm(database: Database, number: int, now: datetime) -> Subscription | None:
    """Take down that the address of a subscription has agreed to it; None where it is gone.

    An address that answers is mailed again, whatever its server said before; who has chosen to pause stays paused.
    """
    with database.write() as connection:
        found = subscribers.subscription(connection, number)
        if found is None:
            return None
        agreed = replace(found, confirmed=True)
        if not found.confirmed:
            subscribers.rewrite(connection, agreed)
            if found.subscriber.standing is not Standing.PAUSED:
                _revive(connection, found.subscriber, now)
        return agreed


def rewrite(database: Database, wish: Subscription, *, topics: Collection[str]) -> None:
    """Change what a subscription asks for, and when it is told. Raises ConfigurationError as `add` does.

    Another one that waits to be confirmed and asks for the same is no longer needed, and goes.
    """
    subscribe.check(wish, topics)
    with database.write() as connection:
        same = alike(connection, wish.subscriber, wish, but=wish.id)
        if same is not None:
            if same.confirmed or not wish.confirmed:
                raise _twin(wish.subscriber)
            subscribers.unsubscribe(connection, same.id)
        subscribers.rewrite(connection, wish)


def unsubscribe(database: Database, number: int) -> bool:
    """End a subscription, with what is queued for it; where it was its reader's last one, the reader is forgotten.

    Returns whether it was there.
    """
    with database.write() as connection:
        found = subscribers.subscription(connection, number)
        if found is None:
            return False
        subscribers.unsubscribe(connection, number)
        if not subscribers.of(connection, found.subscriber):
            subscribers.remove(connection, found.subscriber.address)
        return True


def pause(database: Database, reader: Subscriber) -> None:
    """Mail a reader nothing until they are back."""
    with database.write() as connection:
        found = subscribers.held(connection, reader.id)
        if found:
            subscribers.change_standing(connection, replace(found, standing=Standing.PAUSED, why=""))


def resume(database: Database, reader: Subscriber, now: datetime) -> None:
    """Mail a reader again, who was paused or suspended: the next digests tell what of the last month was missed."""
    with database.write() as connection:
        _revive(connection, reader, now)


def _revive(connection: Connection, reader: Subscriber, now: datetime) -> None:
    revived = replace(reader, standing=Standing.ACTIVE, why="", bounces=0, not_before=None)
    subscribers.change_standing(connection, revived)
    subscribers.pass_over(connection, reader, changes.latest_before(connection, now - _MISSED))


def remove(database: Database, typed: str) -> str:
    """Forget an address and every mail to it, sent or not; return it as lists show it.

    Raises ConfigurationError where it is not subscribed.
    """
    reader = find(database, typed)
    with database.write() as connection:
        subscribers.remove(connection, reader.address)
    return masked(reader.address)


def find(database: Database, typed: str) -> Subscriber:
    """Return the reader of an address, which may be written as lists show it.

    Raises ConfigurationError where it is not subscribed.
    """
    with database.read() as connection:
        if way(typed) is Way.MAIL:
            address = subscribe.address(typed)
        else:
            others = subscribers.not_mailed(connection)
            address = next((it for it in others if typed.strip() in (it, masked(it))), typed)
        found = subscribers.by_address(connection, address)
    if found is None:
        raise ConfigurationError(f"{masked(address)} is not subscribed: `smewatch subscribers list` shows who is")
    return found


def everyone(database: Database) -> list[Subscription]:
    """Return all subscriptions, in the order in which they came."""
    with database.read() as connection:
        return subscribers.everyone(connection)


def export(database: Database, reader: Subscriber) -> dict[str, Any]:
    """Return all that is stored about a reader: settings, subscriptions, mails."""
    with database.read() as connection:
        asked = subscribers.of(connection, reader)
        mails = outbox.of(connection, reader)
    stored = {
        "reader": asdict(reader),
        "subscriptions": [{name: value for name, value in asdict(it).items() if name != "subscriber"} for it in asked],
        "mails": mails,
    }
    plain: dict[str, Any] = json.loads(json.dumps(stored, default=lambda it: it.isoformat()))  # moments, times of day
    return plain


def _twin(reader: Subscriber) -> ConfigurationError:
    return ConfigurationError(
        f"{masked(reader.address)} is subscribed to the same already: `smewatch subscribers list` shows what to"
    )
