"""A digest → the message that a reader gets: a subject that says the substance, a text part, an HTML part.

Pure. What stands in the parts is decided in `_page`, how it looks in `templates/mail/`; every word of others is escaped
there. It never fetches anything: a mail holds no remote images and no tracking.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parseaddr
from itertools import groupby
from zoneinfo import ZoneInfo

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts import edit_lines, wording
from alerts.attribution import Source, one_line, source
from alerts.audience import Cadence, Filter, News
from alerts.digest import voice
from alerts.edit_lines import Line
from alerts.model import (
    Change,
    ChangeKind,
    Digest,
    Message,
    PageEdit,
    Statement,
    StatementKind,
    Status,
    Target,
)
from alerts.sayings import difference
from crawler.model import Level

_MOST = 30  # figures, and statements, that a mail shows: mail clients cut a page off at 100 kB
_NEAR = 100  # characters of a figure's sentence that a mail shows on either side of the number
_EXCERPT = 220  # characters of a statement that a mail shows at most

_REVISED = {ChangeKind.RAISED, ChangeKind.LOWERED, ChangeKind.POSTPONED, ChangeKind.ADVANCED}
_DISPUTED = {ChangeKind.CONTRADICTED: "另一来源", ChangeKind.IMPLAUSIBLE: "对照"}
_REACHING = {ChangeKind.PROGRESS, ChangeKind.ACHIEVED}
_SECTIONS = {
    "新目标": {(ChangeKind.NEW, Status.TARGET)},
    "目标调整": {(kind, Status.TARGET) for kind in _REVISED},
    "矛盾与存疑": {(kind, status) for kind in _DISPUTED for status in Status},
    "目标进展": {(kind, Status.ACHIEVED) for kind in _REACHING},
}
_REST = "数据与预测"
_CADENCES = {Cadence.INSTANT: "即时简报", Cadence.DAY: "每日简报", Cadence.WEEK: "每周简报"}

_environment = Environment(
    loader=PackageLoader("alerts", "templates/mail"),
    autoescape=select_autoescape(("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What all digests of a service share.

    The sender (`smewatch <digest@example.org>`), and the titles of its topics by their names.
    """

    sender: str
    topics: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return parseaddr(self.sender)[1]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure as a mail shows it.

    `before` and `before_time` are what it replaces, "" where it replaces nothing; `share` is how much of its goal is
    reached, "" where it has none; `sentence` is what stands before the number, the number, and what follows; `beside`
    is what has to be read with it.
    """

    tag: str
    kind: str
    name: str
    scope: str
    now: str
    time: str
    before: str
    before_time: str
    share: str
    sentence: tuple[str, str, str]
    by: str
    reason: str
    source: Source
    beside: "_Beside | None"


@dataclass(frozen=True, slots=True)
class _Beside:
    """The figure that another one is held against, and its sentence; no `source` where it stood on the same page."""

    label: str
    figure: str
    sentence: tuple[str, str, str]
    source: Source | None


@dataclass(frozen=True, slots=True)
class _Saying:
    """One statement as a mail shows it; of a reworded one in the place of `text` the `lines` that differ.

    `before` is where the earlier wording was read, None where there is none.
    """

    text: str
    source: Source
    tag: str = ""
    lines: tuple[Line, ...] = ()
    before: Source | None = None


def render(digest: Digest, masthead: Masthead) -> Message:
    """Render a digest as a mail."""
    reader = digest.subscription.subscriber
    local = digest.composed_at.astimezone(ZoneInfo(reader.zone))
    subject = one_line(_subject(digest, local.date()))
    page = _page(digest, masthead) | {"subject": subject}
    return Message(
        recipient=reader.address,
        subject=subject,
        text=_environment.get_template("digest.txt").render(page),
        html=_inliner.inline(_environment.get_template("digest.html").render(page)),
        message_id=_message_id(digest, masthead),
        date=local,
    )


def _subject(digest: Digest, day: date) -> str:
    parts = [_figures_in_brief(digest.targets), _speakers_in_brief(digest.statements), _edits_in_brief(digest.edits)]
    return f"{'；'.join(filter(None, parts))}｜{day.month}月{day.day}日"


def _figures_in_brief(changes: tuple[Change, ...]) -> str:
    if len(changes) == 1 and isinstance(changes[0].finding, Target):
        target = changes[0].finding
        return f"{wording.kind(changes[0].kind, target)}：{target.object} {wording.figure(target)}"
    kinds = Counter(wording.kind(change.kind, change.finding) for change in changes)
    return "，".join(f"{count} 个{kind}" for kind, count in kinds.items())


def _speakers_in_brief(changes: tuple[Change, ...]) -> str:
    names = [
        name for name, _ in dict.fromkeys(voice(it.finding) for it in changes if isinstance(it.finding, Statement))
    ]
    if not names:
        return ""
    people = all(it.finding.speaker for it in changes if isinstance(it.finding, Statement))
    return f"{names[0]}等 {len(names)} {'人' if people else '方'}表态" if len(names) > 1 else f"{names[0]}表态"


def _edits_in_brief(changes: tuple[Change, ...]) -> str:
    return f"{len(changes)} 处页面修订" if changes else ""


def _page(digest: Digest, masthead: Masthead) -> dict[str, object]:
    reader = digest.subscription.subscriber
    local = digest.composed_at.astimezone(ZoneInfo(reader.zone))
    shown, said = digest.targets[:_MOST], digest.statements[:_MOST]
    sections: dict[str, list[_Figure]] = {}
    for change in shown:
        if isinstance(change.finding, Target):
            sections.setdefault(_section(change, change.finding), []).append(
                _figure(change, change.finding, digest.statements, local.year)
            )
    return {
        "sections": sections,
        "officials": [
            (name, _office(group[0]), [_saying(change, local.year) for change in group])
            for (name, _), changes in groupby(said, key=_voice)
            if (group := list(changes))
        ],
        "edits": [
            edit_lines.shown(it.finding, it.origin, local.year)
            for it in digest.edits[:_MOST]
            if isinstance(it.finding, PageEdit)
        ],
        "topics": _topics(digest, masthead),
        "more": sum(max(0, len(it) - _MOST) for it in (digest.targets, digest.statements, digest.edits)),
        "coverage": digest.coverage,
        "cadence": _CADENCES[digest.subscription.cadence],
        "wanted": _wanted(digest.subscription.filter, masthead),
        "recipient": reader.address,
        "sender": masthead.address,
    }


def _topics(digest: Digest, masthead: Masthead) -> str:
    counted = Counter(name for it in (*digest.targets, *digest.statements, *digest.edits) for name in it.origin.topics)
    return "、".join(f"{wording.topics([name], masthead.topics)} {count}" for name, count in counted.most_common())


def _section(change: Change, target: Target) -> str:
    return next((name for name, kinds in _SECTIONS.items() if (change.kind, target.status) in kinds), _REST)


def _figure(change: Change, target: Target, statements: tuple[Change, ...], year: int) -> _Figure:
    known = change.before if isinstance(change.before, Target) else None
    before = known if change.kind in _REVISED else None  # a goal that is measured up to still stands
    goal = known if change.kind in _REACHING else None
    return _Figure(
        tag=wording.kind(change.kind, target),
        kind=change.kind,
        name=target.object,
        scope=target.scope,
        now=wording.figure(target),
        time=wording.when(target),
        before=wording.figure(before) if before else "",
        before_time=wording.when(before) if before else "",
        share=wording.share(target.value, goal.value) if goal else "",
        sentence=_marked(target),
        by=_said_by(change, target, statements),
        reason=change.reason,
        source=source(change.origin, year),
        beside=_beside(change, year),
    )


def _beside(change: Change, year: int) -> _Beside | None:
    """Return what a figure contradicts, is doubted for or took the place of on its page: both sentences are shown."""
    before, against = change.before, change.against
    if not isinstance(before, Target) or against is None:
        return None
    places = {change.origin.url, *(it.url for it in change.origin.also)}
    if against.url and against.url in places:
        return _Beside("修改前", wording.summary(before), _marked(before), None)
    if change.kind not in _DISPUTED:
        return None
    return _Beside(_DISPUTED[change.kind], wording.summary(before), _marked(before), source(against, year))


def _marked(target: Target) -> tuple[str, str, str]:
    """Split a target's sentence round its number; of a long one the parts near the number are kept."""
    sentence, number = target.sentence, target.number
    before = one_line(sentence.text[: number.start - sentence.start])
    after = one_line(sentence.text[number.end - sentence.start :])
    return (
        before if len(before) <= _NEAR else f"…{before[-_NEAR:]}",
        number.text,
        after if len(after) <= _NEAR else f"{after[:_NEAR]}…",
    )


def _said_by(change: Change, target: Target, statements: tuple[Change, ...]) -> str:
    """Name the official in whose words a figure stands, "" where nobody's or nobody new's."""
    for it in statements:
        said = it.finding
        if (
            isinstance(said, Statement)
            and it.origin.revision == change.origin.revision
            and said.evidence.start <= target.evidence.start
            and target.evidence.end <= said.evidence.end
        ):
            return _office(it) + (said.speaker or "")
    return ""


def _voice(change: Change) -> tuple[str, str]:
    return voice(change.finding) if isinstance(change.finding, Statement) else ("", "")


def _office(change: Change) -> str:
    said = change.finding
    if not isinstance(said, Statement) or not said.speaker:
        return ""
    return f"{said.organization or ''}{said.position or ''}"


def _saying(change: Change, year: int) -> _Saying:
    finding = change.finding
    assert isinstance(finding, Statement)
    read_in = source(change.origin, year)
    if (compared := difference(change)) and change.against:
        lines = edit_lines.lines(compared.sentences)
        return _Saying("", read_in, wording.kind(change.kind, finding), lines, source(change.against, year))
    words = _in_quotation_marks("".join(finding.evidence.text.splitlines()), finding.kind)
    cut = len(words) > _EXCERPT
    if cut:
        end = max(words.rfind(mark, _EXCERPT // 2, _EXCERPT) for mark in "。！？；，")
        words = words[: end if end > 0 else _EXCERPT]
    return _Saying(f"{words}……" if cut else words, read_in)


def _in_quotation_marks(words: str, kind: StatementKind) -> str:
    """Give a statement the outer marks back that its extent leaves out: what was said stands between marks."""
    depth = lowest = 0
    for character in words:
        depth += (character == "“") - (character == "”")
        lowest = min(lowest, depth)
    if kind is StatementKind.DIRECT and lowest == 0 == depth:
        return f"“{words}”"
    return "“" * -lowest + words + "”" * (depth - lowest)


def _wanted(wanted: Filter, masthead: Masthead) -> str:
    parts = (
        ("主题", [wording.topics([it], masthead.topics) for it in wanted.topics]),
        ("人物", wanted.officials),
        ("机构", wanted.organizations),
        ("地区", wanted.regions),
        ("层级", [wording.level(Level(it)) for it in wanted.levels]),
        ("对象", wanted.objects),
        ("关键词", wanted.keywords),
        ("须含", wanted.required),
        ("不含", wanted.excluded),
        ("类别", [wording.news(News(it)) for it in wanted.kinds]),
        ("来源", wanted.sources),
    )
    return "；".join(f"{name}：{'、'.join(values)}" for name, values in parts if values)


def _message_id(digest: Digest, masthead: Masthead) -> str:
    # The address is hashed: the id travels with every forwarded mail.
    named = f"{digest.subscription.id} {digest.subscription.subscriber.address} {digest.period}"
    token = hashlib.sha256(named.encode()).hexdigest()[:20]
    return f"<{digest.period}.{token}@{masthead.address.rpartition('@')[2]}>"
