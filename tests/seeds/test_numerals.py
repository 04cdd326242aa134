"""Numbers as they are written in Chinese texts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds import numerals


@pytest.mark.parametrize(("numeral", "value"), [("3", 3), ("十四", 14), ("二〇二五", 2025), ("两", 2), ("百千", None)])
def test_whole_numbers_are_read_in_either_writing(numeral: str, value: int | None) -> None:
    assert numerals.integer(numeral) == value


@pytest.mark.parametrize(
    ("numeral", "scale", "value"),
    [("3,000", "", "3000"), ("1.2", "万亿", "1200000000000"), ("一点二", "万", "12000"), ("十万", "", "100000"),
     ("两千五百", "", "2500"), ("百万", "", "1000000"), ("百千", "", None)],
)  # fmt: skip
def test_one_number_is_one_value_however_it_is_written(numeral: str, scale: str, value: str | None) -> None:
    assert numerals.decimal(numeral, scale) == (None if value is None else Decimal(value))


@given(st.text(alphabet=numerals.HAN, min_size=1, max_size=30))
def test_any_row_of_chinese_numerals_has_an_answer(numeral: str) -> None:
    value = numerals.integer(numeral)
    assert value is None or value >= 0
