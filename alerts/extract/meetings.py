"""会议指出: which meeting speaks, named in the clause itself, earlier in the article, or in its title.

A meeting of a kind that every body holds is named with its body (省政府常务会议), or those of two would be one speaker.
"""

import re
from collections.abc import Iterator

from alerts.extract.clauses import ADVERBS, clause_start
from alerts.extract.organisations import named
from alerts.extract.reading import Reading
from alerts.extract.vocabulary import alternation

_MEETINGS = frozenset({"会议", "全会", "大会", "座谈会", "论坛", "峰会"})
_KINDS = alternation(_MEETINGS)
_NUMBER = "第[0-9一二三四五六七八九十百]{1,5}次"
_USUAL = rf"(?:{_NUMBER})?(?:常务委员会|常务|常委会?|党组|党委|全体|专题|办公|工作|扩大){{1,2}}(?:（扩大）)?会议"
_UNHOSTED = re.compile(_USUAL)
_SUBJECT = re.compile(rf"[^，。；：！？“”《》\n（）]{{0,40}}(?:{_KINDS})")
_LEAD = re.compile(r"^.*(?:召开的?|举行的?|出席|主持|参加|的|\d日|今天|昨天|近日|日前)")
_HELD = re.compile(rf"(?:{_NUMBER}|[^，。；：！？“”《》\n（）\d]){{2,40}}?(?:{_KINDS})(?!上)")
_CONVENED = re.compile("召开|举行|主持(?=[^，。：；\n]{2,20}会议)")
_SITTING = re.compile(rf"(?:{_KINDS})(?=还?[审讨研听]|传达|学习)")
_USUAL_HELD = re.compile(rf"{_USUAL}(?!精神|要求|决定|部署(?:要求|[，。；]|$))")
# Of those that are held every few weeks it says nothing of the speaker which one it is.
_COUNTED = re.compile(f"{_NUMBER}(?=(?:常务|常委会?|党组|党委|办公)会议)")
# A body of the place that the article is about.
_TIER = re.compile("(?:自治区|[省市县区])(?:人民)?(?:政府|委)(?:常委会|党组)?")
_MEMORY = 3000  # characters before 会议 in which its name is looked for


def meeting(reading: Reading, start: int, clause: str) -> str | None:
    """Return the name of the meeting that is the subject of the clause at `start`, None where none is."""
    match = _SUBJECT.match(clause)
    return _named(reading, start, match[0]) if match and ADVERBS.fullmatch(clause, match.end()) else None


def sitting(reading: Reading, start: int) -> str | None:
    """Return the name of the meeting that the sentence at `start` begins with: 会议审议通过……，强调."""
    match = _SITTING.match(reading.text, start)
    return _named(reading, start, match[0]) if match else None


def _named(reading: Reading, start: int, words: str) -> str:
    name = _LEAD.sub("", words)
    if name in _MEETINGS:
        sources = ((reading.text, start), (reading.title, len(reading.title)))
        told = (find(*source) for source in sources for find in (_last_convened, _last_of_a_body))
        name = next(filter(None, told), name)
    return _COUNTED.sub("", name)


def _last_convened(text: str, end: int) -> str | None:
    """Name the meeting that was held last before `end`, or whoever held it."""
    for held in reversed(list(_CONVENED.finditer(text, max(0, end - _MEMORY), end))):
        clause = text[clause_start(text, held.start()) : held.start()]
        host = next((name for name, stop in _bodies(clause) if ADVERBS.fullmatch(clause, stop)), "")
        for match in (_HELD.match(text, held.end()), _HELD.match(clause)):
            if match:
                name = match[0].removeprefix("的")
                return f"{host}{name}" if _UNHOSTED.fullmatch(name) else name
        if found := named(clause):
            return found[-1].name
    return None


def _last_of_a_body(text: str, end: int) -> str | None:
    """Name the meeting of a body that a sentence before `end` is about (省政府常务会议研究……)."""
    for match in reversed(list(_USUAL_HELD.finditer(text, max(0, end - _MEMORY), end))):
        clause = text[clause_start(text, match.start()) : match.start()]
        for name, stop in _bodies(clause):
            if stop == len(clause):
                return f"{name}{match[0]}"
    return None


def _bodies(clause: str) -> Iterator[tuple[str, int]]:
    """Yield the bodies that a clause names, and where their names end; of a place's own, only the tier is needed."""
    found = [(body.name, body.end) for body in named(clause)]
    yield from found or [(match[0], match.end()) for match in _TIER.finditer(clause)]
