"""Goals that stand in a list, or in a plan, and leave it to what is above them to say by when."""

from datetime import date

import pytest

from alerts.extract import targets
from alerts.extract.reading import read

Row = tuple[float, str, str | None]


def rows(text: str, title: str = "示例省支持中小企业发展") -> list[Row]:
    source = read(text, title=title, published=date(2025, 3, 10))
    return [(target.value, target.status.value, target.deadline) for target in targets.find(source)]


@pytest.mark.parametrize("mark", ["——", "（二）", "2.", "●", "二是"])
def test_the_line_that_opens_a_list_says_when_its_goals_are_due(mark: str) -> None:
    text = (
        f"到2027年，中小企业发展实现以下目标：\n{mark}梯度培育成效显著。专精特新中小企业达到8000家，上云企业新增2万家。"
    )
    assert rows(text) == [(8000, "target", "2027"), (20_000, "target", "2027")]


def test_a_list_ends_with_its_last_item() -> None:
    text = "到2027年，实现以下目标：\n——专精特新中小企业达到8000家。\n全省小微企业贷款余额9000亿元。"
    assert rows(text) == [(8000, "target", "2027"), (9e11, "achieved", None)]


def test_a_result_in_a_list_of_goals_is_still_one() -> None:
    text = "到2027年，实现以下目标：\n——梯度培育。专精特新中小企业达到8000家，截至2024年底已有5230家专精特新中小企业。"
    assert rows(text) == [(8000, "target", "2027"), (5230, "achieved", None)]


def test_a_list_of_results_is_no_list_of_goals() -> None:
    text = "2024年，中小企业工作取得以下成效：\n——专精特新中小企业达到5230家。"
    assert rows(text) == [(5230, "achieved", None)]


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("示例省中小企业发展行动计划（2025—2027年）", (30, "target", "2027")),
        ("示例省“十五五”中小企业发展规划", (30, "target", "2030")),
        ("示例省中小企业发展行动计划（2021—2023年）", (30, "achieved", None)),
        ("示例省中小企业发展论坛（2025—2027年）", (30, "achieved", None)),
    ],
    ids=["years", "name", "over", "no plan"],
)
def test_what_a_plan_says_is_due_by_the_end_of_its_years(title: str, row: Row) -> None:
    assert rows("（五）建设30个左右中小企业特色产业集群。", title) == [row]
