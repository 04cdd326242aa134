"""The mails that answer a sign-up: the request to confirm it, and word that it is there already. Pure.

Anybody can have them sent to anybody: nothing that was typed stands in them.
"""

import hashlib
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from alerts.audience import Subscription
from alerts.language import tongue
from alerts.mail_templates import CADENCES, environment
from alerts.model import Message


def request(asked: Subscription, link: str, sender: str, now: datetime) -> Message:
    """Write the mail that asks an address to confirm a subscription, by the page at `link`."""
    return _letter("confirm", asked, link, sender, now)


def known(asked: Subscription, link: str, sender: str, now: datetime) -> Message:
    """Write the mail that says that a subscription is there already; `link` leads to its reader's preferences."""
    return _letter("known", asked, link, sender, now)


def _letter(name: str, asked: Subscription, link: str, sender: str, now: datetime) -> Message:
    reader = asked.subscriber
    speech, templates = tongue(reader.language), environment(reader.language)
    words = {"cadence": speech.gettext(CADENCES[asked.cadence]), "link": link, "language": reader.language}
    text = templates.get_template(f"{name}.txt").render(words)
    subject, _, rest = text.partition("\n")
    # The link is signed: nobody guesses an id that is made of it.
    token = hashlib.sha256(f"{link} {now.isoformat()}".encode()).hexdigest()[:20]
    return Message(
        recipient=reader.address,
        subject=subject,
        text=rest.lstrip("\n"),
        html=templates.get_template(f"{name}.html").render(words, subject=subject),
        message_id=f"<{name}.{token}@{parseaddr(sender)[1].rpartition('@')[2]}>",
        date=now.astimezone(ZoneInfo(reader.zone)),
    )
