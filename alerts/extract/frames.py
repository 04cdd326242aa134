"""A text's lists and a plan's title → the stretches that stand under a year: 到2027年，实现以下目标：——…, ——….

A goal in such a list names neither its deadline nor that it is a goal; both stand in the line that opens the list, or
in the title of the plan that the text is (《…行动计划（2025—2027年）》). It never looks at a figure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alerts.extract import periods
from alerts.extract.periods import Bound, Period
from alerts.extract.reading import Reading, Span
from alerts.extract.standing import is_over

_ITEM = re.compile(r"[—－●•·■◆▲★-]|（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,2}[、.．)）]|[一二三四五六七八九十]是")
_OPENING = ("：", "：\n")
_PLAN = re.compile("计划|规划|方案")
_SPAN = re.compile("[0-9]年?[—–~～至到-]+20")


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch `start:end` of a reading whose goals are due in the ISO year `last`."""

    start: int
    end: int
    last: str


def find(reading: Reading, named: Sequence[Period]) -> tuple[Frame, ...]:
    """Find a reading's frames in its order, a plan's own first; `named` are the periods of its text."""
    return (*_of_plan(reading), *_of_lists(reading, named))


def due(frames: Sequence[Frame], offset: int) -> str | None:
    """Return the year by which a goal at the offset is due for where it stands; a list goes before the plan."""
    nearest = bisect_right(frames, offset, key=lambda frame: frame.start) - 1
    around = (frame for frame in (frames[nearest], frames[0]) if frame.start <= offset < frame.end) if frames else ()
    return next((frame.last for frame in around), None)


def opens_list(reading: Reading, paragraph: Span) -> bool:
    """Whether a paragraph is the line that opens a list."""
    return reading.text.endswith(_OPENING, *paragraph)


def names_years(period: Period, text: str) -> bool:
    """Whether a period of a text is the years of a plan: by its name (“十五五”), or both of them (2025—2027年)."""
    return period.bound is Bound.NAMED or bool(_SPAN.search(text, period.start, period.end))


def _of_plan(reading: Reading) -> Iterator[Frame]:
    if not _PLAN.search(reading.title):
        return
    for period in periods.find(reading.title, reading.published):
        if names_years(period, reading.title) and not is_over(period, reading.published):
            yield Frame(0, len(reading.text), period.last)
            return


def _of_lists(reading: Reading, named: Sequence[Period]) -> Iterator[Frame]:
    opened: str | None = None
    for paragraph in reading.paragraphs:
        if not _ITEM.match(reading.text, paragraph.start):
            opened = _opened(reading, named, paragraph)
        elif opened:
            yield Frame(paragraph.start, paragraph.end, opened)


def _opened(reading: Reading, named: Sequence[Period], paragraph: Span) -> str | None:
    """Return the year that a line sets to the list that it opens (到2027年，实现：); None where it opens none."""
    if not opens_list(reading, paragraph):
        return None
    first = bisect_right(named, paragraph.start - 1, key=lambda period: period.start)
    last = bisect_right(named, paragraph.end, key=lambda period: period.end)
    set_here = [it.last for it in named[first:last] if it.bound is Bound.BY and not is_over(it, reading.published)]
    return set_here[-1][:4] if set_here else None
