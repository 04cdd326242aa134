"""Texts as portals set them, in the form that the grammars read, and the way back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.extract.reading import Reading, read


def reading(text: str) -> Reading:
    return read(text, title="示 例", published=date(2023, 6, 15))


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("新培育 3000 家", "新培育3000家"),
        ("到２０２５年达６０％", "到2025年达60%"),
        ('培育 " 小巨人 " 企业', "培育“小巨人”企业"),
        ("「小巨人」企业", "“小巨人”企业"),
        ("他说:好,好!(笑)", "他说：好，好！（笑）"),
        ("零\u200b宽", "零宽"),
        ("半\ud800对", "半\ufffd对"),
        ("第一段\n第二段", "第一段\n第二段"),
    ],
)
def test_the_accidents_of_typesetting_are_gone(original: str, text: str) -> None:
    assert reading(original).text == text


def test_a_straight_mark_left_open_does_not_turn_those_of_the_next_paragraph() -> None:
    assert reading('他说 "好\n"中小企业"').text == "他说“好\n“中小企业”"


def test_evidence_is_cut_out_of_the_original_spaces_included() -> None:
    source = reading("示例省 新培育 3000 家 左右。")
    start = source.text.index("3000")
    evidence = source.evidence(start, start + len("3000家左右"))
    assert evidence.text == "3000 家 左右"
    assert source.original[evidence.start : evidence.end] == evidence.text


def test_sentences_end_at_full_stops_and_keep_closing_marks() -> None:
    source = reading("他说：“好。”她说好；都好！\n完")
    assert [source.text[span.start : span.end] for span in source.sentences] == [
        "他说：“好。”",
        "她说好；",
        "都好！\n",
        "完",
    ]
    assert source.sentence_at(source.text.index("她")) == source.sentences[1]


@given(st.text())
def test_any_text_is_read_and_every_character_leads_back(text: str) -> None:
    source = reading(text)
    assert len(source.text) == len(source.origin)
    assert list(source.origin) == sorted(source.origin)
    for offset in range(len(source.text)):
        assert source.evidence(offset, offset + 1).text == text[source.origin[offset]]
        assert source.sentence_at(offset) in source.sentences
