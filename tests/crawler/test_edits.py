"""What an edit of a page comes to: the sentences, and whether anything that counts is touched."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import edits
from crawler.edits import Comparison, compare
from crawler.model import Edit
from crawler.touchstones import Touch

GOAL = "到2027年，示例省力争培育专精特新“小巨人”企业一万家。"
RULE = "示例省财政厅副厅长林示范表示，资金不得挪作他用。"
TEXT = f"示例省日前印发行动方案。{GOAL}\n{RULE}"


def marked(comparison: Comparison) -> list[tuple[str, str]]:
    """The sentences before and after, with [ ] round what differs."""
    return [
        tuple("".join(f"[{it.text}]" if it.differs else it.text for it in side) for side in (edit.old, edit.new))  # type: ignore[misc]
        for edit in comparison.sentences
    ]


TOUCHING = {
    "a number": ("一万家", "两万家", Touch.NUMERAL),
    "the unit of a number": ("一万家", "一万户", Touch.NUMERAL),
    "a bound": ("企业一万家", "企业一万家以上", Touch.NUMERAL),
    "a year": ("2027年", "2028年", Touch.DATE),
    "a time without a number": ("日前印发", "今年印发", Touch.DATE),
    "a place": ("示例省力争", "样板市力争", Touch.NAME),
    "a province without its suffix": ("示例省力争", "广东力争", Touch.NAME),
    "a body": ("财政厅", "科技厅", Touch.NAME),
    "a person": ("林示范", "王样板", Touch.NAME),
    "a negation": ("不得挪作他用", "可以挪作他用", Touch.NEGATION),
    "a stop": ("力争培育", "停止培育", Touch.NEGATION),
}


@pytest.mark.parametrize(("old", "new", "touch"), TOUCHING.values(), ids=TOUCHING.keys())
def test_what_counts_is_substantial(old: str, new: str, touch: Touch) -> None:
    comparison = compare(TEXT, TEXT.replace(old, new))
    (edit,) = comparison.sentences
    assert touch in edit.touches
    assert comparison.weight is Edit.SUBSTANTIAL


COSMETIC = {
    "a turn of phrase": ("力争培育", "着力培育"),
    "a mark": ("方案。", "方案！"),
    "a mark that parts sentences": ("方案。到", "方案，到"),
    "a word that holds a negation": ("日前印发行动方案", "日前印发非常行动方案"),
    "a city that is none": ("力争培育", "力争为城市培育"),
}


@pytest.mark.parametrize(("old", "new"), COSMETIC.values(), ids=COSMETIC.keys())
def test_what_does_not_count_is_cosmetic(old: str, new: str) -> None:
    comparison = compare(TEXT, TEXT.replace(old, new))
    assert len(comparison.sentences) == 1
    assert comparison.weight is Edit.COSMETIC


SAME = {
    "spaces": TEXT.replace("2027", " 2027 "),
    "width": TEXT.replace("2027", "２０２７").replace("，", ","),
    "quotation marks": TEXT.replace("“", "「").replace("”", "」"),
    "another way to write a number": TEXT.replace("一万家", "10,000家"),
    "paragraphs": TEXT.replace("，", "，\n"),
    "traditional characters": TEXT.replace("企业", "企業"),
}


@pytest.mark.parametrize("new", SAME.values(), ids=SAME.keys())
def test_form_is_no_difference(new: str) -> None:
    assert compare(TEXT, new) == Comparison(())


def test_sentences_are_shown_as_they_stand_with_what_differs() -> None:
    comparison = compare(TEXT, TEXT.replace("一万家", " 2 万家").replace("不得", "可以"))
    assert marked(comparison) == [
        (
            "到2027年，示例省力争培育专精特新“小巨人”企业[一万家]。",
            "到2027年，示例省力争培育专精特新“小巨人”企业 [2 万家]。",
        ),
        ("示例省财政厅副厅长林示范表示，资金[不得]挪作他用。", "示例省财政厅副厅长林示范表示，资金[可以]挪作他用。"),
    ]


def test_a_character_that_reads_as_several_is_not_cut() -> None:
    rest = "支持中小企业。"
    assert marked(compare(f"㈠{rest}", f"㈡{rest}")) == [(f"[㈠]{rest}", f"[㈡]{rest}")]
    assert marked(compare(f"㈠{rest}", f"(二){rest}")) == [(f"[㈠]{rest}", f"[(二)]{rest}")]
    assert marked(compare(f"㈠贴息3家{rest}", f"(一)贴息5家{rest}")) == [(f"㈠贴息[3家]{rest}", f"(一)贴息[5家]{rest}")]
    assert marked(compare("担保费率降低½。", "担保费率降低⅓。")) == [("担保费率降低[½]。", "担保费率降低[⅓]。")]


ODD = st.text("㈠⑴½㏂（(一1二2)/am万家企業业 \u200b", max_size=6)


@given(ODD, ODD)
def test_the_two_versions_of_a_sentence_are_cut_alike(old: str, new: str) -> None:
    before, after = (f"{it}支持中小企业健康发展3000家{it}。" for it in (old, new))
    for edit in compare(before, after).sentences:
        if edit.old and edit.new:
            assert [it.differs for it in edit.old] == [it.differs for it in edit.new]
            assert all(it.text or other.text for it, other in zip(edit.old, edit.new, strict=True))
            assert edits.text(edit.old) in before
            assert edits.text(edit.new) in after
        edits.differences(edit)


def test_a_sentence_that_came_or_went_is_substantial_and_one_that_moved_is_not() -> None:
    first, *rest = "租金减半。", "贷款贴息。", "税费缓缴。"
    assert [it.touches for it in compare("".join(rest), first + "".join(rest)).sentences] == [(Touch.SENTENCE,)]
    assert [it.touches for it in compare(first + "".join(rest), "".join(rest)).sentences] == [(Touch.SENTENCE,)]
    moved = compare(first + "".join(rest), "".join(rest) + first)
    assert moved.sentences
    assert moved.weight is Edit.COSMETIC


def test_changed_sentences_keep_their_order_among_those_that_came_and_went() -> None:
    old = "一是减免租金三个月。二是设立纾困基金五亿元。三是开通绿色通道。"
    new = "一是减免租金六个月。二是开展银企对接活动。三是开通绿色通道。四是提高贴息比例到2%。"
    assert marked(compare(old, new)) == [
        ("一是减免租金[三个]月。", "一是减免租金[六个]月。"),
        ("[二是设立纾困基金五亿元。]", ""),
        ("", "[二是开展银企对接活动。]"),
        ("", "[四是提高贴息比例到2%。]"),
    ]


def test_the_reason_says_what_changed() -> None:
    new = TEXT.replace("一万家", "两万家") + "另设专项资金。"
    assert edits.in_words(compare(TEXT, new)) == "substantial edit: 一万家 → 两万家; 1 sentence added"
    assert edits.in_words(compare(TEXT, TEXT.replace("力争", "着力"))) == "cosmetic edit: 力争 → 着力"


def test_a_plan_is_no_number_that_another_plan_equals() -> None:
    assert compare("“十四五”期间减免租金。", "“十五五”期间减免租金。").weight is Edit.SUBSTANTIAL


def restless(*texts: str) -> bool:
    return edits.is_restless([compare(*it) for it in pairwise(texts)])


def test_a_page_with_another_advertisement_each_time_is_restless() -> None:
    shown = [f"{TEXT}\n荐读：{advert}" for advert in ("春茶上市", "暑期出游", "秋季开学", "冬日温泉")]
    assert restless(*shown)
    assert not restless(*shown[:3])


def test_a_page_that_is_polished_again_and_again_is_restless() -> None:
    assert restless(TEXT, *(TEXT.replace("力争", word) for word in ("着力", "努力", "大力")))


def test_a_counter_is_restless() -> None:
    assert restless(*(f"{TEXT}\n已有{count}人读过本文" for count in (3, 17, 408, 1024)))


def test_a_goal_that_is_raised_three_times_running_is_not_restless() -> None:
    assert not restless(*(f"{TEXT}\n全省培育“小巨人”企业{count}家。" for count in (300, 350, 400, 500)))


def test_a_page_that_is_edited_here_and_there_is_not_restless() -> None:
    first = TEXT.replace("一万家", "两万家")
    second = first.replace("不得", "可以")
    assert not restless(TEXT, first, second, second.replace("一万家", "三万家"))
    assert not restless(TEXT, first, second, second + "另设专项资金。")


LARGE = 330_000  # characters: a megabyte


def _lines(count: int, seed: int) -> str:
    choice = random.Random(seed)
    return "".join(f"{''.join(choice.choices('示例省将减免租金设立纾困基金', k=24))}{n}家。" for n in range(count))


MONSTERS = {
    "every sentence another": (_lines(LARGE // 30, 1), _lines(LARGE // 30, 2)),
    "one sentence again and again": ("重复一句话。" * (LARGE // 6), "重复一句话。" * (LARGE // 7) + "另一句。"),
    "one character": ("啊" * LARGE, "啊" * (LARGE - 9) + "哦"),
    "no sentences": ("甲乙" * (LARGE // 2), "乙甲" * (LARGE // 2)),
}


@pytest.mark.parametrize(("old", "new"), MONSTERS.values(), ids=MONSTERS.keys())
def test_a_monster_is_compared_in_bounded_time(old: str, new: str) -> None:
    started = time.process_time()
    assert compare(old, new).sentences
    assert time.process_time() - started < 30  # it takes two seconds; a quadratic one would take hours


@pytest.mark.parametrize("text", ["", "\n", "。。。", "\ud83d", "\u202e示例", "😀" * 50])
def test_odd_texts_have_a_comparison(text: str) -> None:
    assert compare(text, text) == Comparison(())
    assert compare(text, TEXT).weight is Edit.SUBSTANTIAL
