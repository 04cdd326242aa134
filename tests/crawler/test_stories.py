"""Which of the places where a text ran is its first source."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler import stories
from crawler.model import Appearance, Level, Publisher

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


@pytest.mark.parametrize(
    ("origin", "original"),
    [
        ("", True),
        ("示例省工业和信息化厅", True),
        ("省工业和信息化厅", True),
        ("示例政府网", True),
        ("中小企业局", True),
        ("示例通讯社", False),
        ("示例日报", False),
        ("某某客户端", False),
        ("示例新闻网记者 张三", False),
    ],
)
def test_a_government_site_that_reprints_the_press_has_no_original(origin: str, original: bool) -> None:
    assert stories.is_original(place("bureau", origin=origin), PUBLISHERS) is original
    assert (names(place("portal"), place("bureau", hour=9, origin=origin))[0] == "bureau") is original


def test_a_portal_never_has_the_original() -> None:
    assert not stories.is_original(place("portal", origin="示例省工业和信息化厅"), PUBLISHERS)
    assert not stories.is_original(place("unheard-of"), PUBLISHERS)


def test_an_address_whose_text_was_edited_counts_once() -> None:
    first, edited = place("portal", url="https://p.example/1"), place("portal", 5, "", 2, "https://p.example/1")
    assert stories.in_order([edited, first], PUBLISHERS) == (first,)
