"""会议指出: the meeting that speaks is named, with the body whose it is."""

from datetime import date

import pytest

from alerts.extract import statements
from alerts.extract.reading import read


def speaking(text: str, title: str = "") -> list[str | None]:
    source = read(text, title=title, published=date(2026, 11, 20))
    return [found.organization for found in statements.find(source)]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("国务院召开常务会议。", "国务院常务会议"),
        ("示例省政府3月5日召开常务会议，传达国务院常务会议精神。", "示例省政府常务会议"),
        ("省长张明远主持召开示例省政府第52次常务会议。", "示例省政府常务会议"),
        ("张明远3月5日主持示例省政府常务会议，研究惠企政策。", "示例省政府常务会议"),
        ("示例省政府常务会议3月5日研究惠企政策。", "示例省政府常务会议"),
        ("示例省工信厅召开党组会议。", "示例省工业和信息化厅党组会议"),
        ("日前召开的示例省民营经济发展大会气氛热烈。", "示例省民营经济发展大会"),
        ("国务院事故调查组召开全体会议。", "全体会议"),
        ("示例省近期落实国务院常务会议精神。", "会议"),
    ],
    ids=["convened", "relayed", "numbered", "presided", "subject", "party group", "named", "another's", "nobody's"],
)
def test_a_meeting_is_named_with_the_body_that_holds_it(told: str, name: str) -> None:
    assert speaking(f"{told}会议指出，服务站要办好。") == [name]


def test_the_meetings_of_two_bodies_are_two_speakers() -> None:
    text = "国务院召开常务会议。会议指出，服务站要办好。\n示例省政府召开常务会议。会议指出，费用要降低。"
    assert speaking(text) == ["国务院常务会议", "示例省政府常务会议"]


@pytest.mark.parametrize("title", ["国务院常务会议部署惠企政策", "李明主持召开国务院常务会议 部署惠企政策"])
def test_a_meeting_that_the_text_does_not_name_is_that_of_the_title(title: str) -> None:
    assert speaking("会议指出，服务站要办好。", title) == ["国务院常务会议"]


def test_which_plenary_session_it_is_belongs_to_its_name() -> None:
    text = "示例协会第九届理事会第三次全体会议近日举行。会议指出，服务站要办好。"
    assert speaking(text) == ["示例协会第九届理事会第三次全体会议"]
