"""A digest → its sections, made of blocks: one for each piece of news, as it stands in a mail or on a page.

A block depends on the reader by language alone, so it is made once and serves all digests of a round; what stands in it
is decided in `alerts.items`.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from alerts import items
from alerts.audience import Language
from alerts.characters import fit
from alerts.digest import voice
from alerts.language import Tongue, tongue
from alerts.mail_templates import environment
from alerts.model import DISPUTED, REVISED, Change, ChangeKind, Deadline, Digest, Statement, Status, Target

News = Change | Deadline

# The sections of figures by their titles; what stands in none is of the rest.
_SECTIONS = {
    "新目标": {(ChangeKind.NEW, Status.TARGET)},
    "目标调整": {(kind, Status.TARGET) for kind in REVISED},
    "矛盾与存疑": {(kind, status) for kind in DISPUTED for status in Status},
    "目标进展": {(kind, Status.ACHIEVED) for kind in items.REACHING},
}
_REST = "数据与预测"
_STATEMENTS, _EDITS, _DEADLINES = "官员表态", "页面修订", "即将到期"
_SECTION_OF = {it: title for title, kinds in _SECTIONS.items() for it in kinds}


@dataclass(frozen=True, slots=True)
class Edition:
    """How blocks are made: in which language, for which year, and with the styles in each element or not.

    `targets` is the address below which figures have pages, "" where they are not linked.
    """

    language: Language
    year: int
    inline: bool
    targets: str = ""

    @property
    def speech(self) -> Tongue:
        """How its language is written."""
        return tongue(self.language)

    @property
    def environment(self) -> Environment:
        """Where its templates are found."""
        return environment(self.language, inline=self.inline)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of news as it stands in a mail: in both parts, and in a few words. `size` is that of the HTML in bytes.

    What stands in it is escaped, and fit to be mailed.
    """

    html: Markup
    text: str
    brief: str
    size: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest; `count` is what its title says, and `more` counts the blocks that are left out."""

    title: str
    count: int
    blocks: Sequence[Block]
    more: int
    numbered: bool

    @property
    def html(self) -> Markup:
        """Its blocks one after the other."""
        return Markup("".join(it.html for it in self.blocks))  # noqa: S704 - each is escaped

    @property
    def text(self) -> str:
        """Its blocks one after the other, with their numbers where they have any."""
        if not self.numbered:
            return "\n".join(it.text for it in self.blocks)
        return "\n".join(f"{number}. {it.text}" for number, it in enumerate(self.blocks, 1))


@dataclass(frozen=True, slots=True)
class _Part:
    """The news of a section. Among statements some are `followers` of another one by the same official."""

    title: str
    count: int
    news: Sequence[News]
    numbered: bool = True
    followers: frozenset[int] = frozenset()


class Blocks:
    """The blocks of a round of digests, which share their changes."""

    def __init__(self) -> None:
        # By the news that they are of, which is held fast here, so that nothing else takes its place in memory.
        self._made: defaultdict[Edition, dict[tuple[int, bool], tuple[News, Block]]] = defaultdict(dict)

    def sections(self, digest: Digest, edition: Edition, room: float = math.inf) -> list[Section]:
        """Return what a digest says, in the order of a mail, and as much of it as finds room (bytes of HTML)."""
        parts = _parts(digest)
        made = [self._upto(part, edition, room) for part in parts]
        rooms = _shares([sum(it.size for it in blocks) for blocks in made], room)
        return [_section(*it, edition.speech) for it in zip(parts, made, rooms, strict=True)]

    def _upto(self, part: _Part, edition: Edition, room: float) -> list[Block]:
        """Return the first blocks of a part, until they are more than there is room for."""
        blocks, made = list[Block](), self._made[edition]
        for it in part.news:
            if room < 0:
                break
            key = (id(it), id(it) in part.followers)
            if key not in made:
                made[key] = (it, _block(it, edition, follows=key[1]))
            blocks.append(made[key][1])
            room -= blocks[-1].size
        return blocks


def _parts(digest: Digest) -> list[_Part]:
    """Return the news of a digest by its sections: figures, officials, edits, deadlines."""
    figures: defaultdict[str, list[Change]] = defaultdict(list)
    for it in digest.targets:
        if isinstance(it.finding, Target):
            figures[_SECTION_OF.get((it.kind, it.finding.status), _REST)].append(it)
    officials = [list(group) for _, group in groupby(digest.statements, key=_voice)]
    followers = frozenset(id(it) for group in officials for it in group[1:])
    parts = [
        *(_Part(title, len(changes), changes) for title, changes in figures.items()),
        _Part(_STATEMENTS, len(officials), digest.statements, numbered=False, followers=followers),
        _Part(_EDITS, len(digest.edits), digest.edits),
        _Part(_DEADLINES, len(digest.deadlines), digest.deadlines, numbered=False),
    ]
    return [it for it in parts if it.count]


def _section(part: _Part, blocks: Sequence[Block], room: float, speech: Tongue) -> Section:
    shown = sum(upto <= room for upto in accumulate(it.size for it in blocks))
    return Section(speech.gettext(part.title), part.count, blocks[:shown], len(part.news) - shown, part.numbered)


def _shares(sizes: Sequence[int], room: float) -> list[float]:
    """Share room out: nobody gets more than needed, and those who need more get the same."""
    shares = [0.0] * len(sizes)
    for left, at in zip(range(len(sizes), 0, -1), sorted(range(len(sizes)), key=sizes.__getitem__), strict=True):
        shares[at] = min(sizes[at], room / left)
        room -= shares[at]
    return shares


def _voice(change: Change) -> tuple[str, str]:
    return voice(change.finding) if isinstance(change.finding, Statement) else ("", "")


def _block(news: News, edition: Edition, *, follows: bool) -> Block:
    speech, year = edition.speech, edition.year
    shown: Any
    if isinstance(news, Deadline):
        kind, shown, brief = "due", items.due(news, speech, year), ""
    elif isinstance(news.finding, Target):
        kind, shown = "figure", items.figure(news, news.finding, speech, year)
        shown, brief = replace(shown, page=f"{edition.targets}{news.number}" if edition.targets else ""), shown.brief
    elif isinstance(news.finding, Statement):
        kind, shown = "saying", items.saying(news, news.finding, speech, year)
        shown, brief = replace(shown, follows=follows), shown.brief
    else:
        kind, shown = "edit", items.edit(news, news.finding, speech, year)
        brief = shown.source.title
    html, text = (
        fit(getattr(edition.environment.get_template(name).module, kind)(shown))
        for name in ("blocks.html", "blocks.txt")
    )
    return Block(Markup(html), text, fit(brief), len(html.encode()))  # noqa: S704 - the template has escaped it
