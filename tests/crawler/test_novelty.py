from collections.abc import Callable
from datetime import UTC, datetime

from crawler import novelty
from crawler.model import Article, Known, SameText, Verdict
from crawler.resemblance import Print

NOTHING = Print(4, frozenset(), frozenset())
SEEN = SameText("the seed corpus: 《示例》, 2026-03-02", datetime(2026, 3, 2, tzinfo=UTC))


def test_a_text_of_which_nothing_is_known_is_new(make_article: Callable[..., Article]) -> None:
    assert novelty.judge(make_article(), NOTHING, Known(), ()).verdict is Verdict.NEW


def test_another_text_at_a_known_address_is_a_revision(make_article: Callable[..., Article]) -> None:
    judged = novelty.judge(make_article(), NOTHING, Known(at_address="1:another"), ())
    assert judged.verdict is Verdict.REVISED
    assert "https://news.example.org/1.html" in judged.reason


def test_a_known_text_is_a_duplicate_and_the_reason_says_of_what(make_article: Callable[..., Article]) -> None:
    judged = novelty.judge(make_article(), NOTHING, Known(same=SEEN), ())
    assert judged.verdict is Verdict.DUPLICATE
    assert SEEN.name in judged.reason


def test_a_page_that_still_says_the_same_is_an_unchanged_one(make_article: Callable[..., Article]) -> None:
    article = make_article()
    known = Known(same=SEEN, at_address=article.content_hash)
    judged = novelty.judge(article, NOTHING, known, ())
    assert judged.verdict is Verdict.DUPLICATE
    assert "unchanged" in judged.reason


def test_a_page_that_takes_over_a_text_known_from_elsewhere_is_a_duplicate(
    make_article: Callable[..., Article],
) -> None:
    known = Known(same=SEEN, at_address="1:another")
    assert novelty.judge(make_article(), NOTHING, known, ()).verdict is Verdict.DUPLICATE
