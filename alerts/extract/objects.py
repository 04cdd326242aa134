"""A candidate → the thing that its figure counts or measures, as a reader would name it: 专精特新“小巨人”企业.

The noun phrase stands after the number (一万家“小巨人”企业), before it (小微企业贷款余额83万亿元), or, where the clause
has none (同比增长12%), in the clause before. It never decides whether anybody wants to know.
"""

import re

from alerts.extract.candidates import Candidate
from alerts.extract.vocabulary import alternation, load

_WORDS = load("objects")
_HEAD, _STOP, _START = (re.compile("|".join(_WORDS[name])) for name in ("heads", "stops", "starts"))
_LEADING = re.compile(f"^(?:{'|'.join(_WORDS['leading'])})+(?=..)")
_TIES = re.compile(f"(?:{'|'.join(_WORDS['ties'])})+$")
_POINTERS = tuple(_WORDS["pointers"])
_EMPTY = frozenset(_WORDS["empty"])
_REPORTED = re.compile(f"(?:{alternation(load('cues')['clause'])})$")


def counted(candidate: Candidate) -> str:
    """Return the noun phrase that the figure counts, "" where none is in reach."""
    return _after(candidate.after) or _before(candidate) or _earlier(candidate)


def stands_alone(candidate: Candidate) -> bool:
    """Whether the clause names what is counted; a clause that does not is evidence only with the one before it."""
    return bool(_after(candidate.after) or _before(candidate))


def _after(after: str) -> str:
    stop = _STOP.search(after)
    phrase = after[: stop.start()] if stop else after
    heads = list(_HEAD.finditer(phrase[:40]))
    return _tidy(phrase[: heads[-1].end()].removeprefix("的")) if heads else ""


def _before(candidate: Candidate) -> str:
    before = candidate.before
    if candidate.quantity.low is not None:
        origin = max(before.rfind("由"), before.rfind("从"))
        before = before[:origin] if origin > 0 else before
    return _phrase(before)


def _earlier(candidate: Candidate) -> str:
    """Look for a phrase in the sentence's clauses before this one, the nearest first."""
    for clause in reversed(re.split("[，；：]", candidate.lead)[-3:]):
        if _REPORTED.search(clause):
            continue  # 林某某指出: it names who speaks
        figure = re.search("[0-9]", clause)
        phrase = _phrase(clause[: figure.start()] if figure and figure.start() else clause)
        if phrase:
            return phrase
    return ""


def _phrase(words: str) -> str:
    words = words[-60:]
    tie = _TIES.search(words)
    words = words[: tie.start()] if tie else words
    starts = list(_START.finditer(words))
    phrase = _tidy(words[starts[-1].end() :] if starts else words)
    return "" if len(phrase) < 2 or phrase in _EMPTY or phrase.startswith(_POINTERS) else phrase


def _tidy(phrase: str) -> str:
    """Strip punctuation, quotation marks that the cut has left without their partner, and the place in front."""
    half_quoted = phrase.count("“") != phrase.count("”")
    return _LEADING.sub(
        "",
        phrase.strip("，。、：的了“”‘’" if half_quoted else "，。、：的了")
        .removesuffix("同比增长")
        .removesuffix("同比"),
        count=1,
    )
