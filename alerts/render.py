"""A digest → the message that a reader gets: a subject that says the substance, a text part, an HTML part.

Pure. Blocks of news (`alerts.blocks`) are put into a frame here: how it looks stands in `templates/mail/`. It never
fetches anything: a mail holds no remote images and no tracking.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from alerts import posting
from alerts.attribution import one_line
from alerts.audience import Cadence, Filter, Language, News
from alerts.blocks import Blocks, Edition, Section
from alerts.characters import fit
from alerts.headline import headline
from alerts.language import Tongue
from alerts.links import Links, Purpose
from alerts.mail_templates import CADENCES
from alerts.model import Digest, Message
from alerts.ways import Way, masked, way
from crawler.model import Level

_ROOM = 88_000  # bytes of HTML that the blocks of a mail may take: mail clients cut a page off at 102 kB
_PREVIEWED = 3  # pieces of news that a mail's preview names
_WANTED = 300  # characters of what a subscription asks for
_SOURCES = 8  # sources that are named as failing, or as quiet, and …
_SOURCE = 40  # … characters of each


@dataclass(frozen=True, slots=True)
class Masthead:
    """What all digests of a service share.

    The sender (`smewatch <digest@example.org>`), the titles of its topics in each language by their names, and what
    makes links to its pages; without them a reader can only write to the sender.
    """

    sender: str
    topics: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    links: Links | None = None

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return _bare(self.sender)

    def titles(self, language: Language) -> Mapping[str, str]:
        """Return the titles of topics by their names; one that is watched no longer has none."""
        return self.topics.get(language, {})


@dataclass(frozen=True, slots=True)
class _Ways:
    """The pages that a mail links to, each "" where there is none."""

    digest: str = ""
    preferences: str = ""
    unsubscribe: str = ""


def render(digest: Digest, masthead: Masthead) -> Message:
    """Render a digest as a mail."""
    return Renderer(masthead).render(digest)


def render_page(digest: Digest, masthead: Masthead, targets: str = "", room: float = math.inf) -> str:
    """Render a digest as the body of a page in the browser, whose looks are those of `styles.sheet()`.

    It is whole, or as much as finds room (bytes of HTML). `targets` is the address below which figures have pages, ""
    where they are not linked.
    """
    return Renderer(masthead).page(digest, targets, room)


class Renderer:
    """Renders the digests of one round, which share their changes: what they have in common is made once."""

    def __init__(self, masthead: Masthead) -> None:
        self._masthead = masthead
        self._blocks = Blocks()

    def render(self, digest: Digest) -> Message:
        """Render a digest as a mail: as much of it as mail clients show, and the link to the rest."""
        reader, local = digest.subscription.subscriber, _local(digest)
        edition = Edition(reader.language, local.year, inline=True)
        sections = self._blocks.sections(digest, edition, _ROOM)
        said, ways = fit(headline(digest, edition.speech)), _ways(digest, self._masthead)
        page = _page(digest, edition.speech, self._masthead) | {
            "headline": said,
            "sections": sections,
            "preview": _preview(sections, edition.speech),
            "ways": ways,
        }
        subject = f"{said}｜{edition.speech.words.day(local.date(), local.year)}"
        hook = way(reader.address) is Way.WEBHOOK
        text = edition.environment.get_template("digest.txt")
        return Message(
            recipient=reader.address,
            subject=subject,
            text=posting.body(digest, subject) if hook else text.render(page),
            html=edition.environment.get_template("digest.html").render(page),
            message_id=_id(digest.period, digest, self._masthead),
            date=local,
            headers=_headers(digest, self._masthead, ways),
        )

    def page(self, digest: Digest, targets: str, room: float) -> str:
        """Render a digest as the body of a page in the browser, as `render_page` says."""
        edition = Edition(digest.subscription.subscriber.language, _local(digest).year, inline=False, targets=targets)
        page = _page(digest, edition.speech, self._masthead) | {
            "headline": fit(headline(digest, edition.speech)),
            "sections": self._blocks.sections(digest, edition, room),
            "ways": _Ways(),
        }
        return edition.environment.get_template("page.html").render(page)


@lru_cache(16)
def _bare(sender: str) -> str:
    return parseaddr(sender)[1]


def _page(digest: Digest, speech: Tongue, masthead: Masthead) -> dict[str, Any]:
    reader, coverage = digest.subscription.subscriber, digest.coverage
    return {
        "cadence": speech.gettext(CADENCES[digest.subscription.cadence]),
        "day": speech.words.day(_local(digest).date(), 0),
        "topics": _topics(digest, speech, masthead),
        "is_empty": not digest.changes,
        "polled": coverage.polled,
        "failing": _named(coverage.failing, speech),
        "quiet": _named(coverage.quiet, speech),
        "troubles": len(coverage.failing),
        "silent": len(coverage.quiet),
        "wanted": _wanted(digest.subscription.filter, speech, masthead),
        "recipient": masked(reader.address),
        "sender": masthead.address,
        "language": speech.language,
    }


def _preview(sections: Sequence[Section], speech: Tongue) -> str:
    """Say what comes first, for where mail clients show it beside the subject."""
    briefs = [block.brief for section in sections for block in section.blocks if block.brief]
    return speech.gettext("；").join(briefs[:_PREVIEWED])


def _topics(digest: Digest, speech: Tongue, masthead: Masthead) -> str:
    counted = Counter(chain.from_iterable(it.origin.topics for it in digest.changes))
    titles = masthead.titles(speech.language)
    named = (f"{titles.get(name, name)} {count}" for name, count in counted.most_common())
    return fit(speech.gettext("、").join(named))


def _named(sources: Sequence[str], speech: Tongue) -> str:
    named = speech.gettext("、").join(one_line(it, _SOURCE) for it in sources[:_SOURCES])
    return fit(speech.gettext("%(names)s 等", names=named) if len(sources) > _SOURCES else named)


def _wanted(wanted: Filter, speech: Tongue, masthead: Masthead) -> str:
    """Say what a subscription asks for: “地区：示例省；关键词：小巨人”."""
    words, say, titles = speech.words, speech.gettext, masthead.titles(speech.language)
    parts = (
        (say("主题"), [titles.get(it, it) for it in wanted.topics]),
        (say("人物"), wanted.officials),
        (say("机构"), wanted.organizations),
        (say("地区"), wanted.regions),
        (say("层级"), [words.level(Level(it)) for it in wanted.levels]),
        (say("对象"), wanted.objects),
        (say("关键词"), wanted.keywords),
        (say("须含"), wanted.required),
        (say("不含"), wanted.excluded),
        (say("类别"), [words.news(News(it)) for it in wanted.kinds]),
        (say("来源"), wanted.sources),
    )
    asked = (f"{name}{say('：')}{say('、').join(values)}" for name, values in parts if values)
    return fit(one_line(say("；").join(asked), _WANTED))


def _ways(digest: Digest, masthead: Masthead) -> _Ways:
    if masthead.links is None:
        return _Ways()
    subscription, now = digest.subscription, digest.composed_at
    return _Ways(
        digest=masthead.links.to_digest(subscription.id, digest.period, now),
        preferences=masthead.links.to(Purpose.PREFERENCES, subscription.subscriber.id, now),
        unsubscribe=masthead.links.to(Purpose.UNSUBSCRIBE, subscription.id, now),
    )


def _headers(digest: Digest, masthead: Masthead, ways: _Ways) -> dict[str, str]:
    by_mail = f"<mailto:{masthead.address}?subject=unsubscribe>"
    headers = {"List-Unsubscribe": by_mail}
    if ways.unsubscribe:  # RFC 8058: a mail client's button posts to the address, without a question
        headers["List-Unsubscribe"] = f"<{ways.unsubscribe}>, {by_mail}"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if digest.subscription.cadence is Cadence.WEEK:
        # The digests of a subscription are one thread, that of a mail which there never was.
        headers["In-Reply-To"] = headers["References"] = _id("weekly", digest, masthead)
    return headers


def _id(name: str, digest: Digest, masthead: Masthead) -> str:
    # The address is hashed: the id travels with every forwarded mail.
    # Keyed, so that nobody can guess one: a report on a mail that came back is believed because it knows it.
    secret = masthead.links.secret if masthead.links else ""
    named = f"{secret} {digest.subscription.id} {digest.subscription.subscriber.address} {name}"
    token = hashlib.sha256(named.encode()).hexdigest()[:20]
    return f"<{name}.{token}@{masthead.address.rpartition('@')[2]}>"


def _local(digest: Digest) -> datetime:
    return digest.composed_at.astimezone(ZoneInfo(digest.subscription.subscriber.zone))
