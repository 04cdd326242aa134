"""What is shown of a text: marks come out right however they lie, and an excerpt holds little more than they do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.excerpts import LEFT_OUT, Mark, Paragraph, excerpt, mark, pieces, snippet, whole
from alerts.model import Evidence

FILLER = "会议强调，要坚持问题导向，切实减轻企业负担，增强企业发展的信心和内生动力。" * 10


def shown(paragraph: Paragraph) -> str:
    return "".join(f"[{it.text}]" if it.marks else it.text for it in paragraph.pieces)


def test_marks_that_overlap_and_lie_within_one_another_are_cut_where_they_meet() -> None:
    cut = pieces("甲乙丙丁戊己", [Mark(1, 4, 7), Mark(2, 3, 8), Mark(3, 6, 9)])
    assert [(it.text, it.marks, it.begins) for it in cut] == [
        ("甲", (), ()),
        ("乙", (7,), (7,)),
        ("丙", (7, 8), (8,)),
        ("丁", (7, 9), (9,)),
        ("戊己", (9,), ()),
    ]


def test_two_findings_on_the_same_words_are_one_piece() -> None:
    (cut,) = pieces("一万家", [Mark(0, 3, 1), Mark(0, 3, 2)])
    assert (cut.marks, cut.begins) == ((1, 2), (1, 2))


@given(
    st.text(alphabet="甲乙。\n", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=6),
)
def test_a_whole_text_is_shown_as_it_stands_and_each_mark_begins_once(
    text: str, stretches: list[tuple[int, int]]
) -> None:
    marks = [
        Mark(start, min(len(text), start + length), number)
        for number, (start, length) in enumerate(stretches)
        if start < len(text) and text[start] != "\n"
    ]
    paragraphs = whole(text, marks)
    assert "\n".join("".join(it.text for it in paragraph.pieces) for paragraph in paragraphs) == text
    assert sorted(number for it in paragraphs for number in it.begins) == [it.number for it in marks]
    begun = [number for it in excerpt(text, marks) for number in it.begins] if marks else []
    assert sorted(begun) == [it.number for it in marks]


def test_evidence_that_spans_paragraphs_is_marked_in_each() -> None:
    paragraphs = whole("他说，好。\n再说，也好。", [Mark(3, 10, 5)])
    assert [shown(it) for it in paragraphs] == ["他说，[好。]", "[再说，也]好。"]
    assert [it.begins for it in paragraphs] == [(5,), ()]


@pytest.mark.parametrize(
    ("start", "words", "expected"),
    [(2, "一万家", (2, 5)), (0, "一万家", (2, 5)), (2, "两万家", None), (0, "", None)],
)
def test_evidence_is_marked_where_it_stands_now(start: int, words: str, expected: tuple[int, int] | None) -> None:
    found = mark("培育一万家", 3, Evidence(words, start, start + len(words)))
    assert (found and (found.start, found.end)) == expected


def test_an_excerpt_leaves_out_paragraphs_without_evidence() -> None:
    text = f"开头。\n{FILLER}\n到2027年，培育一万家。\n结尾。"
    at = text.index("培育")
    (only,) = excerpt(text, [Mark(at, at + 5, 1)])
    assert only.gap
    assert shown(only) == "到2027年，[培育一万家]。"


def test_an_excerpt_of_a_text_in_one_paragraph_is_the_sentences_with_evidence() -> None:
    text = f"{FILLER}到2027年，培育一万家。{FILLER}减税两亿元。{FILLER}"
    marks = [Mark(at, at + 5, at) for at in (text.index("培育"), text.index("减税"))]
    (only,) = excerpt(text, marks)
    assert shown(only) == "……到2027年，[培育一万家]。……[减税两亿元]。……"


def test_a_sentence_without_end_does_not_make_an_excerpt_the_whole_text() -> None:
    text = "很长，" * 1000 + "培育一万家" + "，很长" * 1000
    at = text.index("培育")
    (only,) = excerpt(text, [Mark(at, at + 5, 1)])
    assert len(shown(only)) < 300


def test_of_a_text_without_evidence_the_excerpt_is_its_opening() -> None:
    (only,) = excerpt(FILLER, ())
    assert only.pieces[-1] is LEFT_OUT
    assert len(shown(only)) < 150
    assert [shown(it) for it in excerpt("很短。", ())] == ["很短。"]


def test_a_snippet_begins_with_the_sentence_of_the_first_hit() -> None:
    text = f"{FILLER}税务部门落实政策。{FILLER}"
    at = text.index("税务")
    found = snippet(text, [Mark(at, at + 2)])
    assert [it.text for it in found[:2]] == ["……", "税务"]
    assert found[1].marks == (0,)
    assert found[-1] is LEFT_OUT
