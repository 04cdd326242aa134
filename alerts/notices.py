"""The states of sources, and suspended readers → a mail to the operator, once about each trouble and once on its end.

What the operator has been told and the mail that tells it are one transaction: nothing is told twice, or forgotten. One
mail holds all that has changed since the last, so that a line that was down for an hour is one mail.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from html import escape

from alerts.audience import Subscriber
from alerts.model import Message
from alerts.store import notices, outbox, subscribers
from alerts.ways import masked
from crawler import health
from crawler.archive import states
from crawler.archive.db import Database, take_turns
from crawler.health import Health, State


@dataclass(frozen=True, slots=True)
class Notice:
    """A source whose state the operator has not heard of."""

    source: str
    health: Health


def queue(
    database: Database, operator: str, sender: str, sources: Collection[str], now: datetime
) -> tuple[Notice, ...]:
    """Put one mail into the outbox about all that has changed since the last; return what it tells of sources."""
    with database.write() as connection:
        take_turns(connection, "notices")
        fares = {name: health.judge(it.history) for name, it in states.everything(connection).items()}
        watched = {name: fares[name] for name in sources if name in fares}
        news = untold(watched, notices.told(connection))
        for notice in news:
            notices.remember(connection, notice.source, notice.health.state, now)
        suspended = subscribers.tell_suspended(connection)
        if news or suspended:
            outbox.add_notice(connection, compose(news, suspended, operator, sender, now), now)
    return news


def untold(fares: Mapping[str, Health], told: Mapping[str, State]) -> tuple[Notice, ...]:
    """Return the troubles that last and were not told, and the ends of those that were."""
    return tuple(
        Notice(source, fare)
        for source, fare in sorted(fares.items())
        if (fare.lasting and told.get(source) is not fare.state) or (source in told and not fare.state.troubled)
    )


def compose(
    news: Collection[Notice], suspended: Collection[Subscriber], operator: str, sender: str, now: datetime
) -> Message:
    """Write the mail about sources, and about readers whose addresses were refused."""
    sources = [(it.health.state.troubled, it.source, health.words(it.health, "zh")) for it in news]
    parts = (
        ("个来源异常", [(name, words) for troubled, name, words in sources if troubled]),
        ("个来源恢复", [(name, words) for troubled, name, words in sources if not troubled]),
        ("个订阅者停发", [(masked(it.address), it.why) for it in suspended]),
    )
    said = [(f"{len(lines)} {what}", lines) for what, lines in parts if lines]
    text = "\n\n".join(
        "\n".join([heading, *(f"- {source}：{words}" for source, words in lines)]) for heading, lines in said
    )
    html = "".join(
        f"<h2>{heading}</h2><ul>"
        + "".join(f"<li><b>{escape(source)}</b>：{escape(words)}</li>" for source, words in lines)
        + "</ul>"
        for heading, lines in said
    )
    token = hashlib.sha256(f"{operator} {now.isoformat()} {text}".encode()).hexdigest()[:20]
    return Message(
        recipient=operator,
        subject=f"smewatch：{'，'.join(heading for heading, _ in said)}",
        text=f"{text}\n",
        html=f'<html lang="zh-CN"><body>{html}</body></html>',
        message_id=f"<notice.{token}@{parseaddr(sender)[1].rpartition('@')[2]}>",
        date=now,
    )
