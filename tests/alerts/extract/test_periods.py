"""Words of time, resolved against the article's own date."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.extract import periods
from alerts.extract.periods import Bound

PUBLISHED = date(2025, 7, 3)


@pytest.mark.parametrize(
    ("text", "last", "bound"),
    [
        ("到2027年", "2027", Bound.BY),
        ("在2026年前", "2026", Bound.BY),
        ("到今年年底", "2025", Bound.BY),
        ("年底前", "2025", Bound.BY),
        ("“十四五”末", "2025", Bound.BY),
        ("至2027年12月31日", "2027-12-31", Bound.BY),
        ("“十五五”期间", "2030", Bound.DURING),
        ("今年", "2025", Bound.DURING),
        ("明年", "2026", Bound.AHEAD),
        ("四季度", "2024-12", Bound.DURING),
        ("三季度", "2025-09", Bound.DURING),
        ("前三季度", "2025-09", Bound.DURING),
        ("通过3到5年时间", "2030", Bound.DURING),
        ("下半年", "2025-12", Bound.DURING),
        ("今年四季度", "2025-12", Bound.AHEAD),
        ("8月", "2025-08", Bound.AHEAD),
        ("2024—2026年", "2026", Bound.DURING),
        ("2024年至2026年", "2026", Bound.DURING),
        ("未来3年", "2028", Bound.DURING),
        ("今后五年", "2030", Bound.DURING),
        ("未来三到五年", "2030", Bound.DURING),
        ("三年内", "2028", Bound.DURING),
        ("用3年左右时间", "2028", Bound.DURING),
        ("2023年前三季度", "2023-09", Bound.DURING),
        ("2023年全年", "2023", Bound.DURING),
        ("去年12月", "2024-12", Bound.DURING),
        ("上半年", "2025-06", Bound.DURING),
        ("1至5月", "2025-05", Bound.DURING),
        ("11月", "2024-11", Bound.DURING),
        ("截至今年6月末", "2025-06", Bound.UNTIL),
        ("截至6月20日", "2025-06-20", Bound.UNTIL),
        ("目前", "2025-07-03", Bound.UNTIL),
        ("今年以来", "2025-07-03", Bound.SINCE),
        ("2022年11月1日起", "2025-07-03", Bound.SINCE),
        ("2027年起", "2027", Bound.FROM),
        ("自2026年1月1日起", "2026-01-01", Bound.FROM),
        ("今年四季度开始", "2025-10", Bound.FROM),
        ("今年起", "2025-07-03", Bound.SINCE),
        ("“十五五”开始", "2025-07-03", Bound.SINCE),
        ("“十四五”促进中小企业发展规划", "2025", Bound.NAMED),
    ],
)
def test_a_period_ends_on_the_calendar(text: str, last: str, bound: Bound) -> None:
    (period,) = periods.find(text, PUBLISHED)
    assert (period.last, period.bound) == (last, bound)


def test_from_to_dates_end_with_the_second() -> None:
    found = periods.find("自2023年1月1日至2027年12月31日", PUBLISHED)
    assert found[-1].last == "2027-12-31"


@pytest.mark.parametrize(
    ("text", "last", "bound"),
    [
        ("2023年，示例市新设小店两千家，年底达到一万家", "2023", Bound.DURING),
        ("去年示例市全年新设小店两千家", "2024", Bound.DURING),
        ("2023年示例市新设小店两千家，年底前再设一千家", "2025", Bound.BY),
        ("2023年示例市新设小店两千家。年底达到一万家", "2025", Bound.DURING),
        ("从2022年的120家增长到2024年的860家", "2024", Bound.DURING),
        ("从2022年的120家增长到2027年的860家", "2027", Bound.AHEAD),
    ],
)
def test_words_of_time_lean_on_those_before_them(text: str, last: str, bound: Bound) -> None:
    *_, period = periods.find(text, PUBLISHED)
    assert (period.last, period.bound) == (last, bound)


@pytest.mark.parametrize("text", ["1年期", "20年来", "13月", "2月30日", "前三年", "三十六计"])
def test_what_names_no_date_is_no_period(text: str) -> None:
    assert periods.find(text, PUBLISHED) == ()


def test_without_the_articles_date_only_what_names_a_year_is_a_period() -> None:
    text = "示例省今年底前完成，到2027年翻一番，“十五五”末再翻一番，2024年以来、目前和未来三年另算。"
    assert [period.last for period in periods.find(text, None)] == ["2027", "2030"]


@given(
    st.text(alphabet="0123456789一二三十年月日到至—前后底末今明去截至“十四五”期间以来未来上半季度 \n"),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
)
def test_any_mixture_gives_iso_dates_in_order(text: str, published: date) -> None:
    found = periods.find(text, published)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for period in found:
        year, _, rest = period.last.partition("-")
        assert len(year) == 4
        if len(rest) == 5:
            date.fromisoformat(period.last)
