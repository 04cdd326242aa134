"""Whom an article introduces: persons named with their office, kept for the sentences that name them without it.

What the article tells of a person once holds for the whole of it; a register helps where it tells nothing.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from alerts.extract import names, titles
from alerts.extract.clauses import ADVERBS, OPENING, clause_start
from alerts.extract.reading import Reading, Span
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
    """A person named with a title at `start:end` of the text; `office` is the title's last word (总书记)."""

    start: int
    end: int
    name: str
    title: str
    office: str

    @property
    def speaker(self) -> Speaker:
        """The person with what the title tells."""
        return person(self.name, self.title)


_CUES = load("cues")
# What follows a name, beside adverbs: a name of two characters before one of these is not one of three.
_BOUNDARY = re.compile(
    rf"[，。；：！？、）（“”《—\n]|$|[的和与等及将以从把被为是有在对向同于]"
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


class People:
    """Whom an article introduces, beside the persons of a register; the text is read for what is asked, and no more."""

    def __init__(self, reading: Reading, register: Register = SHIPPED) -> None:
        self._reading, self._register = reading, register
        self._told: dict[str, Speaker | None] = {}

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in order."""
        return tuple(_mentions(self._reading.text, self, self._register))

    @cached_property
    def answerer(self) -> Speaker | None:
        """Who answers in an interview."""
        for text in (self._reading.title, self._reading.text[:_OPENING_PARAGRAPHS]):
            if _ANSWERING.search(text) and (match := _ANSWERER.search(text)):
                return replace(person("", match[1]), name=None)
        return None

    def of(self, name: str) -> Speaker | None:
        """Return what the article tells of a person, or else the register; None where neither knows the name."""
        if name not in self._told:
            self._told[name] = self._fullest(name)
        told, office = self._told[name], self._register.get(name)
        if not office or (told and told.organization):
            return told
        return Speaker(name, office.position, office.organization, official=True)

    def tell(self, person: Speaker) -> Speaker:
        """Add what the article or the register tells more of a person than the title at hand does."""
        told = None if person.organization else self.of(person.name or "")
        if not told or not told.organization:
            return person
        return replace(told, position=told.position or person.position)

    def holder(self, office: str) -> Speaker | None:
        """Return the first holder of an office (总书记)."""
        mention = self._holders.get(office)
        return mention.speaker if mention else None

    def begins_clauses(self, name: str) -> int:
        """Return how often a clause begins with what has the form of a name."""
        return self._subjects[name]

    def named_at(self, text: str, start: int) -> Speaker | None:
        """Return the known person whose name stands at `start`."""
        known = (self.of(text[start:end]) for end in reversed(names.ends(text, start)))
        return next(filter(None, known), None)

    def before(self, offset: int) -> Mention | None:
        """Return the last mention that begins before an offset."""
        index = bisect_left(self.mentions, offset, key=attrgetter("start")) - 1
        return self.mentions[index] if index >= 0 else None

    def heading(self, offset: int) -> Speaker | None:
        """Return the person whom the sentence of an offset begins with."""
        text, sentence = self._reading.text, self._reading.sentence_at(offset)
        index = bisect_left(self.mentions, sentence.start, key=attrgetter("start"))
        if index < len(self.mentions) and self.mentions[index].end <= offset:
            mention = self.mentions[index]
            if ADVERBS.fullmatch(text, sentence.start, mention.start):
                return self.tell(mention.speaker)
        return self.beginning(sentence.start, offset)

    def beginning(self, start: int, end: int) -> Speaker | None:
        """Return the known person whom words at `start:end` begin with, times and places left out."""
        text = self._reading.text
        opening = OPENING.match(text, start, end)
        return self.named_at(text, start) or (self.named_at(text, opening.end()) if opening else None)

    @cached_property
    def _titles(self) -> Mapping[str, Mapping[str, None]]:
        titles: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for mention in self.mentions:
            titles[mention.name][mention.title] = None  # a set that keeps their order
        return titles

    @cached_property
    def _holders(self) -> Mapping[str, Mention]:
        return {mention.office: mention for mention in reversed(self.mentions)}

    @cached_property
    def _subjects(self) -> Counter[str]:
        return Counter(_subjects(self._reading.text))

    def _fullest(self, name: str) -> Speaker | None:
        """Return the person by the first title that tells the body, or else by the first title."""
        persons = [person(name, title) for title in self._titles.get(name, ())]
        return next((it for it in persons if it.organization), next(iter(persons), None))


def _subjects(text: str) -> Iterator[str]:
    """Yield whatever has the form of a name where a clause begins."""
    for match in SUBJECT.finditer(text):
        for end in names.ends(text, match.end()):
            yield text[match.end() : end]


def _mentions(text: str, people: People, register: Register) -> Iterator[Mention]:
    last, before_it = 0, ""  # where the last title and name end, and that title
    for head in titles.heads(text):
        end = _name_end(text, head.end, people)
        if end is not None and not titles.heads(text, head.end, end):
            start = max(last, clause_start(text, head.start))
            title = text[start : head.end].lstrip("、和及与")
            if start == last and title.startswith("副"):
                title = f"{titles.parse(before_it).organization or ''}{title}"  # ……局局长张某、副局长李某
            yield Mention(start, end, text[head.end : end], title, text[head.start : head.end])
            last, before_it = end, title
        elif before := name_before(text, head):
            start, office = before
            if start == 0 or text[start - 1] in _BEFORE or text[start:office] in register:
                word = text[head.start : head.end]
                yield Mention(start, head.end, text[start:office], text[office : head.end], word)
                last = head.end


def name_before(text: str, head: Span) -> tuple[int, int] | None:
    """Return where the name and the office begin of a name that stands before its office (张某某局长)."""
    office = head.start - (text[head.start - 1 : head.start] == "副")
    longest = 4 if text[max(0, office - 4) : office - 2] in names.COMPOUND else 3
    starts = range(max(0, office - longest), office - 1)
    return next(((start, office) for start in starts if office in names.ends(text, start)), None)


def _name_end(text: str, start: int, people: People) -> int | None:
    ends = names.ends(text, start)
    for end in ends:
        if _BOUNDARY.match(text, end) or _adverb_follows(text, end):
            return end
    if len(ends) < 2:
        return ends[0] if ends else None
    # No mark tells: the name that stands before a clause elsewhere, or else the longest, as most are of three.
    return max(ends, key=lambda end: (people.begins_clauses(text[start:end]) > 0, end))


def _adverb_follows(text: str, end: int) -> bool:
    adverbs = ADVERBS.match(text, end)
    return bool(adverbs and adverbs[0])


def person(name: str, title: str) -> Speaker:
    """Make a person of a name and the words of a title."""
    office = titles.parse(title)
    return Speaker(name, office.position, office.organization, office.official)
