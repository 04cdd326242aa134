"""Whose figure it is: the place that an article says, points back to, or is about."""

from datetime import date

import pytest

from alerts.extract import targets
from alerts.extract.reading import read


def scopes(text: str, title: str = "支持中小企业发展", region: str = "全国") -> list[str]:
    source = read(text, title=title, published=date(2025, 6, 15), region=region)
    return [target.scope for target in targets.find(source)]


@pytest.mark.parametrize(
    ("title", "text", "scope"),
    [
        ("湖北出台措施支持中小企业", "到2027年，全省培育专精特新中小企业8000家。", "湖北省"),
        ("支持中小企业发展", "湖南近日印发行动方案。\n到2027年，全省培育专精特新中小企业8000家。", "湖南省"),
        ("支持中小企业发展", "记者从郑州获悉，中小企业活力增强。全省培育专精特新中小企业8000家。", "河南省"),
        ("青岛加力惠企", "截至5月末，全市小微企业贷款余额2000亿元。", "青岛市"),
        ("支持中小企业发展", "四川省近日发布消息。成都加快转型，全市专精特新中小企业达到3000家。", "成都市"),
        ("成都民营经济观察", "专精特新中小企业达到3000家。", "成都市"),
        ("示例县支持中小企业", "全省培育专精特新中小企业8000家。", "全国"),
    ],
    ids=["title", "paragraph before", "province of a city", "city in title", "nearest city", "only title", "nowhere"],
)
def test_a_pointer_leads_back_to_the_place_named_last(title: str, text: str, scope: str) -> None:
    assert scopes(text, title) == [scope]


@pytest.mark.parametrize(
    "text",
    [
        "湖北出台措施。到2027年，全国培育专精特新中小企业8000家。",
        "我国专精特新中小企业达到14万家。",
    ],
)
def test_the_nations_figures_are_its_own_in_an_article_about_a_province(text: str) -> None:
    assert scopes(text, "湖北出台措施支持中小企业") == ["全国"]


@pytest.mark.parametrize(
    "text",
    [
        "山东新培育专精特新中小企业800家，占全国的6%，累计达到1.2万家科技型中小企业。",
        "山东在全国首创惠企平台，已为中小企业减免租金4亿元，惠及8000家小微企业。",
    ],
)
def test_a_comparison_with_the_nation_leaves_figures_to_the_place(text: str) -> None:
    assert set(scopes(text)) == {"山东省"}


@pytest.mark.parametrize(
    "text",
    [
        "据北京理工大学统计，小微企业贷款余额87亿元。",
        "江苏银行表示，小微企业贷款余额87亿元。",
        "苏州实验室落成，专精特新企业达到500家。",
        "上云企业超过25万家，其中专精特新企业5000家。",
        "今年以来，高新企业、平台企业和创新企业里有专精特新企业5000家。",
    ],
    ids=["university", "bank", "laboratory", "上云企业", "创新企业"],
)
def test_a_place_inside_another_name_is_nobodys_scope(text: str) -> None:
    assert set(scopes(text, region="示例省")) == {"示例省"}


def test_a_title_with_several_places_leaves_it_to_the_region() -> None:
    assert scopes("小微企业贷款余额87亿元。", "广东与湖南携手支持中小企业", region="示例省") == ["示例省"]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("某某省培育专精特新中小企业300家。", "某某省"),
        ("“云海省”新增小微企业贷款500亿元。", "云海省"),
        ("记者从云海省获悉，到2027年全省培育专精特新中小企业8000家。", "云海省"),
        ("经济大省培育专精特新中小企业300家。", "全国"),
        ("培育省级专精特新中小企业300家，全国各省培育专精特新企业900家。", "全国"),
    ],
)
def test_a_province_that_nobody_lists_is_called_what_the_text_calls_it(text: str, scope: str) -> None:
    assert set(scopes(text)) == {scope}


def test_a_province_that_nobody_lists_is_no_part_of_the_noun() -> None:
    source = read("云海省小微企业贷款余额500亿元。", title="支持中小企业发展", published=date(2025, 6, 15))
    assert [target.object for target in targets.find(source)] == ["小微企业贷款余额"]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("长兴县提出，到2027年，专精特新中小企业达到900家。", "长兴县"),
        ("示例市印发方案，到2027年，专精特新中小企业达到900家。", "示例市"),
        ("浙江省长兴县提出，到2027年，专精特新中小企业达到900家。", "浙江省"),
        ("服务走进县城，到2027年，专精特新中小企业达到900家。", "全国"),
        ("支持企业上市，到2027年，专精特新中小企业达到900家。", "全国"),
    ],
)
def test_a_city_or_county_that_nobody_lists_is_what_the_text_calls_it(text: str, scope: str) -> None:
    assert scopes(text, "支持中小企业发展") == [scope]
