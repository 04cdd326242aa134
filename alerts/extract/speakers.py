"""Who says it: the words before a cue → a person with office and body, a body, a meeting, or the reason why nobody.

The grammar of a subject is organisation, sub-unit, position, name, each part optional, with adverbs round it
(此外，示例省工信厅副厅长张某某昨天还对记者表示).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from string import digits
from typing import TypeAlias

from alerts.extract import names, titles
from alerts.extract.belonging import completed
from alerts.extract.clauses import ADVERBS, CONTRASTING, OPENING, clause_start
from alerts.extract.cues import Cue, Frame
from alerts.extract.meetings import meeting, sitting
from alerts.extract.organisations import Body, endings, leading, named, side
from alerts.extract.people import SUBJECT, People, Speaker, name_before, person
from alerts.extract.reading import Reading, Span
from alerts.extract.vocabulary import alternation, load


class Nobody(StrEnum):
    """Why the words before a cue name no speaker."""

    PRESS = "press"
    DOCUMENT = "document"
    VAGUE = "vague"
    ATTITUDE = "attitude"
    UNKNOWN = "unknown"


Last: TypeAlias = tuple[int, Speaker] | None
"""Where somebody spoke last before a cue, and who."""

_DATA = load("cues")
_PRONOUN = re.compile("[他她]")
_AGAIN = re.compile(r"(?:该|这位|上述|这名|那位)[^，。]{0,8}(?:负责人|发言人|人士|官员|局长|司长|经理|专家)$")
_UNMARKED = re.compile(
    r"(?![这那该其此本两双多各大当有据我你他她它]|上述|相关)(?:(?![的了是在有和与等并们])[\w·]){2,8}"
)
_PRESS = re.compile(rf"[^，。对向告受]{{0,6}}?(?:{alternation(_DATA['press'])})")
_DOCUMENT = re.compile(rf"{alternation([*_DATA['documents'], *(f'{digit}条' for digit in digits), '》', '”'])}$")
_VAGUE = re.compile(rf"(?:{alternation(_DATA['vague'])})(?:们|代表|负责人)?$|\d%|^(?:{alternation(_DATA['several'])})")
# 一家物流企业的负责人: a body that is not named, and who speaks for it.
_ONE_OF = re.compile(
    r"一家(?P<body>[^，。；：“”的]{2,20}(?:企业|公司|工厂|银行|店|机构))的?"
    rf"(?P<office>{alternation(load('positions')['unnamed'])})"
)
_ITSELF = re.compile("(?:(?:该|本)?(?:公司|集团|银行|协会)|[该本](?:机构|组织|基金会|中心|[行部局委会厅]))(?:方面)?")
_CLAUSE, _PAUSE = re.compile("^|[，。；：！？“”、\\n]"), re.compile("[，。；！？]")
_SHORTEST = 2  # characters of a body's name that no mark tells
_CHAIN = 3  # sentences before a pronoun, of which all but the first begin with one themselves
_NEAR, _NAME = 300, 30  # characters before an unnamed speaker in which the body is looked for, and of its name


def who(reading: Reading, cue: Cue, people: People, last: Last) -> Speaker | Nobody:
    """Name the speaker of a cue; `last` is who spoke last before it."""
    found = _found(reading, cue, people, last)
    if isinstance(found, Nobody) or not found.organization:
        return found
    body = completed(found.organization, reading, cue.start)
    return found if body == found.organization else replace(found, organization=body)


def _found(reading: Reading, cue: Cue, people: People, last: Last) -> Speaker | Nobody:
    start = clause_start(reading.text, cue.start)
    clause = reading.text[start : cue.start]
    if cue.frame is Frame.NOUN:
        clause = clause[clause.rfind("在") + 1 :] if "在" in clause else ""
    elif cue.frame is Frame.LABEL:
        return _labelled(reading, start, clause, people)
    elif ADVERBS.fullmatch(clause):
        carried = people.heading(cue.start) or _sitting(reading, cue.start) or _acting(reading, cue)
        return carried or _going_on(reading, start, clause, last) or Nobody.UNKNOWN
    if _is_pronoun(clause):
        return _last_person(reading, cue.start, people, last) or Nobody.UNKNOWN
    if last and _AGAIN.search(clause):
        return last[1]
    found = _titled(clause, people) or _untitled(reading, start, clause, people, last)
    return Nobody.ATTITUDE if isinstance(found, Speaker) and _beyond(cue, found) else found


def _is_pronoun(clause: str) -> bool:
    """Whether 他 or 她 is the subject of a clause."""
    return any(
        ADVERBS.fullmatch(clause, 0, it.start()) and ADVERBS.fullmatch(clause, it.end())
        for it in _PRONOUN.finditer(clause)
    )


def _untitled(reading: Reading, start: int, clause: str, people: People, last: Last) -> Speaker | Nobody:
    lead = _lead(clause)
    candidates = tuple(_names(clause, lead))
    return (
        _known(candidates, people, last)
        or _impersonal(reading, start, clause, lead)
        or _by_form(reading, start, clause, candidates, people=people, last=last)
        or _unlisted(reading, start, clause, lead, people)
        or (Nobody.VAGUE if _VAGUE.search(clause) else Nobody.UNKNOWN)
    )


def _lead(clause: str) -> int:
    """Return where the subject of a clause begins, behind the adverbs that may stand before it."""
    opening = ADVERBS.match(clause)
    return opening.end() if opening else 0


def _sitting(reading: Reading, offset: int) -> Speaker | None:
    name = sitting(reading, reading.sentence_at(offset).start)
    return Speaker(None, None, name, official=True, meeting=True) if name else None


def _acting(reading: Reading, cue: Cue) -> Speaker | Nobody | None:
    """Return the body that the sentence of a cue without a subject begins with: 某部发布通知，要求各地……."""
    sentence = reading.sentence_at(cue.start)
    opening = OPENING.match(reading.text, sentence.start, cue.start)
    start = opening.end() if opening else sentence.start
    body = next((body for body in named(reading.text[start : min(start + _NAME, cue.start)]) if body.start == 0), None)
    if not body:
        return None
    speaker = Speaker(None, None, body.name, body.official)
    return Nobody.ATTITUDE if _beyond(cue, speaker) else speaker


def _going_on(reading: Reading, start: int, clause: str, last: Last) -> Speaker | None:
    """Return who spoke last where a clause without a subject goes on about that: ……；强调…… and ……。”同时表示，……."""
    goes_on = reading.text[start - 1 : start] in "；”" and (start == reading.sentence_at(start).start)
    if not last or not goes_on or reading.paragraph_at(start) != reading.paragraph_at(last[0]):
        return None
    return last[1]


def _labelled(reading: Reading, start: int, label: str, people: People) -> Speaker | Nobody:
    if label != "答":
        found = _titled(label, people) or _known(_names(label, _lead(label)), people, None)
        return found or _returning(reading, label) or Nobody.UNKNOWN
    return people.answerer or Nobody.UNKNOWN


def _returning(reading: Reading, label: str) -> Speaker | None:
    """Take a label that has the form of a name for one where an interview has it again and again."""
    answers = len(label) in names.ends(label, 0) and reading.text.count(f"{label}：") > 1
    return Speaker(label, None, None, official=False) if answers else None


def _beyond(cue: Cue, speaker: Speaker) -> bool:
    """Whether a cue is one that such a speaker cannot have: a body does not hope, and only meetings resolve."""
    if cue.word in _DATA["resolutions"]:
        return not speaker.meeting
    return cue.word in _DATA["attitudes"] and not (speaker.name or speaker.meeting)


def _impersonal(reading: Reading, start: int, clause: str, lead: int) -> Speaker | Nobody | None:
    if _PRESS.match(clause, lead):
        return Nobody.PRESS
    if name := meeting(reading, start, clause):
        return Speaker(None, None, name, official=True, meeting=True)
    if listed := _listed(clause):
        return listed
    return Nobody.DOCUMENT if _DOCUMENT.search(clause) else None


def _last_person(reading: Reading, offset: int, people: People, last: Last) -> Speaker | None:
    """Return whom 他 means: who was named last before it, with an office or as the subject of a sentence, or spoke."""
    candidates = [last] if last and (last[1].name or last[1].position) else []
    if mention := people.before(offset):
        candidates.append((mention.start, people.tell(mention.speaker)))
    earlier = reading.sentence_at(offset).start
    for _ in range(_CHAIN):
        earlier = reading.sentence_at(earlier - 1).start
        if reading.text[earlier] not in "他她":
            break
    said = last[0] if last else 0  # clauses that follow it are told by the one who spoke
    begun = [match.end() for match in _PAUSE.finditer(reading.text, earlier, offset)] if said < earlier else []
    for start in (earlier, reading.sentence_at(offset).start, *begun):
        if known := people.beginning(start, offset):
            candidates.append((start, known))
    return max(candidates, key=lambda candidate: candidate[0])[1] if candidates else None


def _titled(clause: str, people: People) -> Speaker | None:
    """Read a title and a name, in either order, or an office that only one person of the article holds (总书记)."""
    for head in reversed(titles.heads(clause)):
        for end in names.ends(clause, head.end):
            if ADVERBS.fullmatch(clause, end):
                return people.tell(person(clause[head.end : end], clause[_after_name(clause, head) : head.end]))
        if not ADVERBS.fullmatch(clause, head.end):
            continue
        if before := name_before(clause, head):
            start, office = before
            name = clause[start:office]
            if people.of(name) or ADVERBS.fullmatch(clause, 0, start):
                body = leading(clause[:start])  # other words before a known name are none of the title
                begin = 0 if body and body.end == start else start
                return people.tell(person(name, clause[begin:start] + clause[office : head.end]))
        word = clause[head.start : head.end]
        if ADVERBS.fullmatch(clause, 0, head.start) and (holder := people.holder(word)):
            return holder
    return None


def _after_name(clause: str, head: Span) -> int:
    """Return where a title begins in a clause that names others with theirs before it."""
    ends = (end for other in titles.heads(clause, 0, head.start) for end in names.ends(clause, other.end))
    return max((end + 1 for end in ends if end < head.start and clause[end] in "、和与同及"), default=0)


def _known(candidates: Iterable[str], people: People, last: Last) -> Speaker | None:
    """Find the name, without a title, of a person of whom the article or the register tells more."""
    for name in candidates:
        if told := people.of(name):
            return last[1] if last and last[1].name == name and last[1].organization else told
    return None


def _by_form(
    reading: Reading, start: int, clause: str, candidates: Iterable[str], *, people: People, last: Last
) -> Speaker | None:
    """Find a name of which the article tells no more, where its form and its place make it sure."""
    sentence = reading.sentence_at(start).start
    # After a quotation a name stands as free as at the beginning of a sentence: “……”，张某某说。
    free = sentence == start or "”" in reading.text[max(0, start - 2) : start]
    # Where one person has spoken in the sentence, a name that is all of a later clause is another's: ……，李某则称…….
    in_turn = last and last[1].name and last[0] >= sentence
    for name in candidates:
        if name.endswith(tuple(CONTRASTING)):
            continue
        alone = clause.rstrip(CONTRASTING) == name
        if (free and len(name) > 2) or (in_turn and alone) or people.begins_clauses(name) > 1:
            return Speaker(name, None, None, official=False)
    return None


def _names(clause: str, lead: int) -> Iterator[str]:
    """Yield what has the form of a name and is, with the adverbs round it, the subject of a clause."""
    subject = SUBJECT.match(clause)
    for begin in {subject.end() if subject else 0, lead, 0}:
        for end in names.ends(clause, begin):
            if ADVERBS.fullmatch(clause, end):
                yield clause[begin:end]


def _listed(clause: str) -> Speaker | None:
    for body in named(clause):
        for end in _office_ends(clause, body.end):
            if ADVERBS.fullmatch(clause, end):
                return Speaker(None, clause[body.end : end] or None, body.name, body.official)
    return None


def _unlisted(reading: Reading, start: int, clause: str, lead: int, people: People) -> Speaker | None:
    if (one := _ONE_OF.match(clause, lead)) and ADVERBS.fullmatch(clause, one.end()):
        return Speaker(None, one["office"], one["body"], official=False)
    if (state := side(clause[lead:])) and ADVERBS.fullmatch(clause, lead + state.end):
        return Speaker(None, None, state.name, state.official)
    for end in _office_ends(clause, lead, alone=True):
        # 财务人员告诉记者, 公司表示: of the body that was named last
        if end > lead and ADVERBS.fullmatch(clause, end) and (nearest := _nearest(reading.text, start)):
            position = clause[lead:end] if titles.unnamed(clause[lead:end]) else None
            return Speaker(None, position, nearest.name, nearest.official)
    for body in endings(clause[lead:]):
        if _VAGUE.search(clause[lead : lead + body.end]):
            continue
        for end in _office_ends(clause, lead + body.end):
            if ADVERBS.fullmatch(clause, end):
                return Speaker(None, clause[lead + body.end : end] or None, body.name, body.official)
    sentence = reading.sentence_at(start).start
    alone = OPENING.fullmatch(reading.text, sentence, start)
    return (people.named_at(clause, lead) or _unmarked(clause[lead:])) if alone else None


def _unmarked(subject: str) -> Speaker | None:
    """Take the short subject of a sentence for a body, or a person, where no mark tells what it is: 某某汽车表示."""
    longest = _UNMARKED.match(subject)
    ends = range(_SHORTEST, longest.end() + 1) if longest else ()
    name = next((subject[:end] for end in ends if ADVERBS.fullmatch(subject, end)), "")
    if not name or _VAGUE.search(name) or _DOCUMENT.search(name) or _calling(name):
        return None
    # One of two characters that has the form of a name is more often a person than a body.
    if len(name) in names.ends(name, 0):
        return Speaker(name, None, None, official=False)
    return Speaker(None, None, name, official=False)


def _calling(subject: str) -> bool:
    """Whether a subject is somebody by calling or office alone: 企业主, 小店主."""
    return any(head.end == len(subject) for head in titles.heads(subject))


def _nearest(text: str, end: int) -> Body | None:
    """Return the body that was named last in the text before `end`."""
    starts = [match.end() for match in _CLAUSE.finditer(text, max(0, end - _NEAR), end)]
    bodies = (_last_named(text[start : min(end, start + _NAME)]) for start in reversed(starts))
    return next(filter(None, bodies), None)


@lru_cache(maxsize=1024)
def _last_named(clause: str) -> Body | None:
    bodies = named(clause)
    return bodies[-1] if bodies else leading(clause)


def _office_ends(clause: str, start: int, *, alone: bool = False) -> Iterator[int]:
    """Yield where a body's unnamed speaker may end; `alone`: or a word that stands for the body itself."""
    yield start
    if alone and (match := _ITSELF.match(clause, start)):
        yield match.end()
    for head in titles.heads(clause, start):
        if titles.unnamed(clause[start : head.end]):
            yield head.end
