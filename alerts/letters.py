"""The mails that answer a sign-up: the request to confirm it, and word that it is there already. Pure.

Anybody can have them sent to anybody: nothing that was typed stands in them.
"""

import hashlib
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.audience import Cadence, Language, Subscription
from alerts.language import tongue
from alerts.model import Message

_NAMES = {Cadence.INSTANT: "即时简报", Cadence.DAY: "每日简报", Cadence.WEEK: "每周简报"}


def request(asked: Subscription, link: str, sender: str, now: datetime) -> Message:
    """Write the mail that asks an address to confirm a subscription, by the page at `link`."""
    return _letter("confirm", asked, link, sender, now)


def known(asked: Subscription, link: str, sender: str, now: datetime) -> Message:
    """Write the mail that says that a subscription is there already; `link` leads to its reader's preferences."""
    return _letter("known", asked, link, sender, now)


def _letter(name: str, asked: Subscription, link: str, sender: str, now: datetime) -> Message:
    reader = asked.subscriber
    speech, environment = tongue(reader.language), _environment(reader.language)
    words = {"cadence": speech.gettext(_NAMES[asked.cadence]), "link": link, "language": reader.language}
    text = environment.get_template(f"{name}.txt").render(words)
    subject, _, rest = text.partition("\n")
    # The link is signed: nobody guesses an id that is made of it.
    token = hashlib.sha256(f"{link} {now.isoformat()}".encode()).hexdigest()[:20]
    return Message(
        recipient=reader.address,
        subject=subject,
        text=rest.lstrip("\n"),
        html=environment.get_template(f"{name}.html").render(words, subject=subject),
        message_id=f"<{name}.{token}@{parseaddr(sender)[1].rpartition('@')[2]}>",
        date=now.astimezone(ZoneInfo(reader.zone)),
    )


@lru_cache(maxsize=len(Language))
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("alerts", "templates/mail"),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.install_gettext_translations(tongue(language).catalogue, newstyle=True)  # type: ignore[attr-defined]
    return environment
