"""Words of time in a text → periods with an end on the calendar: 到2025年, “十四五”期间, 今年6月末, 未来三年.

An end is ISO 8601: a year, a month (2025-06) or a day, as exact as the words. What stands relative to the article
(今年, 年底前) is resolved against its own date. It never decides whether a period is a deadline or a result's date.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from alerts.extract.vocabulary import load
from seeds.numerals import integer


class Bound(StrEnum):
    """How a period's words tie a figure to it."""

    BY = "by"  # 到2025年, 年底前, “十四五”末: a frame that holds for the list or the sentences after it
    DURING = "during"  # 2022年, 今年, “十四五”期间, 未来三年
    AHEAD = "ahead"  # 明年, 四季度 in an article of September: it has not begun
    SINCE = "since"  # 今年以来, 2021年起: it ends, as far as the text knows, on the article's date
    FROM = "from"  # 明年起, 2027年1月1日起 in an article of 2026: only its beginning is known, which lies ahead
    UNTIL = "until"  # 截至6月末, 目前
    NAMED = "named"  # 《“十四五”促进中小企业发展规划》: a plan's years, by its name alone


class Period(NamedTuple):
    """Words of time at `start:end`; `last` is the ISO year, month or day in which the period ends, or begins `FROM`."""

    start: int
    end: int
    last: str
    bound: Bound


_PLANS = {plan["name"]: plan for plan in load("plans")["plan"]}
_RELATIVE = {"前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "当": 0, "明": 1, "来": 1, "后": 2}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_OF_A_YEAR, _STOP = frozenset({"全年", "年底", "年末"}), re.compile("[。！？；\n]|[较比]$")
_ENDS = frozenset({"底", "末", "年底", "年末"})
_CHANGING = frozenset("长加高升大展少降低")  # the last of 增长, 扩大, 发展, 减少, …
_AWAY = 2  # months that a bare 11月 or 四季度 may lie ahead; farther away it is last year's
_SPRING = 3  # the month up to which 全年 looks back on the year that is over as often as it looks ahead
_N = "[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"

# The characters that a period begins and goes on with; the pattern would try all of its branches at every other pair.
_FIRST = "0-9一二两三四五六七八九十“截到至在前去今本当明来后上下未接力用通经全年月目迄近"
_SECOND = rf"{_FIRST}半季个份争过止内底末期—–~～-"
_PERIOD = re.compile(
    rf"""
    (?=[{_FIRST}][{_SECOND}])(?<![0-9])(?P<by>截至|截止到?|到|至|在)?
    (?:
      “?(?P<plan>{"|".join(_PLANS)})”?(?:规划)?(?P<plan_part>期?末|期间|时期|以来)?
    | (?:(?P<first>(?:19|20)[0-9]{{2}})年?(?:[—–~～至到-]{{1,2}}))?
      (?:(?P<year>(?:19|20)[0-9]{{2}})年|(?P<relative>[前去今本当明来后])年)
      (?:(?P<from_month>{_N})月?份?(?:[—–~～至到-]{{1,2}})(?P<to_month>{_N})月份?
        |前(?P<months>{_N})个月
        |(?P<month>{_N})月份?(?:(?P<day>[0-9]{{1,2}})日)?
        |(?P<half>上半年|下半年)
        |(?P<up_to>前)?(?P<quarter>[一二三四])(?:个)?季度|全年)?
    | (?P<bare_from>{_N})月?份?[—–~～至到-]{{1,2}}(?P<bare_to>{_N})月份?
    | (?P<bare_month>1[0-2]|[1-9])月份?(?:(?P<bare_day>[0-9]{{1,2}})日)?
    | 前(?P<bare_months>{_N})个月
    | (?P<bare_half>上半年|下半年)
    | (?P<bare_up_to>前)?(?P<bare_quarter>[一二三四])(?:个)?季度
    | (?:未来|今后|接下来|通过|经过|力争用|用)(?P<low>{_N})?(?:[—–~～至到-])?(?P<span>{_N})年左?右?(?:时间)?
    | (?P<within>{_N})年(?:之?内)(?!的)
    | (?P<this>全年|年内|年底|年末|月底)
    | (?P<now>截至目前|截至发稿|目前|迄今|至今|近年来|近期)
    )
    (?P<part>年?底|年?末|年?初)?
    (?P<before>之前|以前|前)?
    (?P<since>以来|开始|起|后)?
    """,
    re.VERBOSE,
)


def find(text: str, published: date | None, start: int = 0, end: int | None = None) -> tuple[Period, ...]:
    """Find the periods that a text, or the paragraphs that are its stretch `start:end`, names, in reading order.

    Where the article's date is unknown, those are left out that it would have to resolve.
    """
    return tuple(_periods(text, published, start, len(text) if end is None else end))


def _periods(text: str, published: date | None, start: int, end: int) -> Iterator[Period]:
    told: Period | None = None  # the last one with a year of its own
    for match in _PERIOD.finditer(text, start, end):
        if told and match["this"] in _OF_A_YEAR and _is_of(told, match, published):
            yield Period(match.start(), match.end(), told.last[:4], Bound.DURING)
            continue
        if published is None and _is_relative(match):
            continue
        last = _last(match, published or date.min)
        if last is not None:
            period = Period(match.start(), match.end(), last, _bound(match, last, published))
            told = period if match["year"] or match["relative"] else told
            yield period


def _is_of(told: Period, match: re.Match[str], published: date | None) -> bool:
    """Whether 年底 is that of a year that is over and that its sentence has told: 2024年，……，年底达到1000家."""
    over = published is not None and told.last < str(published.year)
    return over and not match["by"] and not match["before"] and not _STOP.search(match.string, told.end, match.start())


def _is_relative(match: re.Match[str]) -> bool:
    """Whether only the article's date says when the period ends."""
    if match["since"] or match["now"] or match["plan_part"] == "以来":
        return True
    return not (match["plan"] or match["year"])


def _bound(match: re.Match[str], last: str, published: date | None) -> Bound:
    if match["now"] or match["by"] in {"截至", "截止", "截止到"}:
        return Bound.UNTIL
    if match["since"] or match["plan_part"] == "以来":
        return Bound.FROM if published and last > published.isoformat()[: len(last)] else Bound.SINCE
    if (match["by"] in {"到", "至"} and not _grew_to(match)) or match["before"] or match["plan_part"] in {"末", "期末"}:
        return Bound.BY
    if match["this"] in {"全年", "年内"} and published and _SPRING < published.month < 12:
        return Bound.BY
    if match["plan"]:
        return Bound.DURING if match["plan_part"] else Bound.NAMED
    return Bound.AHEAD if published and _is_ahead(match, last, published) else Bound.DURING


def _grew_to(match: re.Match[str]) -> bool:
    """Whether 到 belongs to a verb and not to the time: 从2020年的120家增长|到2023年的860家."""
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return after == "的" and before in _CHANGING


def _is_ahead(match: re.Match[str], last: str, published: date) -> bool:
    """Whether a period has not begun; the end of this year has not before its last month."""
    if match["part"] in _ENDS and last == str(published.year):
        return published.month < 12
    return _begins(match, last) > published.isoformat()[: len(last)]


def _begins(match: re.Match[str], last: str) -> str:
    """When a period begins, as exact as its end; of a span of years only that it has begun."""
    if match["first"] or match["span"] or match["within"]:
        return ""
    return f"{last[:5]}{_first_month(match, int(last[5:7])):02}{last[7:]}" if len(last) > 4 else last


def _first_month(match: re.Match[str], last: int) -> int:
    """Return the month in which quarters or a half-year that end with `last` begin; of a month, itself."""
    if match["up_to"] or match["bare_up_to"]:
        return 1
    quarter, half = match["quarter"] or match["bare_quarter"], match["half"] or match["bare_half"]
    return last - (2 if quarter else 5 if half else 0)


def _last(match: re.Match[str], published: date) -> str | None:
    """Where the period ends, or begins if no more is known of it; None for words that name no date (13月, 99年内)."""
    if match["now"] or match["plan_part"] == "以来":
        return published.isoformat()
    end = _end(match, published)
    if not match["since"]:
        return end
    begins = _begins(match, end) if end and not match["plan"] else ""
    return begins if begins > published.isoformat()[: len(begins)] else published.isoformat()


def _end(match: re.Match[str], published: date) -> str | None:
    if match["plan"]:
        return str(_PLANS[match["plan"]]["last"])
    if match["span"] or match["within"]:
        return str(published.year + (integer(match["span"] or match["within"]) or 0))
    year, last = published.year, None
    if match["this"]:
        return _iso(year, published.month) if match["this"] == "月底" else str(year)
    if match["year"]:
        year = int(match["year"])
    elif match["relative"]:
        year += _RELATIVE[match["relative"]]
    last = _month(match)
    if last is None:
        return str(year - 1 if match["part"] in {"初", "年初"} else year)
    if (
        not match["year"]
        and not match["relative"]
        and _first_month(match, last) > published.month + _AWAY
        and not match["by"]
        and not match["before"]
    ):
        year -= 1
    day = match["day"] or match["bare_day"]
    return _iso(year, last, int(day) if day else None)


def _month(match: re.Match[str]) -> int | None:
    for group in ("to_month", "months", "month", "bare_to", "bare_month", "bare_months"):
        if match[group]:
            return integer(match[group])
    half, quarter = match["half"] or match["bare_half"], match["quarter"] or match["bare_quarter"]
    if half:
        return 6 if half == "上半年" else 12
    return _QUARTERS[quarter] if quarter else None


def _iso(year: int, month: int, day: int | None = None) -> str | None:
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else None
