"""会议指出: which meeting speaks, named in the clause itself or convened earlier in the article."""

import re

from alerts.extract.clauses import ADVERBS, clause_start
from alerts.extract.organisations import named
from alerts.extract.vocabulary import alternation

_MEETINGS = frozenset({"会议", "全会", "大会", "座谈会", "论坛", "峰会"})
_KINDS = alternation(_MEETINGS)
_SUBJECT = re.compile(rf"[^，。；：！？“”《》\n（）]{{0,40}}(?:{_KINDS})")
_LEAD = re.compile(r"^.*(?:召开的?|举行的?|出席|主持|参加|的|\d日|今天|昨天|近日|日前)")
_HELD = re.compile(rf"[^，。；：！？“”《》\n（）\d]{{2,40}}?(?:{_KINDS})(?!上)")
_CONVENED = re.compile("召开|举行")
_SITTING = re.compile(rf"(?:{_KINDS})(?=还?[审讨研听]|传达|学习)")
_MEMORY = 3000  # characters before 会议 in which its name is looked for


def meeting(text: str, start: int, clause: str) -> str | None:
    """Return the name of the meeting that is the subject of the clause at `start`, None where none is."""
    match = _SUBJECT.match(clause)
    return _named(text, start, match[0]) if match and ADVERBS.fullmatch(clause, match.end()) else None


def sitting(text: str, start: int) -> str | None:
    """Return the name of the meeting that the sentence at `start` begins with: 会议审议通过……，强调."""
    match = _SITTING.match(text, start)
    return _named(text, start, match[0]) if match else None


def _named(text: str, start: int, words: str) -> str:
    name = _LEAD.sub("", words)
    return (_convened(text, start) or name) if name in _MEETINGS else name


def _convened(text: str, end: int) -> str | None:
    """Name the meeting that was held last before `end`, or whoever held it."""
    for held in reversed(list(_CONVENED.finditer(text, max(0, end - _MEMORY), end))):
        clause = text[clause_start(text, held.start()) : held.start()]
        for match in (_HELD.match(text, held.end()), _HELD.match(clause)):
            if match:
                return match[0]
        if bodies := named(clause):
            return bodies[-1].name
    return None
