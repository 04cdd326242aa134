"""Everything that a text says, whatever has happened to the text: an answer, and offsets that lead back to it."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.extract import findings
from alerts.model import Evidence, Target

TITLE = "示例省出台二十条措施支持民营企业和中小微企业"
ARTICLES = (
    "示例省人民政府6月12日召开新闻发布会，介绍《示例省促进中小企业高质量发展行动计划（2025—2027年）》有关情况。\n"
    "示例省工业和信息化厅厅长林示范表示：“到2027年，全省要培育创新型中小企业5万家、专精特新中小企业8000家左右、专精特新“小巨人”企业"
    "600家以上。”他说，小微企业贷款利率从2023年的4.8%下降到去年12月的3.9%，今年以来又降了15个基点。\n"
    "截至5月末，普惠小微贷款余额、民营企业贷款余额分别达到1.2万亿元和3.4万亿元，同比增长12.6%、9.1%；预计全年为经营主体减负超300亿元。\n"
    "会议指出，要用好“321”服务机制，落实好43项措施，未来三年新增贷款不低于6000亿元，力争清偿拖欠账款90％以上。",
    '近日 , 示例市中小企业局印发通知 : 对 承租国有房屋的个体工商户 减免 3—6 个月租金，惠及" 小店 "1.5万户;\n'
    "　　对月销售额15万元以下的小规模纳税人，减按1%征收增值税，执行至２０２７年１２月３１日。\n"
    "市民营企业协会负责人说，一家企业只拿到300万元贷款，百万家企业要翻一番还很远，八成以上的会员盼着政策早落地。",
)

Mutation = Callable[[str, int, int], str]
MUTATIONS: dict[str, Mutation] = {
    "deleted": lambda text, start, end: text[:start] + text[end:],
    "duplicated": lambda text, start, end: text[:end] + text[start:],
    "turned round": lambda text, start, end: text[:start] + text[start:end][::-1] + text[end:],
    "truncated": lambda text, start, _: text[:start],
    "beheaded": lambda text, _, end: text[end:],
    "run together": lambda text, start, end: (
        text[:start] + text[start:end].replace("\n", "").replace("，", "") + text[end:]
    ),
    "torn apart": lambda text, start, end: text[:start] + "\n".join(text[start:end]) + text[end:],
}


def pieces(title: str, text: str, published: date | None) -> list[Evidence]:
    """Every stretch that the findings of a text cite."""
    cited = []
    for finding in findings.find(title, text, published):
        cited.append(finding.evidence)
        if isinstance(finding, Target):
            cited += [finding.number, finding.sentence]
    return cited


def leads_back(text: str, published: date | None = date(2025, 6, 15)) -> bool:
    return all(text[it.start : it.end] == it.text != "" for it in pieces(TITLE, text, published))


@pytest.mark.parametrize("text", ARTICLES)
def test_the_articles_themselves_have_findings_that_lead_back(text: str) -> None:
    assert len(pieces(TITLE, text, date(2025, 6, 15))) > 3
    assert leads_back(text)


@given(
    text=st.sampled_from(ARTICLES),
    blows=st.lists(
        st.tuples(st.sampled_from(sorted(MUTATIONS)), st.integers(0, 400), st.integers(0, 60)), min_size=1, max_size=6
    ),
    published=st.none() | st.dates(min_value=date(1990, 1, 1)),
)
def test_a_damaged_article_is_still_read(text: str, blows: list[tuple[str, int, int]], published: date | None) -> None:
    for name, start, length in blows:
        text = MUTATIONS[name](text, start, start + length)
    assert leads_back(text, published)


@given(st.text(max_size=400), st.text(max_size=40), st.none() | st.dates())
def test_any_characters_are_an_article(text: str, title: str, published: date | None) -> None:
    assert all(text[it.start : it.end] == it.text for it in pieces(title, text, published))


@given(st.lists(st.sampled_from([*"".join(ARTICLES), *"\u200b\u3000\ud800㎡½"]), max_size=400).map("".join))
def test_the_characters_of_articles_in_any_order_are_an_article(text: str) -> None:
    assert leads_back(f"中小企业{text}")
