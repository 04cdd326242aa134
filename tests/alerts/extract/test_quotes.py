from datetime import date

import pytest

from alerts.extract import quotes
from alerts.extract.reading import read


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("他说“好”，她说“不”。", ["好", "不"]),
        ("他说：“办好‘双创’基地。”", ["办好‘双创’基地。"]),
        ("他说：“办好“双创”基地。”", ["办好“双创”基地。"]),
        ("他说：“第一段。\n第二段。", ["第一段。"]),
        ("“开了没有关，他说“好”。", ["好"]),
        ("关了没有开”，他说“好”。", ["好"]),
        ("没有引号。", []),
    ],
)
def test_outermost_pairs_are_found_and_lost_marks_do_little_harm(text: str, quoted: list[str]) -> None:
    reading = read(text, title="", published=date(2026, 11, 20))
    assert [reading.text[span.start : span.end] for span in quotes.spans(reading)] == quoted
