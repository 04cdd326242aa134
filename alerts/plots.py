"""A figure's course over time → a picture (SVG) of it, for the light and for the dark. Pure.

A picture is an answer of its own, which fetches nothing and runs nothing; its colours are those of the pages. All that
it shows stands in a table as well.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

from pygal import XY
from pygal.style import Style

from alerts.language import Wording
from alerts.trajectory import Goal, Point, Trajectory

# The library's finder of map plug-ins, which nobody needs, is of a kind that Python warns of at every later import.
sys.meta_path[:] = [it for it in sys.meta_path if type(it).__module__ != "pygal"]


class Size(StrEnum):
    """For which screens a picture is made."""

    WIDE = "wide"
    NARROW = "narrow"

    @property
    def pixels(self) -> tuple[int, int]:
        """Its width and its height."""
        return (720, 340) if self is Size.WIDE else (360, 280)


_SPREAD = 50  # times that the largest value is the smallest, from which equal steps are equal ratios
_NEAR = 0.6  # … and from which the scale begins at nought
_ROOM = 0.04  # of the time that is shown, on either side, …
_LEAST_ROOM = 45  # … and the days of it at least, so that a single day has a place in time
_STEPS = 5  # that a scale of values has at most
_MARKS = {Size.WIDE: 7, Size.NARROW: 4}  # of time at most, …
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 24_000)  # … and the months that may lie between two

_SHEET = """
svg { --paper: #ffffff; --soft: #5c6478; --line: #d5dae3; --goal: #1a56c4; --reached: #0f6440; --forecast: #8a5a00;
  --disputed: #a3221a; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #14171d; --soft: #a3adbf; --line: #333b48; --goal: #82b1ff; --reached: #8fe3b6; --forecast: #f2c266;
    --disputed: #ffb4ab; }
}
.axis .line, .axis .guide.line, .axis .major.guide.line { stroke: var(--line); stroke-dasharray: none; }
.axis text, .axis text.major { fill: var(--soft); }
.reactive { fill-opacity: 1; stroke-opacity: 1; stroke-width: inherit; }
"""
_HOLLOW = ".serie-{0} .dot {{ fill: var(--paper); stroke-width: 2px; }}"
_FONTS = '-apple-system, "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif'


def plot(course: Trajectory, words: Wording, size: Size) -> bytes:
    """Draw a course: goals as lines that end on the days when they are due, all else as points.

    What was reached is joined by a broken line; forecasts, and what is in doubt, are hollow. Raises ValueError where
    there is nothing to draw.
    """
    scale = _scale([point.value for point in course.points])
    lines = list(_lines(course, floor=scale.marks[0]))
    chart = XY(
        **_looks(lines, size),
        **_time([point.day for it in lines for point in it.points], size),
        range=scale.range,
        y_labels=[{"value": scale.height(it), "label": words.amount(it, course.unit)} for it in scale.marks],
    )
    for it in lines:
        points = [(point.day.toordinal(), scale.height(point.value)) for point in it.points]
        chart.add("", points, stroke=it.stroke is not None, stroke_style=it.stroke or {}, show_dots=it.dots)
    chart.add_xml_filter(_bare)
    drawn: bytes = chart.render()
    return drawn


_SOLID, _BROKEN, _FINE = {"width": 2.5}, {"width": 1.5, "dasharray": "5,4"}, {"width": 1, "dasharray": "2,3"}


@dataclass(frozen=True, slots=True)
class _Line:
    """Points, and how they are drawn: joined if there is a `stroke`, with dots or without, full or hollow."""

    colour: str
    points: Sequence[Point]
    stroke: Mapping[str, object] | None = None
    dots: bool = True
    hollow: bool = False


def _lines(course: Trajectory, floor: float) -> Iterator[_Line]:
    for goal in course.goals:
        steps = _steps(goal)
        yield _Line("var(--goal)", steps, _SOLID, dots=False)
        yield _Line("var(--goal)", goal.points)
        if goal.due:
            yield _Line("var(--soft)", [Point(goal.due, steps[-1].value), Point(goal.due, floor)], _FINE, dots=False)
    for line in (
        _Line("var(--reached)", course.reached, _BROKEN),
        _Line("var(--forecast)", course.forecasts, hollow=True),
        _Line("var(--disputed)", course.disputed, hollow=True),
    ):
        if line.points:
            yield line


def _steps(goal: Goal) -> list[Point]:
    """Return the corners of a goal's line: it stays as it is until it is changed, and then until it is due."""
    line = [goal.points[0]]
    for before, after in pairwise(goal.points):
        line += [Point(after.day, before.value), after]
    last = line[-1]
    return [*line, Point(goal.due, last.value)] if goal.due and goal.due > last.day else line


def _looks(lines: Sequence[_Line], size: Size) -> dict[str, Any]:
    colours = tuple(it.colour for it in lines)
    style = Style(
        background="transparent", plot_background="transparent", foreground="var(--soft)",
        foreground_strong="var(--soft)", foreground_subtle="var(--line)", colors=colours, value_colors=colours,
        font_family=_FONTS, label_font_size=13, major_label_font_size=13, transition="0s",
    )  # fmt: skip
    width, height = size.pixels
    hollow = "".join(_HOLLOW.format(number) for number, it in enumerate(lines) if it.hollow)
    return {
        "style": style, "css": ("file://style.css", "file://graph.css", f"inline:{_SHEET}{hollow}"), "js": (),
        "no_prefix": True, "width": width, "height": height, "margin": 8, "margin_right": 16,
        "spacing": 6, "show_legend": False, "truncate_label": -1, "dots_size": 4,
    }  # fmt: skip


def _time(days: Sequence[date], size: Size) -> dict[str, Any]:
    """Return the time that is shown, and the firsts of months that are named."""
    first, last, most = min(days), max(days), _MARKS[size]
    room = max(_LEAST_ROOM, ceil(_ROOM * (last - first).days))
    start, end = first.toordinal() - room, min(last.toordinal() + room, date.max.toordinal())
    months = [date.fromordinal(it).year * 12 + date.fromordinal(it).month - 1 for it in (start, end)]
    step = next((it for it in _MONTHS if (months[1] - months[0]) // it <= most), _MONTHS[-1])
    marks = [date(it // 12, it % 12 + 1, 1) for it in range(-(-(months[0] + 1) // step) * step, months[1] + 1, step)]
    form = "%Y" if step % 12 == 0 else "%Y-%m"
    return {
        "xrange": (start, end),
        "x_labels": [{"value": it.toordinal(), "label": f"{it:{form}}"} for it in marks],
    }


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where values stand: from the lowest to the highest mark; where `ratios` are shown, by their orders."""

    marks: Sequence[float]
    ratios: bool

    def height(self, value: float) -> float:
        return log10(value) if self.ratios else value

    @property
    def range(self) -> tuple[float, float]:
        return self.height(self.marks[0]), self.height(self.marks[-1])


def _scale(values: Sequence[float]) -> _Scale:
    low, high = min(values), max(values)
    return _ratios(low, high) if low > 0 and high > _SPREAD * low else _equal_steps(low, high)


def _ratios(low: float, high: float) -> _Scale:
    first, last = floor(log10(low)), ceil(log10(high))
    orders = ceil((last - first) / _STEPS)
    return _Scale([10.0**it for it in range(first, last + orders, orders)], ratios=True)


def _equal_steps(low: float, high: float) -> _Scale:
    if low == high or low < _NEAR * high:
        low, high = min(low, 0), max(high, 0)
    step = _round_step((high - low or abs(high) or 1) / _STEPS)
    marks = range(floor(low / step), ceil(high / step) + 1)
    above = marks if len(marks) > 1 else range(2)
    return _Scale([float(f"{it * step:.12g}") for it in above], ratios=False)


def _round_step(least: float) -> float:
    """Return the next 1, 2 or 5 of any order."""
    order = 10.0 ** floor(log10(least))
    return next(it * order for it in (1, 2, 5, 10) if it * order >= least * (1 - 1e-9))


def _bare(root: Any) -> Any:
    """Leave the picture alone: no scripts and notes of the library's, nor what they would need."""
    for it in [*root.iter("script", "{*}script"), *(it for it in root.iter() if not isinstance(it.tag, str))]:
        it.getparent().remove(it)
    return root
