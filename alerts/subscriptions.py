"""The subscriptions of the service: added, removed, listed.

Whether an address is fit is decided in `alerts.subscribe`. It mails nobody.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from alerts import subscribe
from alerts.model import Cadence, Filter, Subscriber
from alerts.store import ledger, subscribers
from crawler.archive.db import Database
from crawler.errors import ConfigurationError

#: So far a first digest looks back: someone who subscribes to a day's news gets the present day's.
_LOOKBACK = {Cadence.INSTANT: timedelta(0), Cadence.DAY: timedelta(days=1), Cadence.WEEK: timedelta(days=7)}


def add(
    database: Database,
    email: str,
    cadence: Cadence,
    wanted: Filter,
    *,
    confirmed: bool,
    now: datetime,
    topics: Collection[str],
) -> Subscriber:
    """Add a subscription; `topics` are the names of the topics that there are.

    Raises ConfigurationError for what is no address, for an address that has one already, and for an unknown topic.
    """
    address = subscribe.address(email)
    for topic in wanted.topics:
        if topic not in topics:
            raise ConfigurationError(f"there is no topic {topic!r}: the topics are {', '.join(sorted(topics))}")
    with database.write() as connection:
        watermark = ledger.latest_change_before(connection, now - _LOOKBACK[cadence])
        added = subscribers.add(connection, address, cadence, wanted, confirmed=confirmed, watermark=watermark, now=now)
    if added is None:
        raise ConfigurationError(f"{address} is subscribed already: `smewatch subscribers remove {address}` first")
    return added


def remove(database: Database, email: str) -> str:
    """Forget an address and every mail to it, sent or not; return it as it was stored.

    Raises ConfigurationError where it is not subscribed.
    """
    address = subscribe.address(email)
    with database.write() as connection:
        if not subscribers.remove(connection, address):
            raise ConfigurationError(f"{address} is not subscribed: `smewatch subscribers list` shows who is")
    return address


def everyone(database: Database) -> list[Subscriber]:
    """Return all subscribers, in the order in which they came."""
    with database.read() as connection:
        return subscribers.everyone(connection)
