"""A candidate and its period → what the figure is: a goal, a reported result, or an estimate.

The nearest words decide, those in the figure's own clause first, then the calendar, then the sentence before it. It
never decides whether the figure is wanted.
"""

import re
from datetime import date

from alerts.extract.candidates import Candidate
from alerts.extract.periods import Bound, Period
from alerts.extract.reading import Reading
from alerts.extract.vocabulary import load
from alerts.model import Status

_CUES = load("status")
_FORECAST = re.compile("|".join(_CUES["forecast"]))
_PARAMETER = re.compile("|".join(_CUES["parameter"]))
_PARAMETER_OF_RATE = re.compile("|".join([*_CUES["parameter"], *_CUES["parameter_of_rate"]]))
_DONE = re.compile("|".join(_CUES["done"]))
_BUDGETED = re.compile("|".join(_CUES["budgeted"]))
_BOUNDED = re.compile("不低于|不少于|不超过|不高于|至少")
_AIM = re.compile(f"(?:{'|'.join(_CUES['target'])})[，：]?$")
_AIM_REACH = 6  # characters of the longest word before a period, and its comma
# A goal's words close with an empty group, which tells them from the others.
_NEAREST = re.compile("|".join([f"{cue}()" for cue in _CUES["target"]] + _CUES["done"] + _CUES["achieved"]))
_CLOSED = (Bound.SINCE, Bound.UNTIL)
_OPEN = (Bound.BY, Bound.AHEAD, Bound.FROM)


def status(candidate: Candidate, period: Period | None, *, framed: bool) -> Status:
    """Decide what a figure is; one of which nothing is said is a reported result, unless it is `framed` by goals."""
    if _DONE.search(candidate.after):
        return Status.ACHIEVED
    own = _nearest(candidate.before) or _nearest(candidate.after)
    if own is not Status.ACHIEVED and _FORECAST.search(f"{candidate.lead}{candidate.before}"):
        return Status.FORECAST
    calendar = _by_calendar(period, candidate.reading) if period else None
    if calendar is Status.TARGET and not _DONE.search(candidate.words):
        return Status.TARGET
    if own is None and (_is_parameter(candidate) or _is_budgeted(candidate, period)):
        own = Status.TARGET
    standing = own or calendar or _nearest(candidate.lead)
    return standing or (Status.TARGET if framed or _BOUNDED.search(candidate.written) else Status.ACHIEVED)


def is_over(period: Period, published: date | None) -> bool:
    """Whether a period has ended on the article's date, or, for one within the year, is about to."""
    if published is None:
        return False
    today = published.isoformat()[: len(period.last)]
    return period.last < today or (len(period.last) > 4 and period.last == today)


def is_aimed_at(period: Period, text: str) -> bool:
    """Whether the words right before a period say that it is a goal's, over or not: 力争到2025年."""
    return period.bound is Bound.BY and bool(_AIM.search(text, max(0, period.start - _AIM_REACH), period.start))


def _nearest(words: str) -> Status | None:
    nearest = None
    for match in _NEAREST.finditer(words):
        nearest = match
    return nearest and (Status.TARGET if nearest.lastindex else Status.ACHIEVED)


def _is_parameter(candidate: Candidate) -> bool:
    """Whether the clause sets a term of a policy; an amount (减免200亿元) is none unless it is a limit or a quota."""
    terms = _PARAMETER if candidate.quantity.unit.kind in {"money", "count"} else _PARAMETER_OF_RATE
    return bool(terms.search(candidate.words)) and _nearest(candidate.lead) is not Status.ACHIEVED


def _is_budgeted(candidate: Candidate, period: Period | None) -> bool:
    """Whether the clause sets money aside for the year that runs (今年安排专项资金10亿元)."""
    published = candidate.reading.published
    of_this_year = period and published and period.last == str(published.year) and period.bound is Bound.DURING
    return bool(of_this_year and candidate.quantity.unit.kind == "money" and _BUDGETED.search(candidate.before))


def _by_calendar(period: Period, reading: Reading) -> Status | None:
    published = reading.published
    if is_aimed_at(period, reading.text):
        return Status.TARGET
    if period.bound in _CLOSED or is_over(period, published):
        return Status.ACHIEVED
    if period.bound in _OPEN or (published and period.last[:4] > str(published.year)):
        return Status.TARGET
    return None
