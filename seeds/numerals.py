"""How numbers are written: digits or Chinese numerals, with scales, into the number that is meant. Finds nothing."""

from decimal import Decimal

HAN = "〇零一二两三四五六七八九十百千万亿"
"""The characters of Chinese numerals."""

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
"""The value of each character that stands for a digit."""

_SCALES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}


def integer(numeral: str) -> int | None:
    """Read a whole number in digits or Chinese numerals (十四, 二〇二五, 3); None if it is neither."""
    value = _han(numeral) if not numeral.isdigit() else Decimal(numeral)
    return None if value is None else int(value)


def decimal(numeral: str, scale: str = "") -> Decimal | None:
    """Read a number (3,000, 1.2, 一点二万, 十万), None if it is none; `scale` is what follows and multiplies (万亿)."""
    dense = numeral.replace("，", "").replace(",", "")
    if dense.isascii():
        value: Decimal | None = Decimal(dense)
    else:
        whole, _, fraction = dense.replace("点", ".").partition(".")
        value = _han(whole)
        if value is not None and fraction:
            digits = "".join(str(DIGITS.get(character, "")) for character in fraction)
            # 一点二万亿: what follows the decimals multiplies.
            scale = "".join(character for character in fraction if character not in DIGITS) + scale
            value += Decimal(f"0.{digits or 0}")
    for character in scale:
        if value is not None:
            value *= _MYRIADS.get(character) or _SCALES[character]
    return value


def _han(numeral: str) -> Decimal | None:
    """Read Chinese numerals: positional (二〇二五), with scales (一千二百万), or scales alone (百万)."""
    if all(character in DIGITS for character in numeral):
        return Decimal("".join(str(DIGITS[character]) for character in numeral)) if numeral else None
    total, section, digit = 0, 0, None
    previous = 10**5  # the scales of a section fall: 一千二百 is a number, 百千 is none
    myriad = 10**9  # so do those of sections, but for 万亿: 一亿二千万 is a number, 一亿亿 is none
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in _SCALES:
            if _SCALES[character] >= previous:
                return None
            previous = _SCALES[character]
            section += (1 if digit is None else digit) * previous
            digit = None
        elif character in _MYRIADS:
            section += digit or 0
            unit = _MYRIADS[character]
            if unit == myriad or (unit < myriad < 10**9 and not section):
                return None
            myriad = unit
            total = (total + section) * unit if total and total < unit else total + (section or 1) * unit
            section, digit, previous = 0, None, 10**5
        else:
            return None
    return Decimal(total + section + (digit or 0))
