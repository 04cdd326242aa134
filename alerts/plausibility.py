"""Two figures for one thing → why the step between them is not to be believed unseen. Pure.

It guards against slips of unit (万 against 亿), of what is counted (how many there are against how many came in
addition) and of place (the nation's figure against a province's).
"""

import re
from decimal import Decimal
from math import isclose

from alerts.identity import NATION, plain, standing
from alerts.model import Comparator, Status, Target
from seeds.numerals import decimal

_STEP = 3.0  # a target changed by more than this factor is more likely another target than a change
_SLIPS = {1e4: "一万倍，可能是“万”的有无之误", 1e8: "一亿倍，可能是“亿”的有无之误"}
_UPWARDS, _DOWNWARDS = {Comparator.AT_LEAST, Comparator.MORE}, {Comparator.AT_MOST, Comparator.LESS}
# The decimals of a number, and what it is multiplied by.
_WRITTEN = re.compile(r"[0-9](?:\.([0-9]+))?([十百千万亿]{0,3})(?![0-9.,，])")


def doubt(after: Target, before: Target) -> str:
    """Say why a step between two figures that no word ties together is not to be believed, "" where it may be."""
    mixed = standing(after) is not standing(before)
    return slip(after, before) or ("一个像是总数，一个像是新增数，口径可能不同" if mixed else "")


def slip(after: Target, before: Target) -> str:
    """Say why a step between two figures of one thing looks like a slip, "" where it does not."""
    if after.value <= 0 or before.value <= 0:
        return "两个数值无从相比"
    factor = max(after.value, before.value) / min(after.value, before.value)
    for slipped, words in _SLIPS.items():
        if isclose(factor, slipped):
            return f"数值正好相差{words}"
    if factor > _STEP:
        return f"数值相差 {factor:.3g} 倍，{_place(after, before)}"
    return ""


def compatible(one: Target, other: Target) -> bool:
    """Whether two figures that differ can both be so: 300家以上 and 400家, or results of 83万亿 and 83.2万亿."""
    smaller, larger = sorted((one, other), key=lambda it: it.value)
    open_ended = smaller.comparator in _UPWARDS or larger.comparator in _DOWNWARDS
    return open_ended or (one.status is Status.ACHIEVED and _rounds(one, other))


def _rounds(one: Target, other: Target) -> bool:
    apart = abs(Decimal(repr(one.value)) - Decimal(repr(other.value)))
    return apart <= max(_grain(one), _grain(other)) / 2


def _grain(target: Target) -> Decimal:
    """Return what the last digit that is written stands for: 83.2万亿 is written to 1000亿."""
    written = _WRITTEN.search(plain(target.number.text))
    scale = decimal("1", written[2]) if written else None
    return scale / 10 ** len(written[1] or "") if written and scale is not None else Decimal(0)


def _place(after: Target, before: Target) -> str:
    if after.scope == NATION and after.value < before.value:
        return "可能只是一地的数字"
    if after.scope != NATION and after.value > before.value:
        return "可能是全国的数字"
    return "不像同一目标的调整"
