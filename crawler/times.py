"""Dates as Chinese sites and feeds write them, into moments. Pure: `now` is an argument.

feedparser and dateutil read `2024-03-05 08:30` as UTC, `CST` as US Central, and `2024年03月05日` as the first of the
current month; so a raw string is read here, in the publisher's zone where it has no offset of its own.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?:\s*日)?"
    r"(?:[\sT-]*(?P<hour>\d{1,2})\s*[:：时点]\s*(?P<minute>\d{1,2})(?:\s*[:：分]\s*(?P<second>\d{1,2}))?)?"
    r"(?:\.\d+)?\s*分?\s*(?P<zone>Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?|GMT|UTC|CST)?"
)
_MONTH_AND_DAY = re.compile(
    r"(?P<month>\d{1,2})\s*[-/月]\s*(?P<day>\d{1,2})(?:\s*日)?(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d\d))?"
)
_AGO = re.compile(r"(?P<count>\d+)\s*(?P<unit>秒|分钟|小时|天)\s*前")
_NEAR_DAY = re.compile(r"(?P<day>今天|昨天|前天)\s*(?:(?P<hour>\d{1,2}):(?P<minute>\d\d))?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_OFFSET = re.compile(r"(?:GMT|UTC?)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?")

_ZONE_AFTER_TIME = re.compile(r"\d:\d\d\s+(?P<zone>CST|(?:GMT|UTC?)?[+-]\d{1,2}(?::?\d\d)?|GMT|UTC?|Z)\b")

_UNITS = {"秒": "seconds", "分钟": "minutes", "小时": "hours", "天": "days"}
_NEAR_DAYS = {"今天": 0, "昨天": 1, "前天": 2}


def read(raw: str, *, zone: tzinfo = BEIJING, now: datetime) -> datetime | None:
    """Read a date in any of the forms that feeds and pages use; return it in UTC, None where it is none.

    `CST` is China Standard Time. A date without a year is the latest such day that is not in the future.
    """
    text = raw.strip()
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
    for match in _NUMERIC.finditer(text):
        moment = read(match[0], zone=zone, now=now)
        if moment is not None:
            return moment
    return None


def _read_rfc_822(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    parts = parsedate_tz(text)
    if parts is None or parts[0] < 1970:
        return None
    # Of zones parsedate_tz is asked for the American ones alone: no zone, and any that it does not know, is UTC to it.
    written = _ZONE_AFTER_TIME.search(text)
    american = timezone(timedelta(seconds=parts[9])) if parts[9] else zone
    return datetime(*parts[:6], tzinfo=_zone(written["zone"], zone) if written else american)


def _read_numeric(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _NUMERIC.match(text)
    if match is None:
        return None
    numbers = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    return datetime(*numbers, tzinfo=_zone(match["zone"], zone))  # type: ignore[arg-type,misc]


def _read_month_and_day(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _MONTH_AND_DAY.fullmatch(text)
    if match is None:
        return None
    here = now.astimezone(zone)
    numbers = [int(match[name] or 0) for name in ("month", "day", "hour", "minute")]
    this_year = datetime(here.year, *numbers, tzinfo=zone)  # type: ignore[arg-type,misc]
    return this_year if this_year <= now else this_year.replace(year=here.year - 1)


def _read_ago(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _AGO.fullmatch(text)
    return now - timedelta(**{_UNITS[match["unit"]]: int(match["count"])}) if match else None


def _read_near_day(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    match = _NEAR_DAY.fullmatch(text)
    if match is None:
        return None
    day = now.astimezone(zone) - timedelta(days=_NEAR_DAYS[match["day"]])
    return day.replace(hour=int(match["hour"] or 0), minute=int(match["minute"] or 0), second=0)


def _read_epoch(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    return datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.fullmatch(text) else None


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
    _read_epoch, _read_numeric, _read_rfc_822, _read_month_and_day, _read_ago, _read_near_day,
)  # fmt: skip
