"""Dates as Chinese sites and feeds write them, into moments. Pure: `now` is an argument.

feedparser and dateutil read `2024-03-05 08:30` as UTC, `CST` as US Central, and `2024年03月05日` as the first of the
current month; so a raw string is read here, in the publisher's zone where it has no offset of its own.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_FORENOON = ("凌晨", "清晨", "早上", "早晨", "上午")
_AFTERNOON = ("下午", "傍晚", "晚上", "晚间", "晚")
_WEEKDAY = r"(?:[\s,]*\(?(?:星期|周)[一二三四五六日天]\)?)?"
_CLOCK = (
    rf"(?P<half>{'|'.join((*_FORENOON, '中午', *_AFTERNOON))})?\s*"
    r"(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?(?:\s*[:分]\s*(?P<second>\d{1,2}))?(?:\.\d+)?\s*[分秒]?"
    r"(?:\s*(?P<meridiem>[AaPp][Mm])\b)?"
)
_YEAR, _MONTH, _DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})(?!\d)(?:\s*日)?"
_ZONE = r"(?P<zone>Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?|GMT|UTC|CST)?"

_FULL = re.compile(rf"(?<!\d){_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]\s*{_DAY}{_WEEKDAY}(?:[\sT,-]*{_CLOCK})?\s*{_ZONE}")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?"
)
_YEARLESS = re.compile(rf"{_MONTH}\s*[-/月]\s*{_DAY}{_WEEKDAY}(?:\s*{_CLOCK})?")
_NEAR_DAY = re.compile(rf"(?P<near>今[天日]|昨[天日]|前[天日])\s*(?:{_CLOCK})?")
_AGO = re.compile(
    r"(?P<count>\d+|[半一二两三四五六七八九十])\s*个?"
    r"(?P<unit>秒钟?|分钟|小时|天|日|周|星期|月)\s*(?:之?前|以前)"
)
_JUST_NOW = re.compile(r"刚刚|刚才|just now", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")

#: Months and days count here only with a clock's time, which a figure like `3-5` lacks.
_RELATIVE = re.compile(
    rf"(?<![\d.-])(?:{_AGO.pattern}|刚刚"
    r"|(?:今[天日]|昨[天日]|前[天日]|\d{1,2}\s*[-/月]\s*\d{1,2}(?:\s*日)?)\s*\d{1,2}:\d\d)"
)

_OFFSET = re.compile(r"(?:GMT|UTC?)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?")
_ZONE_AFTER_TIME = re.compile(r"\d:\d\d\s+(?P<zone>CST|(?:GMT|UTC?)?[+-]\d{1,2}(?::?\d\d)?|GMT|UTC?|Z)\b")

_NUMERALS = {"半": 0.5, "两": 2.0} | {numeral: float(at) for at, numeral in enumerate("一二三四五六七八九十", 1)}
_UNITS = {
    "秒": timedelta(seconds=1), "分": timedelta(minutes=1), "小": timedelta(hours=1), "天": timedelta(days=1),
    "日": timedelta(days=1), "周": timedelta(weeks=1), "星": timedelta(weeks=1), "月": timedelta(days=30),
}  # fmt: skip
_DAYS_AGO = {"今": 0, "昨": 1, "前": 2}


def read(raw: str, *, zone: tzinfo = BEIJING, now: datetime) -> datetime | None:
    """Read a date in any of the forms that feeds and pages use; return it in UTC, None where it is none.

    `CST` is China Standard Time. A date without a year is the latest such day that is not in the future. A time without
    a day is none: it may as well be a video's length.
    """
    text = _plain(raw)
    for reader in _READERS:
        try:
            moment = reader(text, zone, now)
        except (ValueError, OverflowError):
            continue
        if moment is not None:
            return moment.astimezone(UTC).replace(microsecond=0)
    return None


def find(text: str, *, zone: tzinfo = BEIJING, now: datetime) -> datetime | None:
    """Return the first full date in a stretch of text (a page's byline), None where there is none."""
    return _first(_FULL, text, zone, now)


def find_relative(text: str, *, zone: tzinfo = BEIJING, now: datetime) -> datetime | None:
    """Return the first moment in a stretch of text that only `now` makes a date (3小时前, 昨天 08:30, 11-20 10:00)."""
    return _first(_RELATIVE, text, zone, now)


def is_bare_day(moment: datetime, zone: tzinfo) -> bool:
    """Return whether a moment that was read is a day alone: midnight in its zone, when hardly anything comes out."""
    return moment.astimezone(zone).time() == time()


def sharpened(day: datetime, told: datetime | None, zone: tzinfo) -> datetime:
    """Return the moment that another place tells where it falls on a bare day, that day itself otherwise."""
    return told if told and told.astimezone(zone).date() == day.astimezone(zone).date() else day


def _first(pattern: re.Pattern[str], text: str, zone: tzinfo, now: datetime) -> datetime | None:
    moments = (read(match[0], zone=zone, now=now) for match in pattern.finditer(_plain(text)))
    return next((moment for moment in moments if moment), None)


def _plain(text: str) -> str:
    """Return a text with plain digits, colons and brackets for full-width ones, and with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _read_epoch(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    return datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.fullmatch(text) else None


def _read_full(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _FULL.match(text)
    return datetime.combine(_day(match), _clock(match), _zone(match["zone"], zone)) if match else None


def _read_compact(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    return datetime.combine(_day(match), time(hour, minute, second), zone)


def _read_rfc_822(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    parts = parsedate_tz(text)
    if parts is None or parts[0] < 1970:
        return None
    # Of zones parsedate_tz is asked for the American ones alone: no zone, and any that it does not know, is UTC to it.
    written = _ZONE_AFTER_TIME.search(text)
    american = timezone(timedelta(seconds=parts[9])) if parts[9] else zone
    return datetime(*parts[:6], tzinfo=_zone(written["zone"], zone) if written else american)


def _read_yearless(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _YEARLESS.fullmatch(text)
    if match is None:
        return None
    month, day, clock = int(match["month"]), int(match["day"]), _clock(match)
    here = now.astimezone(zone).year
    years = range(here, here - 8, -1)  # eight: the 29th of February may be that far away
    days = (date(year, month, day) for year in years if (month, day) != (2, 29) or _is_leap(year))
    return next(moment for it in days if (moment := datetime.combine(it, clock, zone)) <= now)


def _read_near_day(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _NEAR_DAY.fullmatch(text)
    if match is None:
        return None
    day = now.astimezone(zone).date() - timedelta(days=_DAYS_AGO[match["near"][0]])
    return datetime.combine(day, _clock(match), zone)


def _read_ago(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    if _JUST_NOW.fullmatch(text):
        return now
    match = _AGO.fullmatch(text)
    if match is None:
        return None
    count = _NUMERALS.get(match["count"]) or float(match["count"])
    return now - count * _UNITS[match["unit"][0]]


def _day(match: re.Match[str]) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _clock(match: re.Match[str]) -> time:
    """Return the time that `_CLOCK` matched, midnight where it matched none."""
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    half = match["half"] or (match["meridiem"] or "").lower()
    if hour < 12 and (half in _AFTERNOON or half == "pm" or (half == "中午" and hour < 11)):
        hour += 12
    elif hour == 12 and (half in _FORENOON or half == "am"):
        hour = 0
    return time(hour, minute, second)


def _is_leap(year: int) -> bool:
    return (year % 4 == 0 and year % 100 != 0) or year % 400 == 0


def _zone(written: str | None, default: tzinfo) -> tzinfo:
    if not written:
        return default
    if written == "CST":
        return BEIJING
    match = _OFFSET.fullmatch(written)
    if match is None:
        return UTC
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return timezone(-offset if match["sign"] == "-" else offset)


_Reader = Callable[[str, tzinfo, datetime], datetime | None]
_READERS: tuple[_Reader, ...] = (
    _read_epoch, _read_full, _read_compact, _read_yearless, _read_near_day, _read_ago, _read_rfc_822,
)  # fmt: skip
