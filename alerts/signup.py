"""A stranger's wish → a subscription that waits until its address agrees, and the mail that asks whether it does.

Whatever an address is to the service, a sign-up sends it one mail and answers nothing else: no address is confirmed or
denied to who asks. The subscription and the mail are one transaction.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from alerts import letters, subscribe, subscriptions
from alerts.audience import Subscriber, Subscription
from alerts.errors import TooOftenError
from alerts.links import Links, Purpose
from alerts.store import outbox, subscribers
from crawler.archive.db import Database, take_turns

_MOST = 3  # sign-ups of an address that are answered in …
_SPAN = timedelta(days=1)
WAITS = timedelta(days=7)  #: so long a subscription waits to be confirmed, as its link lives


def ask(
    database: Database, wish: Subscription, links: Links, sender: str, *, now: datetime, topics: Collection[str]
) -> Subscription:
    """Store a wish until it is confirmed, and queue the mail that asks for it; return it as it is stored.

    A wish that is met already is answered by a mail that says so; one that was asked for before is asked again. `wish`
    has no ids yet, `topics` are the names of the topics that there are. Raises ConfigurationError for what cannot be
    asked for, TooOftenError where the address was asked too often.
    """
    reader = replace(wish.subscriber, address=subscribe.address(wish.subscriber.address))
    subscribe.check(wish, topics)
    with database.write() as connection:
        take_turns(connection, "signup")
        _limit(connection, reader.address, now)
        stored = _stored(connection, reader, now)
        asked = subscriptions.alike(connection, stored, wish)
        if asked is None:
            asked = subscriptions.begin(connection, replace(wish, subscriber=stored, confirmed=False), now)
        elif not asked.confirmed:
            subscribers.renew(connection, asked.id, now)
        if asked.confirmed:
            letter = letters.known(asked, links.to(Purpose.PREFERENCES, stored.id, now), sender, now)
        else:
            letter = letters.request(asked, links.to(Purpose.CONFIRM, asked.id, now), sender, now)
        outbox.add_request(connection, asked, letter, now)
        return asked


def add_all(
    database: Database,
    wishes: Iterable[Subscription],
    links: Links,
    sender: str,
    *,
    now: datetime,
    topics: Collection[str],
) -> list[Subscription]:
    """Add an operator's subscriptions, all or none, and queue the mails that ask those who have not agreed yet.

    Returns those that are new: what an address has subscribed to already stays so, and nobody is asked again. Raises
    ConfigurationError for what cannot be asked for.
    """
    checked = [subscriptions.fit(it, topics) for it in wishes]
    with database.write() as connection:
        wanted = [replace(it, subscriber=subscribers.add(connection, it.subscriber, now)) for it in checked]
        added = [
            subscriptions.begin(connection, it, now)
            for it in wanted
            if subscriptions.alike(connection, it.subscriber, it) is None
        ]
        for it in added:
            if not it.confirmed:
                letter = letters.request(it, links.to(Purpose.CONFIRM, it.id, now), sender, now)
                outbox.add_request(connection, it, letter, now)
    return added


def _limit(connection: Connection, address: str, now: datetime) -> None:
    answered = outbox.requests(connection, address, now - _SPAN)
    if len(answered) >= _MOST:
        raise TooOftenError(answered[-_MOST] + _SPAN - now)


def _stored(connection: Connection, reader: Subscriber, now: datetime) -> Subscriber:
    """Return the reader of an address; the settings of one who never agreed to anything are those asked for last."""
    stored = subscribers.add(connection, reader, now)
    if any(it.confirmed for it in subscribers.of(connection, stored)):
        return stored
    asked = replace(stored, language=reader.language, zone=reader.zone, quiet=reader.quiet)
    subscribers.change_settings(connection, asked)
    return asked
