"""The states of sources → a mail to the operator, once about each trouble and once on its end.

What the operator has been told and the mail that tells it are one transaction: nothing is told twice, or forgotten. One
mail holds all that has changed since the last, so that a line that was down for an hour is one mail.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from html import escape

from alerts.model import Message
from alerts.store import notices, outbox
from crawler import health
from crawler.archive import states
from crawler.archive.db import Database
from crawler.health import Health, State


@dataclass(frozen=True, slots=True)
class Notice:
    """A source whose state the operator has not heard of."""

    source: str
    health: Health


def queue(
    database: Database, operator: str, sender: str, sources: Collection[str], now: datetime
) -> tuple[Notice, ...]:
    """Put one mail into the outbox about all that has changed with sources since the last; return what it tells."""
    with database.write() as connection:
        fares = {name: health.judge(it.history) for name, it in states.everything(connection).items()}
        watched = {name: fares[name] for name in sources if name in fares}
        news = untold(watched, notices.told(connection))
        if news:
            for notice in news:
                notices.remember(connection, notice.source, notice.health.state, now)
            outbox.add_notice(connection, compose(news, operator, sender, now), now)
    return news


def untold(fares: Mapping[str, Health], told: Mapping[str, State]) -> tuple[Notice, ...]:
    """Return the troubles that last and were not told, and the ends of those that were."""
    return tuple(
        Notice(source, fare)
        for source, fare in sorted(fares.items())
        if (fare.lasting and told.get(source) is not fare.state) or (source in told and not fare.state.troubled)
    )


def compose(news: Collection[Notice], operator: str, sender: str, now: datetime) -> Message:
    """Write the mail about notices."""
    troubles = [it for it in news if it.health.state.troubled]
    ends = [it for it in news if not it.health.state.troubled]
    parts = ((f"{len(troubles)} 个来源异常", troubles), (f"{len(ends)} 个来源恢复", ends))
    said = [(heading, [(it.source, health.words(it.health, "zh")) for it in them]) for heading, them in parts if them]
    text = "\n\n".join(
        "\n".join([heading, *(f"- {source}：{words}" for source, words in lines)]) for heading, lines in said
    )
    html = "".join(
        f"<h2>{heading}</h2><ul>"
        + "".join(f"<li><b>{escape(source)}</b>：{escape(words)}</li>" for source, words in lines)
        + "</ul>"
        for heading, lines in said
    )
    named = " ".join(f"{it.source} {it.health.state}" for it in news)
    token = hashlib.sha256(f"{operator} {now.isoformat()} {named}".encode()).hexdigest()[:20]
    return Message(
        recipient=operator,
        subject=f"smewatch：{'，'.join(heading for heading, _ in said)}",
        text=f"{text}\n",
        html=f'<html lang="zh-CN"><body>{html}</body></html>',
        message_id=f"<notice.{token}@{parseaddr(sender)[1].rpartition('@')[2]}>",
        date=now,
    )
