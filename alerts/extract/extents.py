"""How far a speaker's words reach: from the first to the last word attributed, a quotation before the cue included.

Words follow the cue to the end of its paragraph unless the writer takes over again, and run on into paragraphs that
take up what was announced (一是/二是, 例如, a quotation not yet closed). Who speaks is not judged here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from alerts.extract.clauses import OPENING
from alerts.extract.cues import LABEL, Cue, Frame
from alerts.extract.organisations import leading
from alerts.extract.people import Speaker
from alerts.extract.reading import Reading, Span
from alerts.extract.vocabulary import alternation, load
from alerts.model import StatementKind


class Attribution(NamedTuple):
    """A cue with its speaker.

    `clause` is where the cue's clause begins, `before` what is said before that (`quoted` or not). `follows` tells
    whether words of the speaker follow the cue, which begin at `content`, or with what denies the cue (不认为);
    `speech` is the quotation that they are.
    """

    cue: Cue
    speaker: Speaker
    clause: int
    before: Span | None
    quoted: bool
    follows: bool
    content: int
    speech: Span | None

    @property
    def start(self) -> int:
        """The offset of the first attributed word."""
        return self.before.start if self.before else self.content


class Extent(NamedTuple):
    """The attributed stretch, and whether it is quoted, reported or both."""

    start: int
    end: int
    kind: StatementKind


_DATA = load("cues")
# 记者看到, 目前，记者了解到
_NARRATION = re.compile(rf"{alternation(_DATA['narration'])}|(?:[^，。；：“”\n]{{1,6}}，)?记者")
_DEMAND = re.compile(alternation(_DATA["demands"]))
_FIRST = re.compile(r"一是|首先|第一[，是个]|（?一[）、]|1[.．、]|其一")
_LATER = re.compile(
    r"[二三四五六七八九十]是|其次|再次|最后|第[二三四五六七八九十][，是个]|（?[二三四五六七八九十][）、]|[2-9][.．、]|其[二三四五]"
)
_EXAMPLE = re.compile("例如|比如|譬如")
_ANNOUNCED = re.compile(r"[二两三四五六七八九十几多\d](?:个|大|点|条|项|方面|类)|以下|如下|：$")
_COUNTED = re.compile(r"[二两三四五六七八九十\d]+(?:个|项|大|条)[\u4e00-\u9fff]{2,8}")
_TERM = 8  # characters of a name in quotation marks that is no speech
_SHORTEST = 4  # characters of a counted thing: 5个目标
# 他向大家表示感谢。 他还来到园区。
_DOES = re.compile(
    "[他她](?:还|又|随后|接着|首先)?(?:代表[^，。]{1,12})?"
    "(?:向[^，。]{1,16}(?:表示|致以)|来到|走进|考察|参观|察看|会见|看望|了解了?)"
)
_WORD = re.compile(r"\w")
_SESSION = re.compile("全体会议|公报|闭幕")  # the title of a report of a plenum itself
_NAME = 30  # characters of a body's name
_PAIRS = {"”": "“", "’": "‘"}
_OPENING_MARKS = "“‘"  # of what follows
_FINAL_MARKS = "。！？；，、：…—\n"


def speech_before(reading: Reading, quotations: Sequence[Span], clause: int) -> Span | None:
    """Return the speech in quotation marks that ends right before a clause; a mere “term” is none."""
    text = reading.text
    close = clause - 2 if text[clause - 1 : clause] == "，" else clause - 1
    index = bisect_left(quotations, close, key=attrgetter("end"))
    if close < 1 or text[close] != "”" or index == len(quotations) or quotations[index].end != close:
        return None
    span = quotations[index]
    if not _WORD.search(text, span.start, span.end):
        return None
    if text[close - 1] not in _FINAL_MARKS and reading.sentence_at(span.start - 1).start != span.start - 1:
        return None
    if text[close - 1] not in _FINAL_MARKS and clause == close + 1 and span.end - span.start <= _TERM:
        return None  # “小微快贷”产品经理张某介绍
    while index and _runs_on(text, quotations[index - 1], quotations[index].start - 1):
        index -= 1
    return Span(quotations[index].start, close)


def speech_after(reading: Reading, quotations: Sequence[Span], content: int) -> Span | None:
    """Return the speech in quotation marks that begins after a cue, where it is all that its sentence goes on with."""
    index = bisect_left(quotations, (content + 1,))
    if not reading.text.startswith("“", content) or index == len(quotations) or quotations[index].start != content + 1:
        return None
    span, sentence = quotations[index], reading.sentence_at(content)
    rest = reading.text[span.end : sentence.end].strip("”’）" + _FINAL_MARKS)
    if _WORD.search(reading.text, span.start, span.end) and (span.end >= sentence.end or not rest):
        return span
    # Straight marks inside straight marks cannot be told apart, but a sentence that ends with one was opened by one.
    closed = reading.text[sentence.end - 1] == "”" and span.start < sentence.end - 1
    return Span(span.start, sentence.end - 1) if closed else None


def _runs_on(text: str, quotation: Span, paragraph: int) -> bool:
    """Whether a quotation was not closed in its paragraph, and the next one takes it up with a mark of its own."""
    return quotation.end + 1 == paragraph and text.startswith("\n“", quotation.end)


def measure(
    reading: Reading,
    quotations: Sequence[Span],
    group: Sequence[Attribution],
    limit: int,
    announced: Iterable[str] = (),
) -> Extent:
    """Measure the words of one speaker's attributions in one paragraph; nothing from `limit` on is theirs.

    `announced` is what the speaker has just announced with a number (5个目标): a paragraph that takes it up is theirs.
    """
    walk = _Walk(reading, quotations, group[0].start, limit, announced)
    # Words below a colon that ends its paragraph stand in the next one.
    paragraph = bisect_left(reading.paragraphs, (group[-1].content + 1,)) - 1
    whole = False
    stops = [*(following.start - 1 for following in group[1:]), reading.paragraphs[paragraph].end]
    for attribution, stop in zip(group, stops, strict=True):
        whole = walk.attribution(attribution, stop)
    while whole and paragraph + 1 < len(reading.paragraphs):
        paragraph += 1
        following = reading.paragraphs[paragraph]
        answering = group[-1].cue.frame is Frame.LABEL and not walk.turns(following)
        if following.start >= limit or not (answering or walk.takes_up(following)):
            break
        whole = walk.sentences(following.start, following.end, group[-1].speaker)
    end = min(walk.end, limit) if limit > group[0].start else walk.end
    return Extent(group[0].start, _last_word(reading.text, group[0].start, end), walk.kind)


def counted(text: str) -> frozenset[str]:
    """Return what a text announces with a number: 5个发展目标, 7项主要任务."""
    return frozenset(_COUNTED.findall(text))


class _Walk:
    """Goes through attributed sentences and remembers how far they reach and of what kind they were."""

    def __init__(
        self, reading: Reading, quotations: Sequence[Span], start: int, limit: int, known: Iterable[str]
    ) -> None:
        self._reading, self._quotations, self._start, self._limit = reading, quotations, start, limit
        self._counted, self._read = set(known), start  # what was announced with a number, and how far that is known
        self._quoted = self._plain = False
        self.end = 0

    @property
    def kind(self) -> StatementKind:
        if self._quoted and self._plain:
            return StatementKind.MIXED
        return StatementKind.DIRECT if self._quoted else StatementKind.INDIRECT

    def attribution(self, attribution: Attribution, stop: int) -> bool:
        """Take the words of one attribution as far as `stop`; tell whether they reach it."""
        if attribution.before:
            self._quoted, self._plain = self._quoted or attribution.quoted, self._plain or not attribution.quoted
            self.end = max(self.end, attribution.before.end)
        if not attribution.follows:
            after = self._reading.sentence_at(attribution.cue.end).end
            return self.sentences(after, stop, attribution.speaker, only_quoted=True)
        content = attribution.content
        if speech := attribution.speech:
            self._quoted, self._plain = True, self._plain or content < speech.start
            self.end = max(self.end, speech.end)
            after = self._reading.sentence_at(max(content, speech.end - 1)).end
            return self.sentences(after, stop, attribution.speaker, only_quoted=True)
        sentence = self._reading.sentence_at(content)
        self._plain = True
        self.end = max(self.end, min(sentence.end, max(self._limit, content + 1)))
        return self.sentences(sentence.end, stop, attribution.speaker)

    def sentences(self, start: int, stop: int, speaker: Speaker, *, only_quoted: bool = False) -> bool:
        """Take sentences from `start` on as long as they are the speaker's; tell whether all of them were."""
        for sentence in self._between(start, min(stop, self._limit)):
            if self._speech(sentence):
                self._quoted = True
            elif only_quoted or self._writer_speaks(sentence, speaker):
                return False
            else:
                self._plain = True
            self.end = sentence.end
        return stop <= self._limit

    def takes_up(self, paragraph: Span) -> bool:
        """Whether a paragraph takes up what the words so far announced."""
        text = self._reading.text
        if _LATER.match(text, paragraph.start):
            return bool(_FIRST.search(text, self._start, self.end))
        if _FIRST.match(text, paragraph.start):
            last = self.end - text.endswith("\n", self._start, self.end)
            return bool(_ANNOUNCED.search(text, self._start, last))
        if text.startswith("“", paragraph.start):
            before = self._quotation_at(self.end - 1)
            return bool(before and _runs_on(text, before, paragraph.start))
        opening = text[paragraph.start : self._reading.sentence_at(paragraph.start).end]
        return bool(_EXAMPLE.match(opening)) or any(self._announced(phrase) for phrase in _COUNTED.findall(opening))

    def _announced(self, phrase: str) -> bool:
        """Whether a counted thing was announced, of which the phrase may say more: 5个发展目标是."""
        self._counted |= counted(self._reading.text[self._read : self.end])
        self._read = self.end
        return any(phrase[:length] in self._counted for length in range(_SHORTEST, len(phrase) + 1))

    def turns(self, paragraph: Span) -> bool:
        """Whether an interview turns to somebody else, or to a question."""
        text = self._reading.text
        question = text[paragraph.start : paragraph.end].rstrip("\n").endswith("？")
        return question or bool(LABEL.match(text, paragraph.start))

    def _between(self, start: int, stop: int) -> Iterator[Span]:
        sentences = self._reading.sentences
        index = bisect_left(sentences, (start,))
        while index < len(sentences) and sentences[index].start < stop:
            yield sentences[index]
            index += 1

    def _quotation_at(self, offset: int) -> Span | None:
        index = bisect_left(self._quotations, (offset + 1,)) - 1
        found = self._quotations[index] if index >= 0 else None
        return found if found and offset <= found.end else None

    def _speech(self, sentence: Span) -> bool:
        """Whether a sentence is a quotation or part of one; a “term” at its beginning does not make it so."""
        quotation = self._quotation_at(sentence.start + 1)
        if not quotation:
            return False
        return not self._reading.text[quotation.end : sentence.end].strip("”’）" + _FINAL_MARKS)

    def _writer_speaks(self, sentence: Span, speaker: Speaker) -> bool:
        text, start, end = self._reading.text, sentence.start, sentence.end
        if _NARRATION.match(text, start, end) or self._tells_of(speaker, sentence):
            return True
        if text[start - 1] == "；" or (_LATER.match(text, start, end) and _FIRST.search(text, self._start, start)):
            return False
        if self._is_motto(speaker):
            return not _DEMAND.match(text, start, end)
        if speaker.name or speaker.official:
            return False
        body = leading(text[start : min(end, start + _NAME)])
        return bool(body and body.name != speaker.organization)

    def _tells_of(self, speaker: Speaker, sentence: Span) -> bool:
        """Whether a sentence has the speaker for its subject: 张某某还来到……; 会议还听取了……."""
        subject = "会议" if speaker.meeting else speaker.name if speaker.position else ""
        text, start, end = self._reading.text, sentence.start, sentence.end
        if _DOES.match(text, start, end):
            return True
        if not subject or text.find(subject, start, min(end, start + 2 * _NAME)) < 0:
            return False
        opening = OPENING.match(text, start, end)
        return text.startswith(subject, start) or bool(opening and text.startswith(subject, opening.end()))

    def _is_motto(self, speaker: Speaker) -> bool:
        """Whether an article that does not report of a speech or a plenum quotes it for one sentence."""
        if speaker.meeting:
            return "全会" in (speaker.organization or "") and not _SESSION.search(self._reading.title)
        return speaker.position == "总书记" and not speaker.organization


def _last_word(text: str, start: int, end: int) -> int:
    """Return where the last word ends: final punctuation is left out, and a closing mark opened outside too."""
    unopened: dict[str, int] = {}
    while end > start + 1:
        last = text[end - 1]
        if last in _PAIRS and last not in unopened:
            unopened[last] = text.count(last, start, end) - text.count(_PAIRS[last], start, end)
        closes_speech = last in unopened and (unopened[last] > 0 or text[end - 2] in _FINAL_MARKS)
        if last not in _FINAL_MARKS + _OPENING_MARKS and not closes_speech:
            return end
        if last in unopened:
            unopened[last] -= 1
        end -= 1
    return end
