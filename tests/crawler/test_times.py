from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler import times

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # noon in Beijing

READ = {
    "2024-03-05 08:30": "2024-03-05T00:30:00",
    "2024-03-05T08:30:00+08:00": "2024-03-05T00:30:00",
    "2024-03-05T00:30:00.123Z": "2024-03-05T00:30:00",
    "2024-03-05-08:30:00": "2024-03-05T00:30:00",
    "2024年03月05日 08:30": "2024-03-05T00:30:00",
    "2024年03月05日08:30": "2024-03-05T00:30:00",
    "2024年3月5日08时30分": "2024-03-05T00:30:00",
    "2024-03-05 08:30 GMT+8": "2024-03-05T00:30:00",
    "2024/03/05": "2024-03-04T16:00:00",
    "2024.03.05": "2024-03-04T16:00:00",
    "Tue, 05 Mar 2024 08:30:00 CST": "2024-03-05T00:30:00",
    "Tue, 05 Mar 2024 08:30:00 +0800": "2024-03-05T00:30:00",
    "Tue, 05 Mar 2024 00:30:00 GMT": "2024-03-05T00:30:00",
    "Tue, 05 Mar 2024 08:30:00": "2024-03-05T00:30:00",
    "Tue, 05 Mar 2024 08:30:00 GMT+8": "2024-03-05T00:30:00",
    "Tue Mar 05 2024 08:30:00 GMT+0800 (中国标准时间)": "2024-03-05T00:30:00",
    "Tue, 05 Mar 2024 08:30:00 Asia/Shanghai": "2024-03-05T00:30:00",
    "Mon, 04 Mar 2024 19:30:00 -05:00": "2024-03-05T00:30:00",
    "Mon, 04 Mar 2024 19:30:00 EST": "2024-03-05T00:30:00",
    "Tue, 05 Mar 2024 00:30:00 Z": "2024-03-05T00:30:00",
    "Tue Mar 05 08:30:00 CST 2024": "2024-03-05T00:30:00",
    "1709598600": "2024-03-05T00:30:00",
    "1709598600000": "2024-03-05T00:30:00",
    "11-20 10:00": "2026-11-20T02:00:00",
    "11月21日 11:59": "2026-11-21T03:59:00",
    "11月21日 13:00": "2025-11-21T05:00:00",
    "2024年3月5日 下午3:05": "2024-03-05T07:05:00",
    "2024年3月5日上午8时30分": "2024-03-05T00:30:00",
    "2024年3月5日晚8点": "2024-03-05T12:00:00",
    "2024-03-05 03:05 PM": "2024-03-05T07:05:00",
    "2024-03-05 12:05 AM": "2024-03-04T16:05:00",
    "2024年03月05日（星期二）08:30": "2024-03-05T00:30:00",
    "２０２４年３月５日　０８：３０": "2024-03-05T00:30:00",
    "20240305": "2024-03-04T16:00:00",
    "20240305083000": "2024-03-05T00:30:00",
    "3月5日 下午2:30": "2026-03-05T06:30:00",
    "02-29 08:30": "2024-02-29T00:30:00",
    "12月31日": "2025-12-30T16:00:00",
    "刚刚": "2026-11-21T04:00:00",
    "半小时前": "2026-11-21T03:30:00",
    "两个小时前": "2026-11-21T02:00:00",
    "45 分钟之前": "2026-11-21T03:15:00",
    "1周前": "2026-11-14T04:00:00",
    "昨日08:30": "2026-11-20T00:30:00",
    "昨天 下午3:05": "2026-11-20T07:05:00",
    "前天": "2026-11-18T16:00:00",
    "1小时前": "2026-11-21T03:00:00",
    "3 天前": "2026-11-18T04:00:00",
    "今天 09:00": "2026-11-21T01:00:00",
    "昨天 09:00": "2026-11-20T01:00:00",
}


@pytest.mark.parametrize(("raw", "moment"), READ.items())
def test_a_date_without_an_offset_is_beijing_time(raw: str, moment: str) -> None:
    assert times.read(raw, now=NOW) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "rubbish",
        "2024-13-45",
        "2024-02-30 08:00",
        "99:99",
        "第三季度",
        "3-45",
        "02-30",
        "2024-03",
        "08:30",
        "00:02:15",
        "9" * 40,
    ],
)
def test_what_is_no_date_is_none(raw: str) -> None:
    assert times.read(raw, now=NOW) is None


def test_a_publisher_may_tell_the_time_of_another_zone() -> None:
    assert times.read("2024-03-05 08:30", zone=ZoneInfo("UTC"), now=NOW) == datetime(2024, 3, 5, 8, 30, tzinfo=UTC)


def test_the_first_full_date_of_a_byline_is_found() -> None:
    byline = "来源：示例日报　作者：甲　2024年03月05日 08:30　责编：乙　2023-01-01"
    assert times.find(byline, now=NOW) == datetime(2024, 3, 5, 0, 30, tzinfo=UTC)


RELATIVE = {
    "发布时间：11-20 10:00　浏览：1234": "2026-11-20T02:00:00",
    "示例日报 昨天 09:00": "2026-11-20T01:00:00",
    "示例网 · 3小时前 · 阅读 5": "2026-11-21T01:00:00",
}


@pytest.mark.parametrize(("text", "moment"), RELATIVE.items())
def test_a_byline_may_leave_the_year_to_its_reader(text: str, moment: str) -> None:
    assert times.find(text, now=NOW) is None
    assert times.find_relative(text, now=NOW) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["增长3-5个百分点", "比分 3-5", "版本 1.2-3 08", "第20240305号"])
def test_a_figure_is_no_date(text: str) -> None:
    assert times.find(text, now=NOW) is None
    assert times.find_relative(text, now=NOW) is None
