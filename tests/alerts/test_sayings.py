"""Situations: what a statement means against what is known."""

from collections.abc import Callable

import pytest

from alerts.model import Change, ChangeKind, Origin, Statement
from alerts.sayings import KnownStatement, compare_statement, difference, is_told, normalise
from crawler.edits import SentenceEdit, differences
from seeds import fingerprint

MakeStatement = Callable[..., Statement]
MakeOrigin = Callable[..., Origin]

K = ChangeKind

WORDS = "各地要为每家入库企业建立成长档案，选派懂政策的服务专员，每季度至少走访一次"


@pytest.fixture
def known(statement: MakeStatement, origin: MakeOrigin) -> Callable[..., list[KnownStatement]]:
    def make(*texts: str) -> list[KnownStatement]:
        return [
            KnownStatement(n, statement(text), normalise(text), frozenset(), origin())
            for n, text in enumerate(texts, 1)
        ]

    return make


Known = Callable[..., list[KnownStatement]]


def reworded(said: Statement, known: list[KnownStatement], origin: Origin) -> Change:
    verdict = compare_statement(said, known)
    return Change(verdict.kind, said, origin, verdict.reason, verdict.before, against=verdict.against)


def shown(change: Change) -> tuple[SentenceEdit, ...]:
    compared = difference(change)
    assert compared
    return compared.sentences


def test_a_speakers_first_words_are_new(statement: MakeStatement) -> None:
    verdict = compare_statement(statement(), [])
    assert verdict.kind is K.NEW
    assert "林示范" in verdict.reason


def test_the_same_words_with_other_marks_are_a_repeat(statement: MakeStatement, known: Known) -> None:
    verdict = compare_statement(statement(WORDS.replace("，", " , ") + "。"), known("别的话", WORDS))
    assert (verdict.kind, verdict.entry) == (K.REPEATED, 2)


def test_an_excerpt_is_a_repeat(statement: MakeStatement, known: Known) -> None:
    assert compare_statement(statement(WORDS[:20]), known(WORDS)).kind is K.REPEATED


def test_a_word_more_or_less_is_a_repeat(statement: MakeStatement, known: Known) -> None:
    longer = WORDS + "，不能走过场，更不能给企业添麻烦，让企业安心经营、放心发展"
    assert compare_statement(statement(longer.replace("安心", "专心", 1)), known(longer)).kind is K.REPEATED


def test_another_number_in_the_same_words_is_a_rewording_that_is_told(
    statement: MakeStatement, known: Known, origin: MakeOrigin
) -> None:
    before = f"到2027年培育5000家，{WORDS}"
    change = reworded(statement(before.replace("5000", "6000")), known(before), origin())
    assert change.kind is K.REWORDED
    assert [differences(it) for it in shown(change)] == [(("5000家", "6000家"),)]
    assert is_told(change)


def test_a_not_that_came_or_went_is_told(statement: MakeStatement, known: Known, origin: MakeOrigin) -> None:
    longer = WORDS + "，不能走过场，更不能给企业添麻烦，让企业安心经营、放心发展"
    change = reworded(statement(longer.replace("不能走过场", "能走过场")), known(longer), origin())
    assert (change.kind, is_told(change)) == (K.REWORDED, True)


def test_a_decimal_point_counts(statement: MakeStatement, known: Known, origin: MakeOrigin) -> None:
    before = f"贷款余额要增加1.2万亿元，{WORDS}"
    change = reworded(statement(before.replace("1.2", "12")), known(before), origin())
    assert (change.kind, is_told(change)) == (K.REWORDED, True)


def test_an_excerpt_that_leaves_a_not_or_half_a_number_behind_is_no_repeat(
    statement: MakeStatement, known: Known
) -> None:
    for whole, torn in (("不要求企业重复提供已有的证明材料", 1), ("15000家企业年内完成数字化改造任务", 1)):
        assert compare_statement(statement(whole[torn:]), known(whole)).kind is not K.REPEATED


def test_a_turn_of_phrase_is_remembered_and_not_told(
    statement: MakeStatement, known: Known, origin: MakeOrigin
) -> None:
    turned = WORDS.replace("要为每家", "应当给每家").replace("走访", "上门")
    change = reworded(statement(turned), known("别的话", WORDS), origin())
    assert (change.kind, is_told(change)) == (K.REWORDED, False)
    assert isinstance(change.before, Statement)
    assert change.before.evidence.text == WORDS
    assert "2026-11-12" in change.reason


def test_ten_reprints_are_one_statement_and_told_once(statement: MakeStatement, known: Known) -> None:
    prints = [WORDS, f"“{WORDS}”", WORDS.replace("，", ","), WORDS[:-6], WORDS.replace("走访", "走 访")] * 2
    assert {compare_statement(statement(it), known(WORDS)).kind for it in prints} == {K.REPEATED}


def test_other_words_are_new(statement: MakeStatement, known: Known) -> None:
    assert compare_statement(statement(), known(WORDS)).kind is K.NEW


def test_words_out_of_an_article_that_is_known_by_its_sketch_are_a_repeat(
    statement: MakeStatement, origin: MakeOrigin
) -> None:
    article = (
        f"示例省举行发布会。林示范表示，{WORDS}，入库、升级、退出都在网上公示，接受社会监督。会议还讨论了其他事项。"
    )
    known = [KnownStatement(1, statement("简述"), "", fingerprint.sketch(article), origin())]
    said = statement(f"{WORDS}，入库、升级、退出都在网上公示，接受社会监督")
    assert compare_statement(said, known).kind is K.REPEATED
    assert (
        compare_statement(
            statement("要让企业安心经营、放心发展，一心一意把产品做精做强做出名气来，走向更大的市场"), known
        ).kind
        is K.NEW
    )
