"""A title as it stands before a name (工信部中小企业局局长) → the top body and the office with its sub-unit.

A title may hold several offices (示例省委副书记、省长): the first whose body is told counts, a seat in a congress or a
consultative conference only where there is nothing else.
"""

import re
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from alerts.extract.organisations import STATE, STATE_AT_END, leading, named
from alerts.extract.reading import Span
from alerts.extract.vocabulary import alternation, load


class Title(NamedTuple):
    """An office: `organization` is None where the title does not tell it."""

    position: str | None
    organization: str | None
    official: bool


_DATA = load("positions")
_HEADS = alternation(_DATA["heads"])
_FINDER = AhoCorasick(_DATA["heads"], implementation=Implementation.DFA)
_GOING_ON = frozenset("会团级席")  # what makes another word of a head: 董事|会
_OFFICES = re.compile(
    rf"(?:(?:新任|新一任|时任|候任|代理|代|原|前|曾任|现任|名誉|常务|执行|高级|资深|首席|一级|二级|三级|四级|第一|副|总|党组|党委|"
    rf"有关|相关|主要|分管|业务|新闻|财务|技术|研究|市场|政策|产品|项目|品牌)*(?:{_HEADS}))$"
)
_UNNAMED = re.compile(rf"(?:{alternation(_DATA['unnamed'])})$")
_STATE = re.compile(rf"(?:{alternation(_DATA['official'])})$")
_DELEGATE = re.compile(rf"(?:{alternation(_DATA['delegates'])})$")
_SEAT = re.compile(rf"(?:{alternation([*_DATA['delegates'], *_DATA['ranks']])})$")
_PRIVATE = re.compile(alternation(_DATA["private"]))
# 某国交通部长: the ministry and its head share a word.
_MINISTER = re.compile(rf"(?P<state>{STATE})[原前代]?(?P<ministry>[\u4e00-\u9fff]{{1,10}}?[部署局])长$")
_UNMARKED = 8  # characters of a body's name that no mark tells: 某某材料董事长
_TOLD = re.compile("[了着过]|的$")  # words that are none of a name: 听取了集团
# What may stand before a title in its clause.
_LEAD = re.compile(rf"^.*(?:{alternation(_DATA['leads'])}|\d日电?|社[\u4e00-\u9fff]{{2,4}}电|[：“”])")


def heads(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return where the last words of titles stand (局长), in order; of those that overlap the first and longest."""
    words = text[start:end]
    found, free = [], 0
    matches = _FINDER.find_matches_as_indexes(words, overlapping=True)
    for _, first, last in sorted(matches, key=lambda it: (it[1], -it[2])):
        if first >= free and words[last : last + 1] not in _GOING_ON:
            found.append(Span(start + first, start + last))
            free = last
    return found


def parse(text: str) -> Title:
    """Read a title; words before it that are none of it are left out."""
    parts = [part for part in re.split("[、，]", _LEAD.sub("", text)) if part]
    if len(parts) < 2:
        return _office(parts[0]) if parts else Title(None, None, official=False)
    weighty = [part for part in parts if not _SEAT.search(part)] or parts
    offices = [_office(part) for part in weighty]
    told = next((office for office in offices if office.organization), offices[0])
    # 某公司管委会成员、投行业务负责人: the second office is of the same body, and all its words are the office's.
    positions = [
        office.position if index == 0 or office.organization != part.removesuffix(office.position or "") else part
        for index, (office, part) in enumerate(zip(offices, weighty, strict=True))
    ]
    position = "、".join(filter(None, positions)) or None
    return Title(position, told.organization, any(office.official for office in offices))


def unnamed(text: str) -> bool:
    """Whether a title is one that speaks for its body without a name (有关负责人)."""
    return bool(_UNNAMED.search(text))


def _office(text: str) -> Title:
    bodies = named(text)
    start = bodies[0].start if bodies else 0
    if (chief := text.find("首席", start)) > start:  # what stands before it is the body, whatever its name
        body = leading(text[start:chief])
        end = start + body.end if body else chief
        official = bool(body and body.official) and not _private(text)
        return Title(text[end:], body.name if body else text[start:chief], official)
    if minister := _MINISTER.match(text):
        return Title(text[-2:], minister["state"] + minister["ministry"], official=True)
    if body := leading(text[start:], None if start else bodies):
        position = text[start + body.end :] or None
        if position and position.startswith("长"):  # 财政部长
            position = body.name[-1] + position
        held = _PRIVATE.search(position or "") or _DELEGATE.search(text)
        return Title(position, body.name, not held and (body.official or _of_state(text)))
    office = _OFFICES.search(text)
    before = text[: office.start()] if office else ""
    if country := STATE_AT_END.search(before):
        return Title(office[0] if office else None, country[0], official=True)
    unmarked = 0 < len(before) <= _UNMARKED and not _TOLD.search(before)
    return Title(office[0] if office else None, before if unmarked else None, _of_state(text))


def _private(text: str) -> bool:
    return bool(_DELEGATE.search(text) or _PRIVATE.search(text))


def _of_state(text: str) -> bool:
    return bool(_STATE.search(text)) and not _private(text)
