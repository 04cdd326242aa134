"""Fingerprints: reprints agree, other texts differ, and a sketch is a fair sample."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.fingerprint import content_hash, decode_sketch, encode_sketch, normalise, of, sketch

ARTICLE = Document(
    title="示例省：支持“专精特新”企业",
    categories=("金融",),
    author="示例财经",
    date=datetime(2021, 12, 17, tzinfo=UTC),
    body="<p>　　示例省12月17日公布“十四五”规划，到2025年培育500家‘小巨人’企业（含A类）。</p>"
    "<p>　　省工信厅负责人表示，将抓得更实。</p>",
)
TRADITIONAL = str.maketrans("规划标业负责", "規劃標業負責")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(ARTICLE.body.replace("“", '" ').replace("”", ' "').replace("17", " 17 "), id="a portal's spacing"),
        pytest.param(ARTICLE.body.replace("“", "「").replace("”", "」").replace("‘", "'"), id="other quotation marks"),
        pytest.param(ARTICLE.body.replace("2025", "２０２５").replace("（", "(").replace("，", ","), id="other widths"),
        pytest.param(ARTICLE.body.translate(TRADITIONAL), id="traditional characters"),
        pytest.param(ARTICLE.body.replace("</p><p>", "<br>"), id="other elements"),
        pytest.param(ARTICLE.body.replace("示例省12", "示例\u200b省12"), id="zero-width characters"),
        pytest.param(ARTICLE.body.replace("　　示例", "新华社示例12月17日电（记者 王小明）示例"), id="a dateline"),
        pytest.param("<p>原标题：换了</p>" + ARTICLE.body + "<p>责任编辑：丁一</p><p>（完）</p>", id="editors' lines"),
    ],
)
def test_a_reprint_has_the_same_fingerprint(body: str) -> None:
    assert body != ARTICLE.body
    assert of(replace(ARTICLE, body=body, title="换了", author="别处", categories=())) == of(ARTICLE)


def test_every_ideograph_is_simplified() -> None:
    ideographs = [
        chr(code)
        for code in (*range(0x2E80, 0x2FE0), *range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x20100))
    ]
    to_simplified = OpenCC("t2s").convert
    unified = (unicodedata.normalize("NFKC", it) for it in ideographs)
    assert [it for it in unified if normalise(it) != "".join(to_simplified(it).split())] == []


@pytest.mark.parametrize(
    ("word", "simplified"), [("重覆", "重复"), ("藉口", "借口"), ("深沈", "深沉"), ("土坏", "土坯"), ("英哩", "英里")]
)
def test_a_word_of_characters_that_are_simplified_alone_is_simplified(word: str, simplified: str) -> None:
    assert normalise(f"中小企业{word}") == f"中小企业{simplified}"


def test_another_figure_is_another_text() -> None:
    assert of(replace(ARTICLE, body=ARTICLE.body.replace("500", "600"))) != of(ARTICLE)


def test_the_hash_says_its_version_first() -> None:
    version, _, digest = content_hash("题", "文" * 30).partition(":")
    assert version == "2"
    assert len(bytes.fromhex(digest)) == 16


def test_a_headline_alone_is_told_apart_by_its_title() -> None:
    assert content_hash("甲", "快讯") != content_hash("乙", "快讯")
    assert content_hash("甲", "文" * 20) == content_hash("乙", "文" * 20)


def test_a_short_texts_title_may_write_underscores_for_quotation_marks() -> None:
    assert content_hash("支持_专精特新_企业", "快讯") == content_hash("支持“专精特新”企业", "快讯")


def test_a_text_that_no_encoding_can_hold_has_a_hash_all_the_same() -> None:
    assert content_hash("", "示例\ud800" * 20) == content_hash("", "示例?" * 20)


def test_hashes_and_sketches_are_the_same_on_every_machine() -> None:
    text = "示例省到2025年培育五百家专精特新企业，支持创新。"
    assert content_hash("", text) == "2:64045e3b40f85cdedf1d4e6019a13b11"
    assert sorted(sketch(text)) == [
        274459583862821440,
        721938624678743164,
        1656104247036001480,
        2313755755303174808,
        3842122907423472000,
    ]


def test_a_text_shorter_than_a_shingle_has_an_empty_sketch() -> None:
    assert sketch("示例省市") == frozenset()


def test_a_sketch_samples_one_shingle_in_four_and_a_coarser_one_in_sixteen() -> None:
    text = "".join(chr(0x4E00 + (number * number * 7 + number // 3) % 20_000) for number in range(20_000))
    sampled = sketch(text)
    assert 4_700 < len(sampled) < 5_300
    assert 1_100 < sum(value % 16 == 0 for value in sampled) < 1_400


def test_texts_that_share_half_their_sentences_share_half_their_sketch() -> None:
    text = "".join(chr(0x4E00 + (number * number * 7 + number // 3) % 20_000) for number in range(6_000))
    first, second = sketch(text[:4_000]), sketch(text[2_000:])
    assert 0.28 < len(first & second) / len(first | second) < 0.39


def test_sketches_fit_a_databases_signed_integers() -> None:
    assert all(0 <= value < 2**63 for value in sketch("示例省培育专精特新企业" * 50))


@given(st.frozensets(st.integers(0, 2**63 - 1)))
def test_a_sketch_comes_back_from_its_text_form(values: frozenset[int]) -> None:
    assert decode_sketch(encode_sketch(values)) == values


@pytest.mark.parametrize("encoded", ["甲", "AAA", "AAAA", "!"])
def test_a_damaged_sketch_is_refused(encoded: str) -> None:
    with pytest.raises(SeedFormatError, match="not a sketch"):
        decode_sketch(encoded)


@given(st.text())
def test_the_normal_form_has_no_white_space_and_one_quotation_mark(text: str) -> None:
    normal = normalise(text)
    assert "".join(normal.split()) == normal
    assert not set("“”‘’「」'") & set(normal)


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint(title: str, text: str) -> None:
    assert content_hash(title, text) == content_hash(title, f" {text}　\n")
    assert sketch(text) == sketch(f"\u200b{text} ")
