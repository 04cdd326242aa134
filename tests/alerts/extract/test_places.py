"""Places by the names that texts use for them."""

import pytest

from alerts.extract import places


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("广东省出台", "广东省", "广东省"),
        ("广东出台", "广东省", "广东省"),
        ("粤企出海", "广东省", "广东省"),
        ("内蒙古推出", "内蒙古自治区", "内蒙古自治区"),
        ("黄石市拨付", "黄石市", "湖北省"),
        ("深圳推出", "深圳市", "广东省"),
        ("朝阳市推出", "朝阳市", "辽宁省"),
        ("海南藏族自治州", "海南藏族自治州", "青海省"),
        ("上海浦东新区", "上海市", "上海市"),
        ("长江经济带", "长江经济带", ""),
        ("示例省推出", "示例省", "示例省"),
    ],
)
def test_a_place_is_known_by_its_full_name_and_province(text: str, name: str, province: str) -> None:
    first = places.find(text)[0]
    assert (first.name, first.province) == (name, province)


@pytest.mark.parametrize("text", ["朝阳产业", "大同小异", "企业平安", "经济大省", "各省份"])
def test_words_of_everyday_language_are_no_places(text: str) -> None:
    assert places.find(text) == ()
