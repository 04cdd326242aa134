"""Which of the places where a text ran is its first source."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler import stories
from crawler.model import Appearance, Level, Publisher
from crawler.stories import Standing

PUBLISHERS = {
    it.name: it
    for it in (
        Publisher("bureau", "示例省工业和信息化厅", Level.PROVINCE, ()),
        Publisher("council", "示例政府网", Level.NATIONAL, ()),
        Publisher("agency", "示例通讯社", Level.AGENCY, ()),
        Publisher("portal", "示例财经", Level.PORTAL, ()),
    )
}


def place(publisher: str, hour: int = 0, origin: str = "", revision: int = 1, url: str = "") -> Appearance:
    when = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour)
    return Appearance(publisher, url or f"https://{publisher}.example/1", "题", when, revision, origin)


def names(*places: Appearance) -> list[str]:
    return [it.publisher for it in stories.in_order(places, PUBLISHERS)]


def test_the_earliest_place_leads_where_nobody_official_published_the_text() -> None:
    assert names(place("portal", hour=3), place("agency", hour=1), place("unheard-of", hour=2)) == [
        "agency", "unheard-of", "portal",
    ]  # fmt: skip


def test_the_official_original_leads_however_late_it_was_found() -> None:
    assert names(place("portal"), place("agency", hour=1), place("bureau", hour=9))[0] == "bureau"


def test_a_government_site_that_nobody_declared_is_official_all_the_same() -> None:
    assert names(place("portal"), place("gxj.example.gov.cn", hour=9))[0] == "gxj.example.gov.cn"
    assert names(place("portal"), place("gov.cn.example.com", hour=9))[0] == "portal"


@pytest.mark.parametrize(
    ("origin", "standing"),
    [
        ("", Standing.ORIGINAL),
        ("示例省工业和信息化厅", Standing.ORIGINAL),
        ("省工业和信息化厅", Standing.ORIGINAL),
        ("示例政府网", Standing.OFFICIAL),
        ("中小企业局", Standing.OFFICIAL),
        ("示例通讯社", Standing.REPRINT),
        ("示例日报", Standing.REPRINT),
        ("某某客户端", Standing.REPRINT),
        ("示例新闻网记者 张三", Standing.REPRINT),
    ],
)
def test_where_a_government_site_has_a_text_from_says_how_near_it_is_to_the_source(
    origin: str, standing: Standing
) -> None:
    assert stories.standing(place("bureau", origin=origin), PUBLISHERS) is standing
    leads = names(place("portal"), place("bureau", hour=9, origin=origin))[0] == "bureau"
    assert leads is (standing is not Standing.REPRINT)


def test_one_body_that_passes_on_what_another_has_issued_comes_after_it() -> None:
    passed_on = place("bureau", origin="示例政府网")
    assert names(passed_on, place("council", hour=9)) == ["council", "bureau"]


def test_a_portal_never_has_the_original() -> None:
    assert stories.standing(place("portal", origin="示例省工业和信息化厅"), PUBLISHERS) is Standing.REPRINT
    assert stories.standing(place("unheard-of"), PUBLISHERS) is Standing.REPRINT


def test_an_address_whose_text_was_edited_is_there_with_both() -> None:
    first, edited = place("portal", url="https://p.example/1"), place("portal", 5, "", 2, "https://p.example/1")
    assert stories.in_order([edited, first], PUBLISHERS) == (first, edited)
