"""Whose 省财政厅 speaks: that of the province that the article is about."""

from datetime import date

import pytest

from alerts.extract import statements
from alerts.extract.reading import read


def bodies(text: str, title: str = "", region: str = "全国") -> list[str | None]:
    source = read(text, title=title, published=date(2026, 11, 20), region=region)
    return [found.organization for found in statements.find(source)]


@pytest.mark.parametrize(
    ("text", "title", "region", "body"),
    [
        ("云岭省近日出台措施。省财政厅厅长张明远说，费用要降低。", "", "全国", "云岭省财政厅"),
        ("省财政厅表示，费用要降低。", "湖北出台措施惠企", "全国", "湖北省财政厅"),
        ("省工信厅副厅长张明远说，费用要降低。", "", "湖北省", "湖北省工业和信息化厅"),
        ("湖南长沙出台措施。省财政厅表示，费用要降低。", "", "全国", "湖南省财政厅"),
        ("湖南长沙出台措施。市工信局表示，费用要降低。", "", "全国", "长沙市工业和信息化局"),
        ("广西出台措施，自治区财政厅表示，费用要降低。", "", "全国", "广西壮族自治区财政厅"),
        ("湖北出台措施。省政府召开常务会议。会议指出，费用要降低。", "", "全国", "湖北省政府常务会议"),
    ],
    ids=["text", "title", "publisher", "province of a city", "city", "autonomous region", "meeting"],
)
def test_a_body_of_a_tier_is_that_of_the_place(text: str, title: str, region: str, body: str) -> None:
    assert bodies(text, title, region) == [body]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("省工信厅副厅长张明远说，费用要降低。", "省工业和信息化厅"),
        ("北京市出台措施。省财政厅表示，费用要降低。", "省财政厅"),
        ("湖北武汉出台措施。市场监管总局表示，费用要降低。", "国家市场监督管理总局"),
    ],
    ids=["no place", "no province", "no tier"],
)
def test_a_body_keeps_its_name_where_no_place_of_its_tier_is_known(text: str, body: str) -> None:
    assert bodies(text) == [body]


def test_a_person_of_the_same_body_under_both_names_is_one_speaker() -> None:
    text = "湖北省财政厅厅长张明远说，费用要降低。省财政厅厅长张明远强调，服务站要办好。"
    assert bodies(text) == ["湖北省财政厅"]
