"""Whom an article introduces: persons named with their office, kept for the sentences that name them without it.

What the article tells of a person once holds for the whole of it; a register helps where it tells nothing.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from alerts.extract import names, titles
from alerts.extract.clauses import ADVERB, ADVERBS, OPENING, clause_start
from alerts.extract.reading import Reading
from alerts.extract.register import SHIPPED, Register
from alerts.extract.vocabulary import alternation, load


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: `name` is None where only a body does; a meeting is its own organisation."""

    name: str | None
    position: str | None
    organization: str | None
    official: bool
    meeting: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named with an office at `start:end` of the text."""

    start: int
    end: int
    speaker: Speaker
    office: str


@dataclass(frozen=True, slots=True)
class People:
    """Whom an article introduces.

    `mentions` are all of them in order, `by_name` the fullest of each person, `by_office` the first holder of each
    office (总书记); `subjects` counts what has the form of a name where a clause begins, `answerer` is who answers in
    an interview, and `register` tells the offices of others.
    """

    mentions: tuple[Mention, ...]
    by_name: Mapping[str, Speaker]
    by_office: Mapping[str, Speaker]
    subjects: Mapping[str, int]
    answerer: Speaker | None
    register: Register

    def of(self, name: str) -> Speaker | None:
        """Return what the article tells of a person, or else the register; None where neither knows the name."""
        told, office = self.by_name.get(name), self.register.get(name)
        if not office or (told and told.organization):
            return told
        return Speaker(name, office.position, office.organization, official=True)

    def tell(self, person: Speaker) -> Speaker:
        """Add what the article or the register tells more of a person than the title at hand does."""
        told = self.of(person.name or "")
        if person.organization or not told or not told.organization:
            return person
        return replace(told, position=told.position or person.position)

    def named_at(self, text: str, start: int) -> Speaker | None:
        """Return the known person whose name stands at `start`."""
        known = (self.of(text[start:end]) for end in reversed(names.ends(text, start)))
        return next(filter(None, known), None)

    def before(self, offset: int) -> Mention | None:
        """Return the last mention that begins before an offset."""
        index = bisect_left(self.mentions, offset, key=lambda mention: mention.start) - 1
        return self.mentions[index] if index >= 0 else None

    def heading(self, reading: Reading, offset: int) -> Speaker | None:
        """Return the person whom the sentence of an offset begins with."""
        sentence = reading.sentence_at(offset)
        index = bisect_left(self.mentions, sentence.start, key=lambda mention: mention.start)
        if index < len(self.mentions) and self.mentions[index].end <= offset:
            mention = self.mentions[index]
            if ADVERBS.fullmatch(reading.text, sentence.start, mention.start):
                return self.tell(mention.speaker)
        opening = OPENING.match(reading.text, sentence.start, offset)
        return self.named_at(reading.text, opening.end() if opening else sentence.start)


_CUES = load("cues")
# What follows a name: a name of two characters before one of these is not one of three.
_BOUNDARY = re.compile(
    rf"[，。；：！？、）（“”《—\n]|$|[的和与等及将以从把被为是有在对向同于]|{ADVERB}"
    rf"|{alternation([*_CUES['clause'], *_CUES['pause'], *_CUES['noun']])}"
    r"|持续|主持|出席|参加|会见|率|发表|带领|作|宣读|代表|分享|担任|致|到|前往|走访|调研|赴|来|做|任|签署|指导|讲|举行|通|抵达|访问|陪同|介绍"
)
_SPOKESMAN, _ASKED = "(?:负责人|负责同志|发言人)", r"(?:就|日前|近日)[^。\n]{2,80}?(?:答记者问|提问|专访|采访)"
_ANSWERING = re.compile(_SPOKESMAN + _ASKED)
# 示例省工信厅有关负责人就……答记者问: any words may begin it, so that it is slow to look for where nobody answers.
_ANSWERER = re.compile(rf"([^，。；：！？\n]{{2,40}}?{_SPOKESMAN}){_ASKED}")
_OPENING_PARAGRAPHS = 1000  # characters in which an interview says who answers
# What may stand before a name that stands before its office: 对张某某局长.
_BEFORE = "，。；：！？、）“”》\n和与对向在同由据等到实彻照"
SUBJECT = re.compile(rf"(?:^|[，。；：！？“”、\n])(?:据|在|但|而)?(?=[{names.FIRST}])")


def introduce(reading: Reading, register: Register = SHIPPED) -> People:
    """Collect the persons whom an article names with their office, beside those of the register."""
    subjects = Counter(_subjects(reading.text))
    mentions = tuple(_mentions(reading.text, subjects, register))
    told: dict[str, Speaker] = {}
    for mention in mentions:
        name = mention.speaker.name or ""
        if name not in told or (mention.speaker.organization and not told[name].organization):
            told[name] = mention.speaker
    offices = {mention.office: mention.speaker for mention in reversed(mentions)}
    return People(mentions, told, offices, subjects, _answerer(reading), register)


def _answerer(reading: Reading) -> Speaker | None:
    for text in (reading.title, reading.text[:_OPENING_PARAGRAPHS]):
        if _ANSWERING.search(text) and (match := _ANSWERER.search(text)):
            return replace(person("", match[1]), name=None)
    return None


def _subjects(text: str) -> Iterator[str]:
    """Yield whatever has the form of a name where a clause begins."""
    for match in SUBJECT.finditer(text):
        for end in names.ends(text, match.end()):
            yield text[match.end() : end]


def _mentions(text: str, subjects: Mapping[str, int], register: Register) -> Iterator[Mention]:
    last = 0
    for head in titles.HEAD.finditer(text):
        end = _name_end(text, head.end(), subjects)
        if end is not None and not titles.HEAD.search(text, head.end(), end):
            start = max(last, clause_start(text, head.start()))
            yield Mention(
                start, end, person(text[head.end() : end], text[start : head.end()].lstrip("、和及与")), head[0]
            )
            last = end
        elif before := name_before(text, head):
            start, office = before
            if start == 0 or text[start - 1] in _BEFORE or text[start:office] in register:
                yield Mention(start, head.end(), person(text[start:office], text[office : head.end()]), head[0])
                last = head.end()


def name_before(text: str, head: re.Match[str]) -> tuple[int, int] | None:
    """Return where the name and the office begin of a name that stands before its office (张某某局长)."""
    office = head.start() - (text[head.start() - 1 : head.start()] == "副")
    starts = (office - size for size in (3, 2) if office >= size)
    return next(((start, office) for start in starts if office in names.ends(text, start)), None)


def _name_end(text: str, start: int, subjects: Mapping[str, int]) -> int | None:
    ends = names.ends(text, start)
    for end in ends:
        if _BOUNDARY.match(text, end):
            return end
    # No mark tells: the name that stands before a clause elsewhere, or else the longest, as most are of three.
    return max(ends, key=lambda end: (subjects.get(text[start:end], 0) > 0, end), default=None)


def person(name: str, title: str) -> Speaker:
    """Make a person of a name and the words of a title."""
    office = titles.parse(title)
    return Speaker(name, office.position, office.organization, office.official)
