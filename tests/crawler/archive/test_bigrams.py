"""By what a text is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.bigrams import Phrase, phrases, places, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国家税务总局", ["国家", "家税", "税务", "务总", "总局", "局"]),
        ("税", ["税"]),
        ("培育１万家", ["培育", "育", "1", "万家", "家"]),
        ("A股ESG，3.5万亿、1,200家", ["a", "股", "esg", "3.5", "万亿", "亿", "1200", "家"]),
        ("“小巨人”企业", ["小巨", "巨人", "人", "企业", "业"]),
        ("", []),
        ("！？\x00\udcff", []),
    ],
)
def test_a_text_is_found_by_every_two_characters_and_by_words(text: str, expected: list[str]) -> None:
    assert list(terms(text)) == expected


def test_what_is_looked_for_are_words_between_spaces() -> None:
    assert phrases("税务总局 中 -金融 ESG -") == (
        Phrase(("税务", "务总", "总局")),
        Phrase(("中",), prefix=True),
        Phrase(("金融",), excluded=True),
        Phrase(("esg",)),
    )
    assert phrases(" ，。 ") == ()


@given(st.text(alphabet="国家税务总局a1 ，", max_size=30), st.data())
def test_every_stretch_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    said = list(terms(text))
    for phrase in phrases(piece):
        last = phrase.terms[-1]
        assert any(
            list(phrase.terms[:-1]) == said[at : at + len(phrase.terms) - 1]
            and at + len(phrase.terms) <= len(said)
            and (said[at + len(phrase.terms) - 1].startswith(last) if phrase.prefix else True)
            for at in range(len(said))
        )


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("国家税务总局：税务", "税务", ["税务", "税务"]),
        ("国家税务总局", "税 总局", ["税", "总局"]),
        ("增加到３,０００亿元，另有30001户", "3000", ["３,０００"]),
        ("第㈠条 ESG、esg，esgs", "esg", ["ESG", "esg"]),
        ("增长3.5%，而非315%", "3.5", ["3.5"]),
        ("中小企业", "中小企业 -税务", ["中小企业"]),
        ("中小企业", "-税务 ，", []),
        ("中小企业", "大企业", []),
    ],
)
def test_what_was_looked_for_is_shown_where_it_stands(text: str, words: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in places(text, words)] == expected
