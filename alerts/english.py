"""Values → the English words in which readers meet them: what `alerts.wording` is in Chinese, for mails.

Names stay as they were published, but for those of places and of what is counted most often.
"""

import tomllib
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

from alerts.audience import News
from alerts.identity import COUNTS, Measure, canonical, identify
from alerts.model import RESIZED, REVISED, Change, ChangeKind, Comparator, Finding, PageEdit, Statement, Status, Target
from crawler.model import Level
from crawler.touchstones import Touch

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MAGNITUDES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_UNITS = {
    "元": " yuan",
    "美元": " US dollars",
    "人": " people",
    "人次": " cases",
    "户次": " cases",
    "家次": " cases",
    "个百分点": " percentage points",
    "倍": " times",
    "%": "%",
    "‰": "‰",
} | dict.fromkeys(("家", "户", "个", "项", "条", "支"), "")
_COMPARATORS = {
    Comparator.EXACTLY: "",
    Comparator.ABOUT: "about ",
    Comparator.AT_LEAST: "at least ",
    Comparator.AT_MOST: "at most ",
    Comparator.MORE: "more than ",
    Comparator.LESS: "less than ",
}
_MEASURES = {
    Measure.TOTAL: "",
    Measure.ADDED: " more",
    Measure.YEARLY: " a year",
    Measure.GROWTH: "up ",
    Measure.DECLINE: "down ",
}
_NAMES = tomllib.loads(files("alerts").joinpath("locale/names.toml").read_text(encoding="utf-8"))
_SPANS = ((86_400, "d"), (3600, "h"), (60, "min"))
_NEW = {Status.TARGET: "new target", Status.ACHIEVED: "new figure", Status.FORECAST: "new forecast"}
_NEW_STATEMENT = "new statement"
_KINDS = {
    ChangeKind.RAISED: "raised",
    ChangeKind.LOWERED: "lowered",
    ChangeKind.POSTPONED: "postponed",
    ChangeKind.ADVANCED: "brought forward",
    ChangeKind.PROGRESS: "in progress",
    ChangeKind.ACHIEVED: "reached",
    ChangeKind.CONTRADICTED: "contradicted",
    ChangeKind.IMPLAUSIBLE: "doubtful",
    ChangeKind.REPEATED: "known",
    ChangeKind.REWORDED: "reworded",
    ChangeKind.EDITED: "page edited",
}
_REASONS = {
    ChangeKind.PROGRESS: "the target is",
    ChangeKind.ACHIEVED: "the target was",
    ChangeKind.CONTRADICTED: "another source says",
    ChangeKind.IMPLAUSIBLE: "hard to believe beside",
}
_NOUNS = {*_NEW.values(), _NEW_STATEMENT}
_NEWS = {
    News.TARGETS: "new targets",
    News.ADJUSTED: "adjusted targets",
    News.PROGRESS: "progress and figures",
    News.STATEMENTS: "statements by officials",
    News.EDITS: "page edits",
}
_LEVELS = {
    Level.NATIONAL: "national",
    Level.MINISTRY: "ministries",
    Level.PROVINCE: "local",
    Level.AGENCY: "news agencies",
    Level.PORTAL: "portals",
}
_TOUCHES = {
    Touch.NUMERAL: "numbers",
    Touch.DATE: "dates",
    Touch.NAME: "names",
    Touch.NEGATION: "negations",
    Touch.SENTENCE: "sentences added or removed",
}


def name(target: Target) -> str:
    """Name what a figure counts, in Chinese where there is no English name."""
    found: str = _NAMES["objects"].get(canonical(target.object, target.scope), target.object)
    return found


def place(target: Target) -> str:
    """Name the place that a figure holds for."""
    found: str = _NAMES["places"].get(target.scope, target.scope)
    return found


def number(value: float) -> str:
    """Write a number as a reader takes it in: “100,000”, “1.2 trillion”; no digit is lost."""
    exact = Decimal(repr(value)).normalize()
    for size, word in _MAGNITUDES:
        scaled = exact / size
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.001")):
            return f"{scaled.normalize():,f} {word}"
    return f"{exact:,f}"


def amount(value: float, unit: str) -> str:
    """Write a value with its unit: “100,000”, “1.2 trillion yuan”, “60%”."""
    return number(value) + _UNITS.get(unit, f" {unit}")


def figure(target: Target) -> str:
    """Write a target's number, and how it moves where it is a movement: “about 3,000”, “up 17.2%”."""
    words = _COMPARATORS[target.comparator] + amount(target.value, target.unit)
    measure = identify(target).measure
    side = _MEASURES[measure]
    return f"{side}{words}" if measure in (Measure.GROWTH, Measure.DECLINE) else f"{words}{side}"


def period(iso: str) -> str:
    """Write an ISO year, month or date: “2025”, “Jun 2025”, “30 Jun 2025”."""
    year, *rest = iso.split("-")
    named = [_MONTHS[int(rest[0]) - 1], year] if rest else [year]
    return " ".join([str(int(rest[1])), *named] if len(rest) > 1 else named)


def when(target: Target) -> str:
    """Write what time a figure is for: “by 2025”, “2022”, “as of Jun 2025”; "" where none is known."""
    if target.as_of and not target.deadline:
        return f"as of {period(target.as_of)}"
    if not target.deadline:
        return ""
    identity = identify(target)
    by = identity.measure is Measure.TOTAL and identity.unit in COUNTS
    return f"by {period(target.deadline)}" if by else period(target.deadline)


def summary(target: Target) -> str:
    """Write a figure with its time: “10,000 by 2025”."""
    return " ".join(part for part in (figure(target), when(target)) if part)


def kind(change: ChangeKind, finding: Finding | PageEdit) -> str:
    """Name a change: “new target”, “raised”, “new statement”; a result that is another now was put right."""
    if change in RESIZED and isinstance(finding, Target) and finding.status is Status.ACHIEVED:
        return "corrected"
    if change is not ChangeKind.NEW:
        return _KINDS[change]
    return _NEW[finding.status] if isinstance(finding, Target) else _NEW_STATEMENT


def counted(count: int, kind: str) -> str:
    """Count changes of a kind, as `kind` names it: “3 new targets”, “1 raised”."""
    return f"{count} {kind}{'s' if kind in _NOUNS and count != 1 else ''}"


def reason(change: Change) -> str:
    """Say why a change is one, by what it is held against."""
    before, against = change.before, change.against
    if isinstance(change.finding, Statement):
        return "worded otherwise than before" if change.kind is ChangeKind.REWORDED else "not heard before"
    if not isinstance(before, Target) or against is None:
        return "this figure was not in the ledger before"  # others of its kind may have been
    if change.kind in REVISED and against.url and against.url == change.origin.url:
        return f"the published page was edited; before: {summary(before)}"
    read_in = f"{period(against.published.date().isoformat())}, {against.publisher}"
    return f"{_REASONS.get(change.kind, 'before:')} {summary(before)} ({read_in})"


def day(of: date, year: int) -> str:
    """Write a day for readers of a year: “21 Nov”, of another year “21 Nov 2021”."""
    written = f"{of.day} {_MONTHS[of.month - 1]}"
    return written if of.year == year else f"{written} {of.year}"


def moment(at: datetime, now: datetime) -> str:
    """Write a moment for a reader of another, both by the same clock: “14:05”, of another day “21 Nov, 14:05”."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{day(at.date(), now.year)}, {at:%H:%M}"


def span(seconds: float) -> str:
    """Write about how long something takes: “8 s”, “3 min”, “5 h”, “2 d”."""
    for size, word in _SPANS:
        if seconds >= size:
            return f"{round(seconds / size)} {word}"
    return f"{round(seconds)} s"


def touches(edit: PageEdit) -> str:
    """Name what an edit touches: “numbers, dates”."""
    touched = {it for sentence in edit.sentences for it in sentence.touches}
    return ", ".join(word for touch, word in _TOUCHES.items() if touch in touched)


def news(kind: News) -> str:
    """Name a kind of news that a filter can ask for."""
    return _NEWS[kind]


def level(rank: Level) -> str:
    """Name the rank of who answers for a text."""
    return _LEVELS[rank]
