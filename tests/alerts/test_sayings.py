"""Situations: what a statement means against what is known."""

from collections.abc import Callable

import pytest

from alerts.model import ChangeKind, Origin, Statement
from alerts.sayings import KnownStatement, compare_statement, normalise
from seeds import fingerprint

MakeStatement = Callable[..., Statement]
MakeOrigin = Callable[..., Origin]

K = ChangeKind

WORDS = "各地要为每家入库企业建立成长档案，选派懂政策的服务专员，每季度至少走访一次"


@pytest.fixture
def known(origin: MakeOrigin) -> Callable[..., list[KnownStatement]]:
    def make(*texts: str) -> list[KnownStatement]:
        return [KnownStatement(n, normalise(text), frozenset(), origin()) for n, text in enumerate(texts, 1)]

    return make


Known = Callable[..., list[KnownStatement]]


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


def test_another_number_in_the_same_words_is_another_statement(statement: MakeStatement, known: Known) -> None:
    before = f"到2027年培育5000家，{WORDS}"
    assert compare_statement(statement(before.replace("5000", "6000")), known(before)).kind is K.NEW


def test_other_words_are_new(statement: MakeStatement, known: Known) -> None:
    assert compare_statement(statement(), known(WORDS)).kind is K.NEW


def test_words_out_of_an_article_that_is_known_by_its_sketch_are_a_repeat(
    statement: MakeStatement, origin: MakeOrigin
) -> None:
    article = (
        f"示例省举行发布会。林示范表示，{WORDS}，入库、升级、退出都在网上公示，接受社会监督。会议还讨论了其他事项。"
    )
    known = [KnownStatement(1, "", fingerprint.sketch(article), origin())]
    said = statement(f"{WORDS}，入库、升级、退出都在网上公示，接受社会监督")
    assert compare_statement(said, known).kind is K.REPEATED
    assert (
        compare_statement(
            statement("要让企业安心经营、放心发展，一心一意把产品做精做强做出名气来，走向更大的市场"), known
        ).kind
        is K.NEW
    )
