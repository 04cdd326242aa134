"""Numbers in a text → quantities: value, unit, comparator, and for a from–to the number it starts from.

The grammar of figures: 3000家左右, 十万家, 近5亿元, 136.5万户, 百分之三十, 八成以上, 15%—20%, 由50%提至80%, 翻一番.
It reads the form that `alerts.extract.reading` makes, and never judges what a figure is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product, zip_longest
from typing import NamedTuple

from alerts.extract.vocabulary import initials, load
from alerts.model import Comparator
from seeds.numerals import DIGITS, HAN, decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts: `kind` is count, money, share, point, multiple, person, event or months."""

    name: str
    kind: str
    factor: Decimal = Decimal(1)


class Quantity(NamedTuple):
    """A number with its unit at `start:end`, comparators included.

    `low` is the lower end of a range (3到6个月), `base` the number that a from–to starts from (由50%提至80%).
    """

    value: float
    unit: Unit
    comparator: Comparator
    start: int
    end: int
    low: float | None = None
    base: float | None = None


_VOCABULARY = load("units")
_UNITS = {
    form: Unit(row["name"], row["kind"], Decimal(row.get("factor", 1)))
    for row in _VOCABULARY["unit"]
    for form in row["forms"]
}
_IMPLIED = {noun: _UNITS[name] for name, nouns in _VOCABULARY["implied"].items() for noun in nouns}
_UNNAMED = Unit("", "")
_TIMES = Unit("倍", "multiple")

_GOES_ON = "—-–~～至到、和及与或以左上之"  # what a number is followed by that takes the unit of the next one
_COUNTING = "户家总人件次笔个"  # what 数 makes a noun with
_HAN = f"[{HAN}]"
_PLAIN = rf"[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?|{_HAN}{{1,15}}(?:点{_HAN}{{1,9}})?"
# 数十亿, 十几家 and 第三 are no quantities, and 亿 alone is none of 数十亿; the 数 of 户数 belongs to what is counted.
# No figure begins with other characters than those ahead; the pattern would try all of its branches there.
_FIGURE = re.compile(
    rf"""(?=[0-9翻{HAN}][0-9{HAN}.，,点分余多{initials(_UNITS)}{initials(_IMPLIED)}{re.escape(_GOES_ON)}]|亿) (?:
      百分之(?P<percent>{_PLAIN})
      |翻(?P<doubling>[一两二三四五])番
      |(?<![0-9.几第])(?<!(?<![{_COUNTING}])数) (?:(?P<hundred_millions>[0-9]{{1,6}})亿(?=[0-9.]{{1,7}}[千百]?万))?
        (?:(?P<grouped>[0-9]{{1,3}}(?:[，,][0-9]{{3}})+(?:\.[0-9]{{1,9}})?(?![0-9]))
          |(?<![十百千万亿])(?P<plain>{_PLAIN})
          |(?P<digits>[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?))
        (?P<scale>[十百千万亿]{{0,3}}) (?P<odd>[余多]?) (?P<rescale>[万亿]{{0,2}}) (?P<over>[余多]?)
        (?P<unit>{"|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})?(?<!个(?=体)))""",
    re.VERBOSE,
)
_COMPARATORS = {
    Comparator.AT_LEAST: ("不低于", "不少于", "不小于", "至少", "起码", "以上"),
    Comparator.AT_MOST: ("不高于", "不超过", "不多于", "最高", "最多", "至多", "以内", "之内", "以下"),
    Comparator.MORE: ("超过", "超出", "突破", "高于", "多于", "大于", "逾", "超", "余", "多"),
    Comparator.LESS: ("低于", "少于", "不足", "不到"),
    Comparator.ABOUT: ("接近", "将近", "约为", "大约", "约", "近", "左右", "上下"),
}
_COMPARATOR_OF = {word: comparator for comparator, words in _COMPARATORS.items() for word in words}
# Those of these that stand behind a number are of the one before (2%以上|一户).
_WORDS_BEFORE = frozenset(_COMPARATOR_OF) - {"左右", "上下", "以上", "以下", "以内", "之内"}
_LAST_BEFORE = frozenset(word[-1] for word in _WORDS_BEFORE) | {"了"}
_COUNTED = re.compile("|".join(sorted(_IMPLIED, key=len, reverse=True)))
_FIRST_COUNTED = frozenset(noun[0] for noun in _IMPLIED)
_ENDED = re.compile("左右|上下|以上|[，。；、）”\n]|$")
_BEFORE = re.compile(f"(?:{'|'.join(sorted(_WORDS_BEFORE, key=len, reverse=True))})了?\\Z")
# 上千家 is 1000 and more; in 线上千家商户 it is part of the word before.
_ROUND, _UPWARDS = "百千万亿", re.compile("(?<![线网会场以之街路市])上\\Z")
_FIRST_AFTER = frozenset("左上及以之")
_AFTER = re.compile("左右|上下|及?以上|以下|以内|之内")
_RANGE = re.compile(r"—{1,2}|[-–~～至到]")
# 3千万, 2万亿; 2亿亿 is no number
_SCALES = frozenset(map("".join, product(("", "十", "百", "千"), ("", "万"), ("", "亿"))))
_NEXT = frozenset(_GOES_ON)
_LIST = re.compile(r"[、和及与或]|以及")
_PAIR_REACH = 24  # characters between the two numbers of a from–to
# 由50%提至80%, 从2019年3月的6.1%下降到去年9月的4.7%, 由月销售额10万元提高到15万元: the second counts.
_FROM = re.compile(r"[由从自][^，。；！？\n]{0,16}$")
# 增加3000亿元至1.8万亿元: it started from 1.5万亿元. 提高3至5个百分点 is a range.
_RAISED = re.compile(r"(?:增加|提高|追加|扩大|上调)了?\Z")
_CHANGE = re.compile(
    r"[^，。；！？\n]{0,4}，?[^，。；！？\n]{0,4}(?:提|升|增|降|调|扩|减|压|涨|缩|延|跃|发展)[^，。；！？\n]{0,4}?[至到为][^，。；！？\n]{0,12}"
)
_BARE_CHANGE = re.compile(r"[^，。；！？\n]{0,3}[至到][^，。；！？\n]{0,12}")


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """Find every quantity of a text, or of the paragraphs that are its stretch `start:end`, in reading order.

    A number without a unit is one only where what follows supplies it.
    """
    figures = list(_figures(text, start, len(text) if end is None else end))
    return tuple(_join(list(_name_units(text, figures)), text))


def _figures(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _FIGURE.finditer(text, start, end):
        percent, doubling, hundred_millions, grouped, plain, digits, scale, odd, rescale, over, written = match.groups()
        value: Decimal | None
        if doubling:
            value, unit = Decimal(2 ** DIGITS[doubling]), _TIMES
        elif percent:
            value, unit = decimal(percent), _UNITS["%"]
        else:
            unit = _UNITS[written] if written else _implied(text, match.end(), match[0])
            if unit is _UNNAMED and text[match.end() : match.end() + 1] not in _NEXT:
                continue
            value = decimal(grouped or plain or digits, scale + rescale) if scale + rescale in _SCALES else None
        if value is not None:
            if hundred_millions:
                value += 10**8 * int(hundred_millions)
            yield _compared(text, match, float(value * unit.factor), unit, over or odd)


def _implied(text: str, end: int, number: str) -> Unit:
    """Infer the unit of a number that has none: from what it counts; 亿 at the end of a clause are money."""
    if text[end : end + 1] in _FIRST_COUNTED and (counted := _COUNTED.match(text, end)):
        return _IMPLIED[counted[0]]
    money = "亿" in number and _ENDED.match(text, end)
    return _UNITS["元"] if money else _UNNAMED


def _compared(text: str, match: re.Match[str], value: float, unit: Unit, word: str | None) -> Quantity:
    """Take in the words round a number that say how it is meant; those before it say it more strictly.

    `word` is the one within the number (一万多家).
    """
    start, end = match.span()
    if text[end : end + 1] in _FIRST_AFTER and (after := _AFTER.match(text, end)):
        word, end = after[0].removeprefix("及"), after.end()
    if text[start - 1 : start] in _LAST_BEFORE and (before := _BEFORE.search(text, max(0, start - 5), start)):
        word, start = before[0].removesuffix("了"), before.start()
    elif text[start - 1 : start] == "上" and text[start] in _ROUND and _UPWARDS.search(text, max(0, start - 2), start):
        word, start = "以上", start - 1
    return Quantity(value, unit, _COMPARATOR_OF[word] if word else Comparator.EXACTLY, start, end)


def _name_units(text: str, figures: list[Quantity]) -> Iterator[Quantity]:
    """Give a number without a unit the one that its list names at the end; left without, it is no quantity."""
    heirs: list[Quantity] = []
    for position, figure in enumerate(figures):
        unit = figure.unit
        if unit is not _UNNAMED:
            for heir in heirs:
                yield heir._replace(unit=unit, value=heir.value * float(unit.factor))
            yield figure
        elif position + 1 < len(figures):
            gap = text[figure.end : figures[position + 1].start]
            if _LIST.fullmatch(gap) or _RANGE.fullmatch(gap):
                heirs.append(figure)
                continue
        heirs.clear()


def _join(figures: list[Quantity], text: str) -> Iterator[Quantity]:
    """Draw a range, and a from–to, together into the quantity that counts."""
    low: float | None = None
    base: float | None = None
    start: int | None = None
    for figure, following in zip_longest(figures, figures[1:]):
        if (
            following is not None
            and following.start - figure.end <= _PAIR_REACH
            and figure.unit.name == following.unit.name
        ):
            between = text[figure.end : following.start]
            if _RANGE.fullmatch(between):
                low, start = figure.value, figure.start if start is None else start
                continue
            if _leads_from(text, figure, between):
                low, base, start = None, figure.value, None
                continue
        start = figure.start if start is None else start
        if low is not None and 2 * low < figure.value and _RAISED.search(text, max(0, start - 3), start):
            base, low = figure.value - low, None
        yield figure if low is base is None else figure._replace(low=low, base=base, start=start)
        low, base, start = None, None, None


def _leads_from(text: str, figure: Quantity, between: str) -> bool:
    if _CHANGE.fullmatch(between):
        return bool(_FROM.search(text, max(0, figure.start - 18), figure.start))
    return bool(_BARE_CHANGE.fullmatch(between)) and text[max(0, figure.start - 1) : figure.start] in {"由", "从"}
