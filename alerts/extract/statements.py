"""A text → who said what: the statements that it attributes to persons, bodies and meetings.

Every occurrence of a cue is looked at in turn: a veto rules it out, or it gets a speaker; cues of one speaker in one
paragraph make one statement; its extent is measured. What documents state and what data show is no statement.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum

from alerts.extract import cues, extents, names, quotes, speakers
from alerts.extract.clauses import ADVERBS, CONTRASTING, OPENING, clause_start, opens
from alerts.extract.cues import Cue, Frame
from alerts.extract.extents import Attribution
from alerts.extract.organisations import side
from alerts.extract.people import People, Speaker
from alerts.extract.reading import Reading, Span
from alerts.extract.register import SHIPPED, Register
from alerts.extract.speakers import Nobody
from alerts.extract.vocabulary import alternation, load
from alerts.model import Statement


class Veto(StrEnum):
    """Why an occurrence of a cue makes no statement."""

    QUOTED = "quoted"
    HEADING = "heading"
    UNSAID = "unsaid"
    OBJECT = "object"
    FEELING = "feeling"
    NO_PAUSE = "no pause"
    NESTED = "nested"
    NO_CONTENT = "no content"


_DATA = load("cues")
_OBJECT, _PASSIVE = (
    tuple(_DATA["object_marks"]),
    ("的", "的生动", "的精彩", "的详细", "的深情", "殷切", "提出", "所", "被"),
)
# 听取情况介绍: what is heard is a noun.
_HEARD = re.compile("(?:听取|观看)[^后时]*$")
_FEELING = re.compile(alternation(_DATA["feelings"]))
_CARRIED_ON = re.compile("[并还也]?")  # between the comma and a verb whose subject stands earlier in the sentence
_ASKED = re.compile("[。”](?:对此，|随后，)?有?(?:记者|媒体|网友)[^。“”]{0,20}[问：]")  # a question parts two answers
_ADDRESSEES = re.compile("各(?:地|级|有关|相关|单位|部门|金融|银行)|(?:有关|相关)(?:部门|方面|地方|单位)")  # 要求各地……
_FULL_STOP = tuple("。！？；…\n”")
_LEAST = 6  # characters that follow a cue at once and are content
_HEADING = 50  # a paragraph of fewer characters without a full stop is a heading


def find(reading: Reading, register: Register = SHIPPED) -> tuple[Statement, ...]:
    """Find the statements of a text; `register` tells the offices of persons whom the text does not introduce."""
    quotations = quotes.spans(reading)
    persons = People(reading, register)
    attributions = [found for _, found in judge(reading, quotations, persons) if isinstance(found, Attribution)]
    return tuple(_state(reading, quotations, _by_speaker(reading, attributions)))


def judge(
    reading: Reading, quotations: Sequence[Span], persons: People
) -> Iterator[tuple[Cue, Attribution | Veto | Nobody]]:
    """Give every cue of a text its speaker, or the reason why it has none."""
    last: Attribution | None = None
    for cue in cues.occurrences(reading):
        found = _vetoed(reading, quotations, cue, last) or _attribute(reading, quotations, persons, cue, last)
        if isinstance(found, Attribution):
            last = found
        yield cue, found


def _quoted(reading: Reading, quotations: Sequence[Span], cue: Cue) -> bool:
    index = bisect_left(quotations, (cue.start + 1,)) - 1
    return index >= 0 and cue.start < quotations[index].end


def _heading(reading: Reading, _: Sequence[Span], cue: Cue) -> bool:
    paragraph = reading.paragraph_at(cue.start)
    if paragraph.end - paragraph.start > _HEADING:
        return False
    text = reading.text[paragraph.start : paragraph.end].rstrip("\n")
    return len(text) < _HEADING and not text.endswith(_FULL_STOP) and not text.endswith("：")


def _unsaid(_: Reading, __: Sequence[Span], cue: Cue) -> bool:
    return bool(cue.denial) and cue.word not in _DATA["deniable"]


def _object(reading: Reading, _: Sequence[Span], cue: Cue) -> bool:
    if cue.frame not in (Frame.CLAUSE, Frame.PAUSE):
        return False
    text = reading.text
    if text.endswith(_PASSIVE, 0, cue.start) or text.startswith(_OBJECT, cue.end):
        return True
    return cue.word in _DATA["heard"] and bool(_HEARD.search(text, clause_start(text, cue.start), cue.start))


def _feeling(reading: Reading, _: Sequence[Span], cue: Cue) -> bool:
    return cue.word == "表示" and bool(_FEELING.match(reading.text, cue.end))


def _no_pause(reading: Reading, _: Sequence[Span], cue: Cue) -> bool:
    if cue.frame is not Frame.PAUSE or cue.pause:
        return False
    ends = reading.text.startswith(_FULL_STOP, cue.end)
    directs = cue.word in _DATA["directives"] and (
        _carried_on(reading, cue) or _ADDRESSEES.match(reading.text, cue.end)
    )
    return not ends and not directs


def _carried_on(reading: Reading, cue: Cue) -> bool:
    """Whether the subject of a cue stands earlier in its sentence."""
    return bool(_CARRIED_ON.fullmatch(reading.text, clause_start(reading.text, cue.start), cue.start))


_VETOES = (
    (Veto.QUOTED, _quoted),
    (Veto.HEADING, _heading),
    (Veto.UNSAID, _unsaid),
    (Veto.OBJECT, _object),
    (Veto.FEELING, _feeling),
    (Veto.NO_PAUSE, _no_pause),
)


def _vetoed(reading: Reading, quotations: Sequence[Span], cue: Cue, last: Attribution | None) -> Veto | None:
    for veto, applies in _VETOES:
        if applies(reading, quotations, cue):
            return veto
    nested = last and reading.sentence_at(cue.start).start <= last.cue.start
    return Veto.NESTED if last and nested and not _takes_over(reading, cue, last) else None


def _takes_over(reading: Reading, cue: Cue, last: Attribution) -> bool:
    """Whether another person speaks from a cue on whose clause is a name and no more: 张某认为……，李某则称…….

    Where no words stand between the two it is the first who tells of the second: 张某说，李某认为…….
    """
    clause = clause_start(reading.text, cue.start)
    subject = reading.text[clause : cue.start].rstrip(CONTRASTING)
    named = len(subject) in names.ends(subject, 0) and not side(subject) and not ADVERBS.fullmatch(subject)
    return named and subject != last.speaker.name and clause > last.content


def _attribute(
    reading: Reading, quotations: Sequence[Span], persons: People, cue: Cue, last: Attribution | None
) -> Attribution | Veto | Nobody:
    speaker = speakers.who(reading, cue, persons, (last.cue.start, last.speaker) if last else None)
    if isinstance(speaker, Nobody):
        return speaker
    if not (cue.pause or speaker.name or _carried_on(reading, cue)) and cue.word in _DATA["directives"]:
        return Veto.NO_PAUSE  # what a body demands of others it lays down (教育部要求各地……)
    clause = clause_start(reading.text, cue.start)
    before = extents.speech_before(reading, quotations, clause)
    speech = extents.speech_after(reading, quotations, cue.content)
    content = speech.start if speech else cue.content
    follows = _follows(reading, cue, content)
    if cue.denial:  # without it the words would say the opposite
        content = cue.start
    if not before and not follows and opens(reading.text, start := reading.sentence_at(clause).start, clause):
        before = extents.speech_before(reading, quotations, start)  # “……。”8月3日，在园区，张某告诉记者。
    quoted = before is not None
    if not before and not follows:
        before = _said_before(reading, cue, clause)
    if not before and not follows:
        return Veto.NO_CONTENT
    return Attribution(cue, speaker, clause, before, quoted, follows, content, speech)


def _said_before(reading: Reading, cue: Cue, clause: int) -> Span | None:
    """Return the part of a sentence that a clause at its end attributes (……，张某某说)."""
    sentence = reading.sentence_at(cue.start)
    ends_sentence = cue.frame is Frame.CLAUSE and clause - 1 > sentence.start and reading.text[clause - 1] == "，"
    return Span(sentence.start, clause - 1) if ends_sentence else None


def _follows(reading: Reading, cue: Cue, content: int) -> bool:
    rest = reading.text[content : content + _LEAST].lstrip("“‘")
    if not rest or rest[0] in _FULL_STOP:
        return False
    return cue.pause or not any(mark in rest for mark in _FULL_STOP)


def _by_speaker(reading: Reading, attributions: Sequence[Attribution]) -> list[list[Attribution]]:
    """Put the attributions of one speaker in one paragraph together; a meeting turns to a new topic with each cue."""
    groups: list[list[Attribution]] = []
    for found in attributions:
        last = groups[-1][-1] if groups else None
        if (
            last
            and not found.speaker.meeting
            and _same(found.speaker, last.speaker)
            and not _acts_first(reading, found)
            and reading.paragraph_at(found.cue.start) == reading.paragraph_at(last.cue.start)
            and not _ASKED.search(reading.text, last.content, found.start)
        ):
            groups[-1].append(found)
        else:
            groups.append([found])
    return groups


def _acts_first(reading: Reading, found: Attribution) -> bool:
    """Whether the sentence of a cue tells of another occasion before it: 张某某还来到园区，要求……."""
    start = reading.sentence_at(found.clause).start
    carried = found.clause > start and bool(ADVERBS.fullmatch(reading.text, found.clause, found.cue.start))
    return carried and not found.before and not OPENING.fullmatch(reading.text, start, found.clause)


def _same(one: Speaker, other: Speaker) -> bool:
    """Whether two are one speaker; who is told to be of two bodies is two persons of one name."""
    told = one.organization and other.organization and one.organization != other.organization
    return one.name == other.name and not told and (bool(one.name) or one.organization == other.organization)


def _state(
    reading: Reading, quotations: Sequence[Span], groups: Sequence[Sequence[Attribution]]
) -> Iterator[Statement]:
    announced: frozenset[str] = frozenset()
    end = 0
    for index, group in enumerate(groups):
        if group[0].start < end:  # where lost quotation marks let two cues claim the same words, the first has them
            continue
        speaker = group[0].speaker
        limit = _begin(reading, groups[index + 1][0], group[-1]) if index + 1 < len(groups) else len(reading.text)
        extent = extents.measure(reading, quotations, group, limit, announced)
        end = extent.end
        goes_on = index + 1 < len(groups) and _same(speaker, groups[index + 1][0].speaker)
        announced = announced | extents.counted(reading.text[extent.start : end]) if goes_on else frozenset()
        yield Statement(
            speaker=speaker.name,
            position=speaker.position,
            organization=speaker.organization,
            official=speaker.official,
            kind=extent.kind,
            cue=group[0].cue.denial + group[0].cue.word,
            evidence=reading.evidence(extent.start, extent.end),
        )


def _begin(reading: Reading, attribution: Attribution, earlier: Attribution) -> int:
    """Return from where on the text is no longer the earlier speaker's."""
    sentence = reading.sentence_at(attribution.clause).start
    return min(attribution.start, sentence if sentence > earlier.cue.start else attribution.clause)
