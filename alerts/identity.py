"""A figure as it is written → what it is a figure of: two articles that mean the same one give the same `Identity`.

Also how periods relate. It knows names and measures, never what the ledger holds; where two names may or may not mean
one thing they stay two, because a repeat that is told does less harm than a change that never was.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from alerts.extract.vocabulary import alternation, load
from alerts.model import Status, Target


class Measure(StrEnum):
    """What is counted: how many there are, how many come in addition, how many each year, or how a rate moves."""

    TOTAL = "total"
    ADDED = "added"
    YEARLY = "yearly"
    GROWTH = "growth"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a figure is a figure of.

    Its value, status and period are not part of it, nor who says so or in which plan: those are what figures of one
    identity are told apart by (`alerts.figures`).
    """

    object: str
    unit: str
    scope: str
    measure: Measure


#: The scope of what holds for the whole country.
NATION = "全国"
#: Units of which values a year apart say nothing about each other.
RATES = frozenset({"%", "个百分点", "个基点", "倍", "‰"})
#: Units of things that are there and stay there: only of these a target can be put off.
COUNTS = frozenset({"家", "个", "项", "人", "支", "条"})

_ALIASES = load("aliases")
_NAMES: dict[str, str] = {
    f"{before}{stem}{after}": row["name"]
    for row in _ALIASES["object"]
    for stem in row["stems"]
    for before in ("", *row.get("before", ()))
    for after in ("", *row.get("after", ()))
}
# Firms are counted in any of these.
_UNITS = {"户": "家", "个": "家", "户次": "家次"}
_MARKS = re.compile(r"[\s“”‘’\"'「」『』《》〈〉()（）]+")
_LEADING = re.compile("^(?:全国|我国|全省|全市|全区|各省|各地|全年|年度)+的?(?=..)")
_COUNTING = re.compile(f"^(?:{alternation(_ALIASES['affixes']['leading'])})的?(?=..)")
_COUNTED = re.compile(f"(?<=..)的?(?:{alternation(_ALIASES['affixes']['trailing'])})$")
_ADDED = re.compile("新(?:培育|增|认定|设|登记|发放|建|遴选|注册|开办)|净增")
# 由30%提高到45%: not by how much, but to what.
_LEVEL = re.compile("[增提升扩降调减压涨][^，。；、0-9]?[到至为][^，。；、0-9]{0,8}$")
# 年新增3万户, where no word says which year: neither 今年新增 nor 2027年新增.
_YEARLY = re.compile("每年|年均|逐年|(?:^|[，、：省市区县国业户体])年(?:新|净增|培育|认定)")
_GROWTH = re.compile("增长|增速|增幅|提高|提升|上调")
_DECLINE = re.compile("下降|降低|下调|降幅|减少")
_STANDING = re.compile("到20[0-9]{2}年|(?:年底|年末)前?|达到|累计|总数|总量|保有|存量")


def identify(target: Target) -> Identity:
    """Return what a figure is a figure of."""
    return Identity(
        object=canonical(target.object.lstrip("并及和与").removeprefix(target.action) or target.object, target.scope),
        unit=canonical_unit(target.unit),
        scope=target.scope,
        measure=_measure(target),
    )


def canonical(name: str, scope: str = "") -> str:
    """Return the name by which the ledger knows an object.

    The place it is counted in is no part of it, nor the word that it is counted (个体工商户总数).
    """
    bare = plain(name)
    for place in (scope, scope.rstrip("省市区县")):
        rest = bare.removeprefix(place)
        bare = bare if rest[:1] in ("", "级") else rest  # 示例省级… names a tier, not the place 示例省
    bare = _LEADING.sub("", bare)
    while bare not in _NAMES:
        shorter = _COUNTED.sub("", _COUNTING.sub("", bare))
        if shorter == bare:
            return bare
        bare = shorter
    return _NAMES[bare]


def canonical_unit(unit: str) -> str:
    """Return the unit by which the ledger knows figures of a unit."""
    return _UNITS.get(unit, unit)


def plain(text: str) -> str:
    """Bring a name or a sentence to the form in which two ways to set it agree: quotation marks, spaces, width gone."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))


def answers_to(target: Target, words: str) -> bool:
    """Whether a reader who looks for these words means a figure: each is in its object, scope or evidence, or names it.

    Words are divided by spaces; quotation marks and width are no difference.
    """
    identity = identify(target)
    said = searchable((target.object, identity.object, target.scope, target.evidence.text))
    return all(searchable([word]) in said or canonical(word) == identity.object for word in words.split())


def has_words(said: Iterable[str | None], words: str) -> bool:
    """Whether all of some words, divided by spaces, stand in what is said, however the two are set."""
    text = searchable(said)
    return all(searchable([word]) in text for word in words.split())


def searchable(said: Iterable[str | None]) -> str:
    """Bring what is said to the form in which words are looked for, which are brought to it as well."""
    return plain("\n".join(filter(None, said))).casefold()


def standing(target: Target) -> bool:
    """Whether a figure is plainly how many there shall be by its deadline, not how many come within it."""
    if _measure(target) is not Measure.TOTAL or identify(target).unit not in COUNTS:
        return False
    by = f"到{target.deadline[:4]}年" if target.deadline else ""
    said = target.action + plain(target.evidence.text)
    return bool(_STANDING.search(said)) or bool(by and by in plain(target.sentence.text))


def period_of(target: Target) -> str | None:
    """Return the ISO period that a figure speaks of: by when a goal is due, as of when a result stands."""
    return target.as_of if target.status is Status.ACHIEVED else target.deadline


def same_period(one: str, other: str) -> bool:
    """Whether two ISO periods (2025, 2025-06, 2025-06-30) may mean the same: one lies within the other."""
    return one.startswith(other) or other.startswith(one)


def last_day(period: str) -> str:
    """Return the end of an ISO period in a form that sorts as text (2025 → 2025-12-31)."""
    return period + "-12-31"[len(period) - 4 :]


def _measure(target: Target) -> Measure:
    if _YEARLY.search(plain(target.evidence.text)):
        return Measure.YEARLY
    if _ADDED.search(target.action) or _ADDED.match(target.object):
        return Measure.ADDED
    if _LEVEL.search(target.evidence.text[: max(0, target.number.start - target.evidence.start)]):
        return Measure.TOTAL
    if target.unit not in RATES:
        return Measure.ADDED if target.action == "增加" else Measure.TOTAL
    return _movement(target.action + target.object)


def _movement(words: str) -> Measure:
    if _DECLINE.search(words):
        return Measure.DECLINE
    return Measure.GROWTH if _GROWTH.search(words) else Measure.TOTAL
