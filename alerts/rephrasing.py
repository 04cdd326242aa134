"""The words that say a figure takes the place of an earlier one: 上调至, 由3000家调整为3500家. Pure."""

import re

from alerts.extract.vocabulary import alternation, load
from alerts.model import Target
from seeds.numerals import HAN, decimal

_WORDS = load("changes")
_REACH = 12  # characters between such a word and its number: 上调到今年的3500家
_RAISED, _LOWERED, _REPLACED = (
    re.compile(f"(?:{alternation(_WORDS[name])})[^，。；！？\n]{{0,{_REACH}}}$")
    for name in ("raised", "lowered", "replaced")
)
_BASE = re.compile(f"(?:{alternation(_WORDS['bases'])})([^，。；！？\n]*)$")
# A year, a month or a day is no figure.
_NUMBER = re.compile(rf"([0-9]+(?:[，,][0-9]{{3}})*(?:\.[0-9]+)?|[{HAN}]+)([十百千万亿]{{0,3}})(?![年月日0-9.])")


def fits(target: Target, before: Target) -> bool | None:
    """Whether a figure's words say that it takes the place of an earlier one; None where they say nothing of the kind.

    Words that name another base than the earlier figure, or another direction, speak of another change.
    """
    head = _head(target)
    up, down, either = (bool(it.search(head)) for it in (_RAISED, _LOWERED, _REPLACED))
    if not (up or down or either):
        return None
    bases = _bases(head)
    if bases and before.value not in bases:
        return False
    return either or (up if target.value > before.value else down)


def starts_from(target: Target, before: Target) -> bool:
    """Whether a figure's words name an earlier one as the base whose place it takes: 由300家调整为400家."""
    return before.value in _bases(_head(target)) and fits(target, before) is True


def _head(target: Target) -> str:
    return target.evidence.text[: max(0, target.number.start - target.evidence.start)]


def _bases(head: str) -> set[float]:
    found = _BASE.search(head)
    numbers = (decimal(it[1], it[2]) for it in _NUMBER.finditer(found[1])) if found else ()
    return {float(it) for it in numbers if it is not None}
