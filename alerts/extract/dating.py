"""A candidate and the periods of its text → the one that governs it, as a goal's deadline or a result's date.

Of several that 分别 pairs with figures its own counts, else the nearest before it in its sentence, then one behind it
in its clause, then the term of the policy (执行至2027年底); a goal may also stand under a frame (到2025年) opened
earlier in the paragraph or by the line above its list, or under the plan whose title names the years.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from alerts.extract import frames
from alerts.extract.candidates import JOINT, PAIRING, Candidate
from alerts.extract.frames import Frame
from alerts.extract.periods import Bound, Period
from alerts.extract.standing import is_aimed_at, is_over

_SENTENCE_REACH, _PARAGRAPH_REACH = 300, 400
_UNDER_WAY = (Bound.BY, Bound.DURING, Bound.AHEAD)
_HARD_STOP = re.compile("[。！？\n]")
# ，执行至2027年12月31日: the term of what came before.
_TERM = re.compile("(?:执行|实施|延续|延长|施行|有效期)[^。！？\n]{0,8}[至到]$")
_TERM_REACH = 80
_LIST_REACH = 100  # characters in which a list of periods stands before what pairs it
# 比去年, 从2019年3月的: what a figure is compared with is not its own time.
_COMPARED = frozenset("比较从与同自由是")


def governing(candidate: Candidate, periods: tuple[Period, ...]) -> Period | None:
    """Return the period that the sentence ties the figure to."""
    return next(_in_sentence(candidate, periods), None)


def deadline(candidate: Candidate, periods: tuple[Period, ...], framed: Sequence[Frame]) -> str | None:
    """Return when a goal is due; None where the text names no time, or only the day of an announcement."""
    reading = candidate.reading
    for period in _in_sentence(candidate, periods):
        open_still = period.bound in _UNDER_WAY and not is_over(period, reading.published)
        if open_still or is_aimed_at(period, reading.text):
            return period.last
    listed = frames.due(framed, candidate.quantity.start)
    return _framed(candidate, periods) or listed or _planned(candidate, periods)


def as_of(candidate: Candidate, periods: tuple[Period, ...]) -> str | None:
    """Return the date of a result; None where the sentence names no time up to the article's date."""
    today = (candidate.reading.published or date.max).isoformat()
    for period in _in_sentence(candidate, periods):
        if period.last <= today[: len(period.last)]:
            return period.last
    return None


def _in_sentence(candidate: Candidate, periods: tuple[Period, ...]) -> Iterator[Period]:
    if own := _paired(candidate, periods):
        yield own
        return
    text = candidate.reading.text
    for period in _earlier(candidate, periods):
        loose = period.bound is Bound.NAMED or _in_title(text, period) or text.startswith("同期", period.end)
        compared = period.bound is not Bound.FROM and text[max(0, period.start - 1) : period.start] in _COMPARED
        if not loose and not compared:
            yield period
    yield from _between(periods, candidate.quantity.end, candidate.clause.end)
    for period in _between(periods, candidate.clause.end, candidate.clause.end + _TERM_REACH):
        if _TERM.search(text, candidate.clause.end, period.start + 1):
            yield period


def _paired(candidate: Candidate, periods: tuple[Period, ...]) -> Period | None:
    """Return the period that 分别 pairs with the figure (2026年、2027年中小企业分别达到1000家、1500家)."""
    if PAIRING not in candidate.before and PAIRING not in candidate.lead:
        return None
    words, start = f"{candidate.lead}{candidate.before}", candidate.quantity.start
    pairing = words.rfind(PAIRING)
    between, listed = words[pairing:], _listed(candidate.reading.text, periods, start - len(words) + pairing)
    place = len(JOINT.findall(between))
    return listed[place] if len(listed) > place and "，" not in between else None


def _listed(text: str, periods: tuple[Period, ...], end: int) -> list[Period]:
    """Return the last list of periods that the sentence names before an offset, none where it names but one."""
    listed: list[Period] = []
    for period in reversed(_between(periods, max(0, end - _LIST_REACH), end)):
        if listed and not JOINT.fullmatch(text, period.end, listed[0].start):
            break
        if _HARD_STOP.search(text, period.start, end):
            break
        listed.insert(0, period)
    return listed if len(listed) > 1 else []


def _framed(candidate: Candidate, periods: tuple[Period, ...]) -> str | None:
    text, start = candidate.reading.text, candidate.quantity.start
    floor = max(0, start - _PARAGRAPH_REACH, text.rfind("\n", max(0, start - _PARAGRAPH_REACH), start))
    for period in reversed(_between(periods, floor, start)):
        framed = period.bound is Bound.BY and len(period.last) == 4 and period.end - period.start > 2
        loose = _in_title(text, period) or _TERM.search(text, max(floor, period.start - 20), period.start + 1)
        if framed and not loose and not is_over(period, candidate.reading.published):
            return period.last
    return None


def _planned(candidate: Candidate, periods: tuple[Period, ...]) -> str | None:
    for period in _earlier(candidate, periods):
        if frames.names_years(period, candidate.reading.text) and not is_over(period, candidate.reading.published):
            return period.last
    return None


def _earlier(candidate: Candidate, periods: tuple[Period, ...]) -> Iterator[Period]:
    """Yield the periods that the sentence names before the figure, the nearest first."""
    text, start = candidate.reading.text, candidate.quantity.start
    for period in reversed(_between(periods, max(0, start - _SENTENCE_REACH), start)):
        if _HARD_STOP.search(text, period.start, start):
            return
        yield period


def _between(periods: tuple[Period, ...], start: int, end: int) -> tuple[Period, ...]:
    """Return the periods from `start` up to `end`; they sort by where they start, and none overlaps another."""
    found = periods[bisect_left(periods, (start,)) : bisect_left(periods, (end,))]
    return found[:-1] if found and found[-1].end > end else found


def _in_title(text: str, period: Period) -> bool:
    before = text[max(0, period.start - 40) : period.start]
    return before.rfind("《") > before.rfind("》")
