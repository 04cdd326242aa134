"""How a source fares: what is remembered of its polls → a state with its reason, told in words.

Pure. A poll is folded into the `History` when it has ended (`advance`), and `judge` reads the history: silence is told
apart from health by what the source itself has put out on such days before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from math import sqrt
from statistics import fmean, stdev

from crawler.model import Poll, Reason
from crawler.polling import MEMORY, Output
from crawler.times import BEIJING

#: A source that lists nothing newer than this is stale, however well it answers.
STALE_AFTER = timedelta(days=30)
#: Complete days that have to be known before a day can be called unusual.
ENOUGH_DAYS = 14
#: Failures in a row from which on the failure is no passing one.
LASTING = 3

_KEPT_DAYS = 35  # five weeks of daily volumes
_SHOWN_DAYS = 14
_KIN = 3  # days of a kind (working days, weekends) that make a usual one
_UNUSUAL = 7.0  # entries that are missing: with fewer expected, chance alone brings a silence in one case of a thousand
_TOO_MANY_REQUESTS = 429  # a site that says so is no wall: it lets us in again


class State(StrEnum):
    """How a source fares."""

    UNKNOWN = "unknown"
    OK = "ok"
    RECOVERED = "recovered"
    QUIET = "quiet"
    STALE = "stale"
    BLOCKED = "blocked"
    FAILING = "failing"

    @property
    def troubled(self) -> bool:
        """Whether the source does not bring what is expected of it."""
        return self in (State.QUIET, State.STALE, State.BLOCKED, State.FAILING)


@dataclass(frozen=True, slots=True)
class History:
    """What is remembered of a source's polls up to the last one.

    `first` is the first poll that succeeded, its baseline, and `answered` the last. `last_new` is when the newest
    entry came: by its own date in the baseline, afterwards by the poll that found it. `failures` are those in a row up
    to the last poll, with its `reason` and `detail`; `recovered_from` those that the last poll ended. `volumes` are the
    entries that were new on each day (Asia/Shanghai) on which the source answered, the baseline's left out.
    """

    polled: datetime
    status: int | None = None
    first: datetime | None = None
    answered: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0
    recovered_from: int = 0
    reason: Reason | None = None
    detail: str = ""
    volumes: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """A source's state; `facts` are what the words of the reason are filled with."""

    state: State
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_person(self) -> bool:
        """Whether somebody should see to it now. A quiet source is unusual, not broken: it may be having a holiday."""
        return self.state.troubled and self.state is not State.QUIET

    @property
    def lasting(self) -> bool:
        """Whether it is a trouble that a person should hear of: a failure that did not pass, or any other trouble."""
        failing = self.state in (State.BLOCKED, State.FAILING)
        return self.state.troubled and (not failing or int(self.facts["failures"]) >= LASTING)


@dataclass(frozen=True, slots=True)
class _Usual:
    """What days of a kind bring: mean and standard deviation."""

    mean: float
    spread: float


def advance(before: History | None, poll: Poll) -> History:
    """Fold a poll that has ended into what is remembered."""
    old = before or History(poll.at)
    seen = replace(old, polled=poll.at, status=poll.status, reason=poll.reason, detail=poll.detail)
    if poll.reason is not None:
        return replace(seen, failures=old.failures + 1, recovered_from=0)
    seen = replace(seen, failures=0, recovered_from=old.failures, answered=poll.at)
    if old.first is None:
        return replace(seen, first=poll.at, last_new=min(poll.newest or poll.at, poll.at))
    today = _day(poll.at)
    volumes = {day: count for day, count in old.volumes.items() if (today - day).days < _KEPT_DAYS}
    volumes[today] = volumes.get(today, 0) + poll.new
    return replace(seen, volumes=volumes, last_new=poll.at if poll.new else old.last_new)


def output(before: History | None, after: History, poll: Poll) -> Output:
    """Return what a source has put out, as far as the polls up to this one know."""
    first_day = _day(poll.at - MEMORY) + timedelta(days=1)
    start = max(after.first or poll.at, datetime.combine(first_day, time(), BEIJING))
    entries = sum(count for day, count in after.volumes.items() if day >= first_day)
    turnover = None
    if before is not None and before.answered is not None and poll.new:
        turnover = (poll.at - before.answered) * max(1.0, poll.entries / poll.new)
    return Output(entries, poll.at - start, turnover)


def judge(history: History | None) -> Health:
    """Return how a source fares, as of its last poll."""
    if history is None:
        return Health(State.UNKNOWN)
    if history.reason is not None:
        walled = history.reason is Reason.BLOCKED and history.status != _TOO_MANY_REQUESTS
        failures = {"reason": history.reason.value, "detail": history.detail, "failures": str(history.failures)}
        return Health(State.BLOCKED if walled else State.FAILING, failures)
    if history.recovered_from:
        return Health(State.RECOVERED, {"failures": str(history.recovered_from)})
    if history.last_new is not None and history.polled - history.last_new > STALE_AFTER:
        since = {"since": f"{_day(history.last_new)}", "days": str((history.polled - history.last_new).days)}
        return Health(State.STALE, since)
    return _silence(history) or Health(State.OK, {"volume": _volume(history)})


def per_day(history: History) -> float | None:
    """Return how many entries a source puts out on a day, over the last two weeks; None before the first whole day."""
    days = _complete(history)[-_SHOWN_DAYS:]
    return sum(history.volumes[day] for day in days) / len(days) if days else None


def last_day(history: History) -> int | None:
    """Return how many entries were new on the last day that was watched as a whole; None before the first such day."""
    return next((history.volumes[day] for day in reversed(_complete(history))), None)


def words(health: Health, language: str = "en") -> str:
    """Tell the reason of a state in a sentence; languages are those of the table below. A detail may be empty."""
    table = _WORDS[language]
    form = table["calm"] if health.state is State.OK and not health.facts["volume"] else table[health.state.value]
    facts = {name: _Count(fact) if name in _COUNTS else fact for name, fact in health.facts.items()}
    if "reason" in facts:
        facts["reason"] = table.get(f"reason.{facts['reason']}", facts["reason"])
    return form.format(**facts).rstrip("：: ")


def _silence(history: History) -> Health | None:
    """Find the days without a new entry up to the last one, if that is unusual for the source."""
    days = _complete(history)
    silent = list(takewhile(lambda day: not history.volumes[day], reversed(days)))
    before = days[: len(days) - len(silent)]
    if not silent or len(days) <= ENOUGH_DAYS or len(before) < ENOUGH_DAYS / 2:
        return None
    usual = [_usual(history, before, day) for day in silent]
    expected, variance = sum(it.mean for it in usual), sum(it.spread**2 for it in usual)
    # A source that comes in bursts is silent more often than one of the same mean that does not.
    bursts = max((it.spread**2 / it.mean for it in usual if it.mean), default=1.0)
    if expected < _UNUSUAL * max(1.0, bursts):
        return None
    facts = {"since": f"{silent[-1]}", "days": str(len(silent)), "usual": f"{expected:.0f} ± {sqrt(variance):.0f}"}
    return Health(State.QUIET, facts)


def _usual(history: History, days: Sequence[date], day: date) -> _Usual:
    """Return what a day of that kind brings: working days and weekends differ at offices and at newspapers."""
    kin = [history.volumes[it] for it in days if _is_weekend(it) == _is_weekend(day)]
    counts = kin if len(kin) >= _KIN else [history.volumes[it] for it in days]
    return _Usual(fmean(counts), stdev(counts))


def _complete(history: History) -> list[date]:
    """Return the days that were watched from beginning to end, in order."""
    if history.first is None:
        return []
    first, last = _day(history.first), _day(history.polled)
    return sorted(day for day in history.volumes if first < day < last)


def _volume(history: History) -> str:
    rate = per_day(history)
    return "" if rate is None else f"{rate:.1f}"


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def _day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


_COUNTS = {"failures", "days"}  # the facts that are numbers of something


class _Count(int):
    """A number that is written with what it counts: `f"{_Count(2):day}"` is “2 days”, and without any by itself."""

    def __format__(self, noun: str) -> str:
        return f"{self!s} {noun}{'' if self == 1 else 's'}" if noun else str(self)


#: The words of each state, by language: “calm” are those of a source that is known for less than a day.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "unknown": "never polled",
        "calm": "answers, and is known for less than a day",
        "ok": "{volume} new entries a day",
        "recovered": "answers again after {failures:failed poll}",
        "quiet": "0 new entries on {days:day} since {since}, where {usual} are usual",
        "stale": "answers, but its newest entry is {days:day} old ({since})",
        "blocked": "turned away {failures:time} in a row: {detail}",
        "failing": "failed {failures:time} in a row, {reason}: {detail}",
        "reason.not_a_feed": "not a feed",
        "reason.too_large": "too large",
        "reason.no_article": "no article",
    },
    "zh": {
        "unknown": "尚未抓取",
        "calm": "能打开，知道它还不到一整天",
        "ok": "日均新增 {volume} 条",
        "recovered": "连续失败 {failures} 次后已恢复",
        "quiet": "自 {since} 起 {days} 天没有新条目，属异常：这段时间通常有 {usual} 条",
        "stale": "可以访问，但最新条目已是 {days} 天前（{since}）",
        "blocked": "连续 {failures} 次被拦截：{detail}",
        "failing": "连续失败 {failures} 次（{reason}）：{detail}",
        "reason.timeout": "超时",
        "reason.http": "HTTP 错误",
        "reason.dns": "域名无法解析",
        "reason.connection": "连接失败",
        "reason.malformed": "格式损坏",
        "reason.not_a_feed": "不是订阅源",
        "reason.empty": "没有条目",
        "reason.too_large": "内容过大",
        "reason.forbidden": "地址不允许访问",
        "reason.blocked": "被拦截",
        "reason.configuration": "配置有误",
        "reason.no_article": "页面中没有文章",
        "reason.error": "程序错误",
    },
}
