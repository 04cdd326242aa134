"""A digest → the message that a reader gets: a subject that says the substance, a text part, an HTML part.

Pure. What is said of each piece of news is decided in `alerts.items`, how it looks in `templates/mail/`; every word of
others is escaped there. A mail is put together from blocks, one for each piece of news: they are the same for all
readers of a language, and made once. It never fetches anything: a mail holds no remote images and no tracking.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from itertools import accumulate, groupby
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from alerts import items, posting, styles, wording
from alerts.attribution import one_line
from alerts.audience import Cadence, Filter, Language, News
from alerts.digest import voice
from alerts.headline import headline
from alerts.language import Tongue, tongue
from alerts.links import Links, Purpose
from alerts.model import Change, ChangeKind, Deadline, Digest, Message, Statement, Status, Target
from alerts.ways import Way, masked, way
from crawler.model import Level

_ROOM = 88_000  # bytes of HTML that the blocks of a mail may take: mail clients cut a page off at 102 kB
_PREVIEWED = 3  # pieces of news that a mail's preview names
_WANTED = 300  # characters of what a subscription asks for
_SOURCES = 8  # sources that are named as failing, or as quiet, and …
_SOURCE = 40  # … characters of each
_BLOCKS = 10_000  # blocks that are kept

_SECTIONS = {
    "新目标": {(ChangeKind.NEW, Status.TARGET)},
    "目标调整": {(kind, Status.TARGET) for kind in items.REVISED},
    "矛盾与存疑": {(kind, status) for kind in items.DISPUTED for status in Status},
    "目标进展": {(kind, Status.ACHIEVED) for kind in items.REACHING},
}
_REST = "数据与预测"
_CADENCES = {Cadence.INSTANT: "即时简报", Cadence.DAY: "每日简报", Cadence.WEEK: "每周简报"}

# What nobody means to write, or no mail can hold: control characters, those that begin a line or turn the direction of
# all that follows, and halves of surrogate pairs.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What all digests of a service share.

    The sender (`smewatch <digest@example.org>`), the titles of its topics by their names, and what makes links to its
    pages; without them a reader can only write to the sender.
    """

    sender: str
    topics: Mapping[str, str] = field(default_factory=dict)
    links: Links | None = None

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return parseaddr(self.sender)[1]


@dataclass(frozen=True, slots=True)
class _Ways:
    """The pages that a mail links to, each "" where there is none."""

    digest: str = ""
    preferences: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """One piece of news as it stands in a mail: in both parts, and in a few words."""

    html: Markup
    text: str
    brief: str
    size: int


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a digest; `count` is what its title says, and `more` counts what is left out."""

    title: str
    count: int
    blocks: Sequence[_Block]
    numbered: bool = True
    more: int = 0


def render(digest: Digest, masthead: Masthead) -> Message:
    """Render a digest as a mail."""
    return Renderer(masthead).render(digest)


def render_page(digest: Digest, masthead: Masthead) -> str:
    """Render a digest, whole, as the body of a page in the browser, whose looks are those of `styles.sheet()`."""
    return Renderer(masthead).page(digest)


class Renderer:
    """Renders the digests of one round. What they have in common is made once, so they must share their changes."""

    def __init__(self, masthead: Masthead) -> None:
        self._masthead = masthead
        # By what they show, which is held fast here, so that nothing else takes its place in memory.
        self._blocks: dict[tuple[object, ...], tuple[object, _Block]] = {}

    def render(self, digest: Digest) -> Message:
        """Render a digest as a mail: as much of it as mail clients show, and the link to the rest."""
        speech, local = _speech(digest), _local(digest)
        said = headline(digest, speech)
        sections = _fitting(self._sections(digest, speech, local.year, inline=True), _ROOM)
        ways = _ways(digest, self._masthead)
        page = self._page(digest, speech, local) | {
            "headline": said,
            "preview": _preview(sections, speech),
            "sections": sections,
            "ways": ways,
        }
        environment = _environment(speech.language, inline=True)
        subject = _fit(f"{said}｜{speech.words.day(local.date(), local.year)}")
        recipient = digest.subscription.subscriber.address
        hook = way(recipient) is Way.WEBHOOK
        return Message(
            recipient=recipient,
            subject=subject,
            text=posting.body(digest, subject) if hook else _fit(environment.get_template("digest.txt").render(page)),
            html=_fit(environment.get_template("digest.html").render(page)),
            message_id=_message_id(digest, self._masthead),
            date=local,
            headers=_headers(digest, self._masthead, ways),
        )

    def page(self, digest: Digest) -> str:
        """Render a digest, whole, as the body of a page in the browser."""
        speech, local = _speech(digest), _local(digest)
        sections = self._sections(digest, speech, local.year, inline=False)
        page = self._page(digest, speech, local) | {
            "headline": headline(digest, speech),
            "sections": sections,
            "ways": _Ways(),
        }
        return _fit(_environment(speech.language, inline=False).get_template("page.html").render(page))

    def _page(self, digest: Digest, speech: Tongue, local: datetime) -> dict[str, Any]:
        return {
            "cadence": speech.gettext(_CADENCES[digest.subscription.cadence]),
            "day": speech.words.day(local.date(), 0),
            "topics": _topics(digest, speech, self._masthead),
            "is_empty": not digest.changes,
            "polled": digest.coverage.polled,
            "failing": _named(digest.coverage.failing, speech),
            "quiet": _named(digest.coverage.quiet, speech),
            "troubles": len(digest.coverage.failing),
            "silent": len(digest.coverage.quiet),
            "wanted": _wanted(digest.subscription.filter, speech, self._masthead),
            "recipient": masked(digest.subscription.subscriber.address),
            "sender": self._masthead.address,
            "language": speech.language,
        }

    def _sections(self, digest: Digest, speech: Tongue, year: int, *, inline: bool) -> list[_Section]:
        """Return what a digest says, in the order of a mail: figures, officials, edits, deadlines."""

        def blocks(news: Iterable[Change | Deadline]) -> list[_Block]:
            return [self._block(it, speech, year, inline=inline) for it in news]

        found = [
            _Section(speech.gettext(title), len(changes), blocks(changes))
            for title, changes in _by_section(digest.targets)
        ]
        if digest.statements:
            officials = [list(group) for _, group in groupby(digest.statements, key=_voice)]
            sayings = [
                self._block(it, speech, year, inline=inline, first=not place)
                for group in officials
                for place, it in enumerate(group)
            ]
            found.append(_Section(speech.gettext("官员表态"), len(officials), sayings, numbered=False))
        if digest.edits:
            found.append(_Section(speech.gettext("页面修订"), len(digest.edits), blocks(digest.edits)))
        if digest.deadlines:
            title = speech.gettext("即将到期")
            found.append(_Section(title, len(digest.deadlines), blocks(digest.deadlines), numbered=False))
        return found

    def _block(self, news: Change | Deadline, speech: Tongue, year: int, *, inline: bool, first: bool = True) -> _Block:
        key = (id(news), speech.language, year, inline, first)
        if key not in self._blocks:
            if len(self._blocks) >= _BLOCKS:
                self._blocks.clear()
            self._blocks[key] = (news, _made(news, speech, year, inline=inline, first=first))
        return self._blocks[key][1]


def _made(news: Change | Deadline, speech: Tongue, year: int, *, inline: bool, first: bool) -> _Block:
    shown: Any
    if isinstance(news, Deadline):
        kind, shown, brief = "due", items.due(news, speech, year), ""
    elif isinstance(news.finding, Target):
        kind, shown = "figure", items.figure(news, news.finding, speech, year)
        brief = shown.brief
    elif isinstance(news.finding, Statement):
        kind, shown = "saying", items.saying(news, news.finding, speech, year)
        brief = shown.brief
    else:
        kind, shown = "edit", items.edit(news, news.finding, speech, year)
        brief = shown.source.title
    environment = _environment(speech.language, inline=inline)
    html = _fit(getattr(environment.get_template("blocks.html").module, kind)(shown, first))
    text = _fit(getattr(environment.get_template("blocks.txt").module, kind)(shown, first))
    return _Block(Markup(html), text, brief, len(html.encode()))  # noqa: S704 - a template has escaped it


@cache
def _environment(language: Language, *, inline: bool) -> Environment:
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
    environment.globals |= {"css": styles.attributes if inline else styles.classes, "dark": styles.dark_sheet}
    return environment


def _fitting(sections: Sequence[_Section], room: int) -> list[_Section]:
    """Leave out of each section what finds no room in a mail."""
    rooms = _shares([sum(block.size for block in it.blocks) for it in sections], room)
    return [_cut(it, share) for it, share in zip(sections, rooms, strict=True)]


def _shares(sizes: Sequence[int], room: int) -> list[int]:
    """Share room out: nobody gets more than needed, and those who need more get the same."""
    shares = [0] * len(sizes)
    for left, at in zip(range(len(sizes), 0, -1), sorted(range(len(sizes)), key=sizes.__getitem__), strict=True):
        shares[at] = min(sizes[at], room // left)
        room -= shares[at]
    return shares


def _cut(section: _Section, room: int) -> _Section:
    shown = sum(upto <= room for upto in accumulate(block.size for block in section.blocks))
    more = len(section.blocks) - shown
    return _Section(section.title, section.count, section.blocks[:shown], section.numbered, more)


def _preview(sections: Sequence[_Section], speech: Tongue) -> str:
    """Say what comes first, for where mail clients show it beside the subject."""
    briefs = [block.brief for section in sections for block in section.blocks if block.brief]
    return speech.gettext("；").join(briefs[:_PREVIEWED])


def _by_section(changes: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    sections: dict[str, list[Change]] = {}
    for it in changes:
        if isinstance(it.finding, Target):
            sections.setdefault(_section(it.kind, it.finding.status), []).append(it)
    return list(sections.items())


def _section(kind: ChangeKind, status: Status) -> str:
    return next((title for title, kinds in _SECTIONS.items() if (kind, status) in kinds), _REST)


def _voice(change: Change) -> tuple[str, str]:
    return voice(change.finding) if isinstance(change.finding, Statement) else ("", "")


def _topics(digest: Digest, speech: Tongue, masthead: Masthead) -> str:
    counted = Counter(name for it in digest.changes for name in it.origin.topics)
    named = (f"{wording.topics([name], masthead.topics)} {count}" for name, count in counted.most_common())
    return speech.gettext("、").join(named)


def _named(sources: Sequence[str], speech: Tongue) -> str:
    named = speech.gettext("、").join(one_line(it, _SOURCE) for it in sources[:_SOURCES])
    return speech.gettext("%(names)s 等", names=named) if len(sources) > _SOURCES else named


def _wanted(wanted: Filter, speech: Tongue, masthead: Masthead) -> str:
    """Say what a subscription asks for: “地区：示例省；关键词：小巨人”."""
    words, say = speech.words, speech.gettext
    parts = (
        (say("主题"), [wording.topics([it], masthead.topics) for it in wanted.topics]),
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
    return one_line(say("；").join(asked), _WANTED)


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


def _message_id(digest: Digest, masthead: Masthead) -> str:
    return _id(digest.period, digest, masthead)


def _id(name: str, digest: Digest, masthead: Masthead) -> str:
    # The address is hashed: the id travels with every forwarded mail.
    named = f"{digest.subscription.id} {digest.subscription.subscriber.address} {name}"
    token = hashlib.sha256(named.encode()).hexdigest()[:20]
    return f"<{name}.{token}@{masthead.address.rpartition('@')[2]}>"


def _speech(digest: Digest) -> Tongue:
    return tongue(digest.subscription.subscriber.language)


def _local(digest: Digest) -> datetime:
    return digest.composed_at.astimezone(ZoneInfo(digest.subscription.subscriber.zone))


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
