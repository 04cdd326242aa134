"""A picture shows a course whatever its values and times are, runs nothing, and fetches nothing."""

import re
from datetime import date
from typing import Any

import pytest
from lxml import etree

from alerts import english, wording
from alerts.plots import Size, plot
from alerts.trajectory import Goal, Point, Trajectory

DAY = date(2026, 3, 1)
SVG = "{http://www.w3.org/2000/svg}"


def course(
    *goals: Goal, reached: tuple[Point, ...] = (), disputed: tuple[Point, ...] = (), unit: str = "家"
) -> Trajectory:
    return Trajectory(unit, goals, reached, (), disputed)


def drawn(it: Trajectory, size: Size = Size.WIDE) -> Any:
    return etree.fromstring(plot(it, wording, size))


def marks(picture: Any, axis: str) -> list[str]:
    return [it.text for it in picture.iter(f"{SVG}text") if axis in it.getparent().getparent().get("class", "").split()]


def dots(picture: Any) -> list[tuple[float, float]]:
    return [(float(it.get("cx")), float(it.get("cy"))) for it in picture.iter(f"{SVG}circle")]


ONE = course(reached=(Point(DAY, 300),))
COURSES = {
    "one result": ONE,
    "one goal": course(Goal((Point(DAY, 300),), date(2027, 12, 31))),
    "a goal without an end": course(Goal((Point(DAY, 300),), None)),
    "a goal that was due before it was told": course(Goal((Point(DAY, 300),), date(2025, 12, 31))),
    "nought": course(reached=(Point(DAY, 0),)),
    "less than nought": course(reached=(Point(DAY, -3.5), Point(DAY, -1))),
    "the same twice": course(reached=(Point(DAY, 60), Point(DAY, 60))),
    "hardly any difference": course(Goal((Point(DAY, 60), Point(date(2026, 9, 1), 60.5)), None), unit="%"),
    "huge spans": course(Goal((Point(DAY, 100),), None), disputed=(Point(DAY, 2e9),)),
    "a trillion": course(Goal((Point(DAY, 1.2e12),), None), unit="元"),
    "a century": course(Goal((Point(date(1949, 10, 1), 1),), date(2049, 10, 1))),
    "the end of time": course(Goal((Point(DAY, 1),), date(9999, 12, 31))),
}


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("name", COURSES)
def test_all_that_was_told_is_inside_the_picture_with_few_marks_beside_it(name: str, size: Size) -> None:
    picture = drawn(COURSES[name], size)
    width, height = size.pixels
    assert picture.get("viewBox") == f"0 0 {width} {height}"
    assert len(dots(picture)) == len(COURSES[name].points)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in dots(picture))
    values, times = marks(picture, "y"), marks(picture, "x")
    assert 2 <= len(values) <= 7
    assert 1 <= len(times) <= 8
    assert len(set(values)) == len(values)
    assert len(set(times)) == len(times)


def test_values_are_written_as_everywhere_and_begin_at_nought_unless_they_are_near_each_other() -> None:
    assert marks(drawn(course(reached=(Point(DAY, 4762), Point(DAY, 12900)))), "y") == [
        "0 家", "5000 家", "1 万家", "1.5 万家"
    ]  # fmt: skip
    near = course(reached=(Point(DAY, 60), Point(DAY, 60.4)), unit="%")
    assert marks(drawn(near), "y") == ["60%", "60.1%", "60.2%", "60.3%", "60.4%"]
    assert b">10,000<" in plot(course(reached=(Point(DAY, 10000),)), english, Size.WIDE)


def test_where_one_value_is_a_thousand_times_another_equal_steps_are_equal_ratios() -> None:
    picture = drawn(course(reached=(Point(DAY, 10), Point(DAY, 1000), Point(DAY, 100000))))
    low, middle, high = (y for _, y in dots(picture))
    assert low - middle == pytest.approx(middle - high, abs=0.1)


def test_a_picture_runs_nothing_fetches_nothing_and_is_the_same_every_day() -> None:
    text = plot(ONE, wording, Size.WIDE)
    assert text == plot(ONE, wording, Size.WIDE)
    assert b"<script" not in text
    assert b"<!--" not in text
    assert b"<?xml-stylesheet" not in text
    assert set(re.findall(rb"https?://[^\s\"']+", text)) <= {
        b"http://www.w3.org/2000/svg", b"http://www.w3.org/1999/xlink"
    }  # fmt: skip
    assert b"prefers-color-scheme:" in text.replace(b": ", b":")


def test_there_is_no_picture_of_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        plot(course(), wording, Size.WIDE)
