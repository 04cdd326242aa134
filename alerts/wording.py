"""Values → the Chinese words in which readers meet them: figures, periods, what a change is.

Shared by the ledger's reasons, the mails and the command line, so that one figure is written in one way everywhere.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from alerts.audience import News
from alerts.identity import COUNTS, Identity, Measure, identify
from alerts.model import (
    RESIZED,
    Change,
    ChangeKind,
    Comparator,
    Finding,
    Origin,
    PageEdit,
    StatementKind,
    Status,
    Target,
)
from crawler.edits import differences
from crawler.model import Level
from crawler.touchstones import Touch

_MAGNITUDES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_COMPARATORS = {
    Comparator.EXACTLY: "",
    Comparator.ABOUT: "约 ",
    Comparator.AT_LEAST: "不少于 ",
    Comparator.AT_MOST: "不超过 ",
    Comparator.MORE: "超过 ",
    Comparator.LESS: "不到 ",
}
_KINDS = {
    ChangeKind.RAISED: "上调",
    ChangeKind.LOWERED: "下调",
    ChangeKind.POSTPONED: "推迟",
    ChangeKind.ADVANCED: "提前",
    ChangeKind.PROGRESS: "进展",
    ChangeKind.ACHIEVED: "已达成",
    ChangeKind.CONTRADICTED: "矛盾",
    ChangeKind.IMPLAUSIBLE: "存疑",
    ChangeKind.REPEATED: "已知",
    ChangeKind.REWORDED: "措辞有变",
    ChangeKind.EDITED: "页面修订",
}
_MEASURES = {Measure.ADDED: "新增", Measure.YEARLY: "每年", Measure.GROWTH: "增长", Measure.DECLINE: "下降"}
_TOUCHES = {
    Touch.NUMERAL: "数字",
    Touch.DATE: "日期",
    Touch.NAME: "名称",
    Touch.NEGATION: "否定词",
    Touch.SENTENCE: "增删句子",
}
_STRETCHES = 3  # differences that are named in a line, and …
_STRETCH = 24  # … characters of each side
_NEWS = {
    News.TARGETS: "新目标",
    News.ADJUSTED: "目标调整",
    News.PROGRESS: "进展与数据",
    News.STATEMENTS: "官员表态",
    News.EDITS: "页面修订",
}
_LEVELS = {
    Level.NATIONAL: "国家",
    Level.MINISTRY: "部委",
    Level.PROVINCE: "地方",
    Level.AGENCY: "通讯社",
    Level.PORTAL: "门户",
}
_SPANS = ((86_400, "天"), (3600, "小时"), (60, "分钟"))
_NEW = {Status.TARGET: "新目标", Status.ACHIEVED: "新数据", Status.FORECAST: "新预测"}


def number(value: float) -> str:
    """Write a number as a reader takes it in: 100000 → “10 万”, 1.2e12 → “1.2 万亿”; no digit is lost (12,345)."""
    exact = Decimal(repr(value)).normalize()
    for size, word in _MAGNITUDES:
        scaled = exact / size
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.001")):
            return f"{_plain(scaled)} {word}"
    return _plain(exact)


def amount(value: float, unit: str) -> str:
    """Write a value with its unit: “10 万家”, “3000 家”, “60%”."""
    words = number(value)
    return words + unit if unit in ("%", "‰") or words[-1] > "\x7f" else f"{words} {unit}"


def figure(target: Target) -> str:
    """Write a target's number, and how it moves where it is a movement: “约 3000 家”, “新增 200 亿元”, “增长 17.2%”."""
    words = _COMPARATORS[target.comparator] + amount(target.value, target.unit)
    match identify(target).measure:
        case Measure.TOTAL:
            return words
        case Measure.YEARLY:
            return _joined(f"每年{target.action}", words)
        case Measure.ADDED | Measure.GROWTH | Measure.DECLINE:
            return _joined(target.action, words)


def name(target: Target) -> str:
    """Name what a figure counts, as it was written."""
    return target.object


def place(target: Target) -> str:
    """Name the place that a figure holds for."""
    return target.scope


def thing(identity: Identity) -> str:
    """Name what figures are figures of: “全国 小巨人企业”, “示例省 个体工商户（新增）”."""
    counted = _MEASURES.get(identity.measure)
    return f"{identity.scope} {identity.object}" + (f"（{counted}）" if counted else "")


def period(iso: str) -> str:
    """Write an ISO year, month or date: “2025 年”, “2025 年 6 月”, “2025 年 6 月 30 日”."""
    parts = (f"{int(part)} {word}" for part, word in zip(iso.split("-"), "年月日", strict=False))
    return " ".join(parts)


def when(target: Target) -> str:
    """Write what time a figure is for: “到 2025 年”, “2022 年”, “截至 2025 年 6 月”; "" where none is known."""
    if target.as_of and not target.deadline:
        return f"截至 {period(target.as_of)}"
    if not target.deadline:
        return ""
    identity = identify(target)
    # Things are there by a year; sums, rates and what is added belong to it.
    by = identity.measure is Measure.TOTAL and identity.unit in COUNTS
    return f"到 {period(target.deadline)}" if by else period(target.deadline)


def summary(target: Target) -> str:
    """Write a figure with its time: “到 2025 年 1 万家”."""
    return " ".join(part for part in (when(target), figure(target)) if part)


def share(part: float, whole: float) -> str:
    """Write what share of a whole is reached: “80%”; never rounded up to what is not."""
    return f"{int(100 * Decimal(repr(part)) / Decimal(repr(whole)))}%"


def source(origin: Origin) -> str:
    """Name where and when something was read, and whose words it is: “新浪财经（来源：新华社），2021-11-23”."""
    return f"{publisher(origin)}，{origin.published:%Y-%m-%d}"


def publisher(origin: Origin) -> str:
    """Name who published something, and whose words it is: “新浪财经（来源：新华社）”."""
    return origin.publisher + (f"（来源：{origin.issuer}）" if origin.authority != origin.publisher else "")


def reported(origin: Origin) -> str:
    """Say that something has been read before, and where: “2021-11-23 已由新浪财经报道”."""
    return f"{origin.published:%Y-%m-%d} 已由{origin.publisher}报道"


def quoted(finding: Finding) -> str:
    """Write the words that a finding stands on, on one line.

    A statement gets back the outer marks that its extent leaves out: what was said stands between marks.
    """
    words = "".join(finding.evidence.text.splitlines())
    if isinstance(finding, Target):
        return words
    depth = lowest = 0
    for character in words:
        depth += (character == "“") - (character == "”")
        lowest = min(lowest, depth)
    if finding.kind is StatementKind.DIRECT and lowest == 0 == depth:
        return f"“{words}”"
    return "“" * -lowest + words + "”" * (depth - lowest)


def touches(edit: PageEdit) -> str:
    """Name what an edit touches: “数字、日期”."""
    touched = {it for sentence in edit.sentences for it in sentence.touches}
    return "、".join(word for touch, word in _TOUCHES.items() if touch in touched)


def edited(edit: PageEdit) -> str:
    """Say what an edit changed: “一万家 → 两万家；新增 1 句”."""
    stretches = [it for sentence in edit.sentences for it in differences(sentence)]
    parts = [f"{_cut(old)} → {_cut(new)}" for old, new in stretches[:_STRETCHES]]
    added = sum(not it.old for it in edit.sentences)
    removed = sum(not it.new for it in edit.sentences)
    parts += [f"新增 {added} 句"] * bool(added) + [f"删去 {removed} 句"] * bool(removed)
    return "；".join(parts)


def kind(change: ChangeKind, finding: Finding | PageEdit) -> str:
    """Name a change in a word: “新目标”, “上调”, “新表态”; a result that is another now was put right."""
    if change in RESIZED and isinstance(finding, Target) and finding.status is Status.ACHIEVED:
        return "更正"
    if change is not ChangeKind.NEW:
        return _KINDS[change]
    return _NEW[finding.status] if isinstance(finding, Target) else "新表态"


def counted(count: int, kind: str) -> str:
    """Count changes of a kind, as `kind` names it: “3 个新目标”."""
    return f"{count} 个{kind}"


def reason(change: Change) -> str:
    """Say why a change is one."""
    return change.reason


def day(of: date, year: int) -> str:
    """Write a day for readers of a year: “11月21日”, of another year “2021年11月21日”."""
    return f"{of.month}月{of.day}日" if of.year == year else f"{of.year}年{of.month}月{of.day}日"


def moment(at: datetime, now: datetime) -> str:
    """Write a moment for a reader of another, both by the same clock: “14:05”, of another day “11月21日 14:05”."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{day(at.date(), now.year)} {at:%H:%M}"


def span(seconds: float) -> str:
    """Write about how long something takes: “8 秒”, “3 分钟”, “5 小时”, “2 天”."""
    for size, word in _SPANS:
        if seconds >= size:
            return f"{round(seconds / size)} {word}"
    return f"{round(seconds)} 秒"


def news(kind: News) -> str:
    """Name a kind of news that a filter can ask for."""
    return _NEWS[kind]


def level(rank: Level) -> str:
    """Name the rank of who answers for a text."""
    return _LEVELS[rank]


def topics(names: Iterable[str], titles: Mapping[str, str]) -> str:
    """Name topics by their titles; one that is watched no longer keeps its name."""
    return "、".join(titles.get(name, name) for name in names)


def _cut(stretch: str) -> str:
    return stretch if len(stretch) <= _STRETCH else f"{stretch[: _STRETCH - 1]}…"


def _joined(verb: str, words: str) -> str:
    return f"{verb} {words}".lstrip() if words[:1].isascii() else verb + words


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}" if abs(value) >= 10_000 else f"{value.normalize():f}"
