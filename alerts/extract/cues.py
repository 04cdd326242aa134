"""The words in a text that say that somebody says something: 表示, 说, 在……看来.

A word that holds a cue and is none (小说, 说明, 据介绍) is passed over; everything that hangs on the words round a cue
is judged elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from alerts.extract.reading import Reading
from alerts.extract.vocabulary import alternation, automaton, load


class Frame(StrEnum):
    """What a cue asks for: words at once or after a pause, the speaker inside (在……看来), or a paragraph to open."""

    CLAUSE = "clause"
    PAUSE = "pause"
    NOUN = "noun"
    LABEL = "label"


class Cue(NamedTuple):
    """A cue: its word without what closes it (介绍 for 介绍说), and where what is said begins.

    `denial` is the words before it that deny it (并不认为), which belong to the cue.
    """

    word: str
    frame: Frame
    start: int
    end: int
    content: int
    pause: bool
    denial: str = ""


_DATA = load("cues")
_FRAMES = {
    **{word: Frame(frame) for frame in ("clause", "pause", "noun") for word in _DATA[frame]},
    **dict.fromkeys(_DATA["addresses"], Frame.PAUSE),
}
_ADVERBIAL: dict[str, str] = _DATA["adverbial"]
_LARGER = frozenset(_DATA["larger"]) - frozenset(_ADVERBIAL)
_WORDS = (*_LARGER, *_ADVERBIAL, *_FRAMES)
_AUTOMATON = automaton(_WORDS)
_TAIL = re.compile(f"(?:{alternation(_DATA['tails'])})(?=[，：“。！]|$)")
# 告诉本报记者: who is told stands between the cue and what is said.
_TOLD = re.compile(r"[^，。：；“”\n]{0,14}?(?:记者|笔者|我们|我|他|她|财经|[日时早晚]报|周刊|新闻)(?=[，：“。！]|$)")
# What begins a paragraph; some write the answer below its label.
LABEL = re.compile(r"[\w·、]{1,40}：\n?")
# 勉励大家：“……”: without words of the speaker's own these are plain verbs (鼓励企业创新).
_ADDRESSED = re.compile(r"[^，。：；“”\n]{0,14}?(?=：|，?“)")
# 提出三点建议：一是……
_OFFERED = re.compile(
    r"[^，。：；“”\n]{0,6}(?:建议|希望|主张|意见|要求|倡议|看法)(?=：|，(?:要|应|必须|建议)|。\n?(?:一是|首先|第一))"
)
_FOLLOWERS = {
    **dict.fromkeys(("告诉", "告知", "提醒"), _TOLD),
    **dict.fromkeys(_DATA["addresses"], _ADDRESSED),
    "提出": _OFFERED,
}
# 无不表示 and 不得不承认 deny nothing.
_DENIAL = re.compile("(?<![无莫是要可能得会对])(?:[并从绝决尚]?(?:不|没有?|未)(?:曾|再|会|能|愿|肯|想|予以?)?)$")
_LONGEST = 5  # characters of a denial, with the one before it
_DENYING = frozenset("不没有未曾再会能愿肯想予以")  # its last characters
_PAUSE = re.compile(r"：\n?|，|(?=“)|。\n?(?=一是|首先|第一)")


def occurrences(reading: Reading) -> Sequence[Cue]:
    """Return the cues of a text in order."""
    return sorted((*_words(reading.text), *_labels(reading)), key=attrgetter("start"))


def _labels(reading: Reading) -> Iterator[Cue]:
    """Yield the colons that part a speaker from an answer in an interview (答：, 张某某：)."""
    for match in filter(None, (LABEL.match(reading.text, it.start) for it in reading.paragraphs)):
        colon = match.end() - len(match[0]) + match[0].index("：")
        yield Cue("：", Frame.LABEL, colon, match.end(), match.end(), pause=True)


def _words(text: str) -> Iterator[Cue]:
    for found, start, stop in _AUTOMATON.find_matches_as_indexes(text):
        written = _WORDS[found]
        if written in _LARGER:
            continue
        word = _ADVERBIAL.get(written, written)
        follower = _FOLLOWERS.get(word, _TAIL).match(text, stop)
        end = follower.end() if follower else stop
        pause = _PAUSE.match(text, end)
        content = pause.end() if pause else end
        denial = _denial(text, start)
        yield Cue(word, _FRAMES[word], start - len(denial), end, content, bool(pause or follower), denial)


def _denial(text: str, end: int) -> str:
    """Return the words that deny a verb which begins at `end`."""
    if text[end - 1 : end] not in _DENYING:
        return ""
    match = _DENIAL.search(text, max(0, end - _LONGEST), end)
    return match[0] if match else ""
