"""A candidate → the thing that its figure counts or measures, as a reader would name it: 专精特新“小巨人”企业.

The noun phrase stands after the number (一万家“小巨人”企业), before it (小微企业贷款余额83万亿元), or, where the clause
has none (同比增长12%), in the clause before; 分别 pairs the nouns before it with the numbers behind it. The place that
a thing is counted in is no part of it. It never decides whether anybody wants to know.
"""

import re
from string import digits
from typing import NamedTuple

from alerts.extract import places
from alerts.extract.candidates import JOINT, PAIRING, PAUSE, Candidate
from alerts.extract.vocabulary import alternation, load

_WORDS = load("objects")
_HEAD, _STOP = (re.compile("|".join(_WORDS[name])) for name in ("heads", "stops"))
_OPENINGS = "".join(word[1 : word.index("]")] if word[0] == "[" else word[0] for word in _WORDS["starts"])
_START = re.compile(f"(?=[{_OPENINGS}])(?:{'|'.join(_WORDS['starts'])})")
_LEADING = re.compile(f"(?:{'|'.join(_WORDS['leading'])})+(?=..)")
_LEADING_OPENINGS = frozenset(word[0] for word in _WORDS["leading"])
_TIE = f"(?:{'|'.join(_WORDS['ties'])})"
_TIES = re.compile(f"{_TIE}+$")
# What ties consist of: they are looked for where nothing else follows, and mostly there is no such place.
_TIE_SIGNS = "".join([*_WORDS["ties"], digits])
_COUPLING = frozenset("和及与")
# 为小微企业发放贷款3亿元，惠及500户: those who are counted are those who are served.
_SERVED = re.compile(
    r"[为对向](?P<whom>[^，。0-9]{2,20}?)(?:新?发放|提供|减免|办理|减税|减费|退税|缓税|缓缴|授信|让利|节[省约]|降低|减轻)"
)
_BACK, _ENDS = 3, re.compile("[。！？]")  # clauses before a figure's in which its noun may stand
_COUNTED = re.compile("[万余多]{0,2}(?:[家户个]|户次|家次)(?:左右|以上)?")
_NEXT = re.compile(
    f"(?:{JOINT.pattern})[\u4e00-\u9fff]{{0,8}}[0-9][0-9.]*[万余多]{{0,2}}(?:[家户个]|户次|家次)(?:左右|以上)?"
)
_PARTING = "和及与并等的"  # what parts a deed from what follows it
_DEED = re.compile(
    rf"(?:{'|'.join(_WORDS['doing'])})?"
    rf"(?P<deed>(?:(?![{_PARTING}])[\u4e00-\u9fff]){{0,6}}(?:{'|'.join(_WORDS['deeds'])}))"
    rf"(?=[{_PARTING}]|[^\u4e00-\u9fff]|$)"
)
_POINTERS = tuple(_WORDS["pointers"])
_EMPTY, _ABSTRACT = frozenset(_WORDS["empty"]), frozenset(_WORDS["abstract"])
_BARE = re.compile(f"(?:{'|'.join(_ABSTRACT)})+")  # 3000家目标任务 names nothing that there are 3000 of
#: A number, a date's (5月末) left out.
FIGURE = re.compile("(?:[0-9][0-9.]*(?![0-9.年月日])|百分之)")
_THRESHOLD = re.compile("[0-9元](?:以下|以内|以上)的?")
_REPORTED = re.compile(f"(?:{alternation(load('cues')['clause'])})$")


class Noun(NamedTuple):
    """The noun phrase that a figure counts, "" where none is in reach; `own` says whether its clause has one.

    `deed` is what is done with the things counted, where that follows them (数字化改造).
    """

    words: str
    own: bool
    deed: str = ""


def counted(candidate: Candidate) -> Noun:
    """Return what the figure counts."""
    if after := _after(candidate.after):
        deed = _DEED.match(candidate.after, candidate.after.index(after) + len(after))
        return Noun(after, own=True, deed=deed["deed"] if deed else "")
    before = _before(candidate)
    return Noun(paired(candidate) or before or _later(candidate) or _earlier(candidate), own=bool(before))


def paired(candidate: Candidate) -> str:
    """Return the noun that 分别 pairs with the figure (贷款余额、户数分别增长12%和8%); "" where nothing is paired."""
    if PAIRING not in candidate.before and PAIRING not in candidate.lead:
        return ""
    head, _, between = f"{candidate.lead}{candidate.before}".rpartition(PAIRING)
    figure = re.search("[0-9]", between)
    if _phrase(between[: figure.start()] if figure else between):
        return ""  # 甲省、乙省分别培育企业120家和340家: places are paired, the noun is shared
    nouns = JOINT.split(re.split("[，；：。]", head)[-1])
    place = len(JOINT.findall(between))
    return _phrase(nouns[place]) if 1 < len(nouns) > place else ""


def _after(after: str) -> str:
    stop = next((it for it in _STOP.finditer(after) if not _couples(after, it)), None)
    phrase = after[: stop.start()] if stop else after
    heads = list(_HEAD.finditer(phrase[:40]))
    if not heads or (heads[-1][0] in _ABSTRACT and (phrase.startswith("的") or _BARE.fullmatch(phrase))):
        return ""
    return _tidy(phrase[: heads[-1].end()].removeprefix("的"))


def _couples(after: str, stop: re.Match[str]) -> bool:
    """Whether 和 stands within a name, as what is before it names nothing: 科技创新|和|技术改造再贷款."""
    heads = _HEAD.finditer(after, 0, stop.start()) if stop[0] in _COUPLING else ()
    ends = [head.end() for head in heads]
    return stop[0] in _COUPLING and (not ends or ends[-1] < stop.start())


def _later(candidate: Candidate) -> str:
    """Return the noun that a list names behind its last figure: 每年培育500家、|累计培育1500家专精特新企业."""
    item = _NEXT.match(candidate.trail)
    return _after(candidate.trail[item.end() :]) if item and not candidate.after else ""


def _before(candidate: Candidate) -> str:
    return _phrase(_without_origin(candidate, candidate.before))


def _without_origin(candidate: Candidate, words: str) -> str:
    """Cut off what a from–to says of where it starts (由五年前的)."""
    origin = max(words.rfind("由"), words.rfind("从")) if candidate.quantity.base is not None else -1
    return words[:origin] if origin >= 0 else words


def _earlier(candidate: Candidate) -> str:
    """Look for a phrase in the sentence's clauses before this one, the nearest first."""
    for clause in reversed(_clauses_before(candidate)):
        if _REPORTED.search(clause):
            continue  # 林某某指出: it names who speaks
        figure = FIGURE.search(clause)
        if candidate.quantity.unit.kind == "count" and (served := _SERVED.search(clause)):
            return _tidy(served["whom"])
        words = clause[: figure.start()] if figure and figure.start() else clause
        if threshold := _THRESHOLD.search(clause):
            words = clause[threshold.end() :]  # 月销售额10万元以下|免征增值税: it says for whom
        phrase = _phrase(_without_origin(candidate, words)) or (figure and _behind(clause, figure.end()))
        if phrase:
            return phrase
    return ""


def _clauses_before(candidate: Candidate) -> list[str]:
    """Return the sentence's last clauses before the figure's; a part behind ； takes up the parts before it."""
    clauses = PAUSE.split(candidate.lead)[-_BACK:]
    if not candidate.context.endswith("；"):
        return clauses
    return [*PAUSE.split(_ENDS.split(candidate.context)[-1])[-2 * _BACK :], *clauses]


def _behind(clause: str, end: int) -> str:
    """Return the noun that a figure which ends in an earlier clause counts (培育1个特色产业集群)."""
    unit = _COUNTED.match(clause, end)
    return _after(clause[unit.end() :]) if unit else ""


def _phrase(words: str) -> str:
    words = words[-60:]
    tie = _TIES.search(words, len(words.rstrip(_TIE_SIGNS)))
    words = words[: tie.start()] if tie else words
    start = 0
    for match in _START.finditer(words):
        start = match.end()
    phrase = _tidy(words[start:])
    if len(phrase) > 1 and phrase not in _EMPTY and not phrase.startswith(_POINTERS):
        return phrase
    return _phrase(words[: start - 1]) if words[start - 1 : start] == "、" else ""


def _tidy(phrase: str) -> str:
    """Strip punctuation, quotation marks that the cut has left without their partner, and the place in front."""
    half_quoted = phrase.count("“") != phrase.count("”")
    marks = "，。、：的了“”‘’" if half_quoted else "，。、：的了"
    bare = phrase.strip(marks).removesuffix("同比增长").removesuffix("同比")
    return _without_leading(_without_place(_without_leading(bare)))


def _without_leading(phrase: str) -> str:
    leading = _LEADING.match(phrase) if phrase[:1] in _LEADING_OPENINGS else None
    return phrase[leading.end() :] if leading else phrase


def _without_place(phrase: str) -> str:
    """Cut off the place in front, unless it is part of a name (北京市级 names a tier)."""
    rest = phrase[places.opening(phrase) :]
    return rest if len(rest) > 1 and not rest.startswith("级") else phrase
