"""Whether a text has been seen, and how what is like a known one is like it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler import novelty
from crawler.ingest import print_of_article
from crawler.model import Article, Edit, Known, Lookalike, Novelty, Past, Relation, SameText, Verdict
from crawler.resemblance import Print

NOTHING = Print(4, frozenset(), frozenset())
SEEN = SameText("the seed corpus: 《示例》, 2026-03-02", datetime(2026, 3, 2, tzinfo=UTC), 7)

OPENING = (
    "示例省将实施中小企业数字化转型行动，为企业配备诊断专家，免费提供上云服务，并在三个园区先行试点，两年内推广到全省。"
)
MONEY = (
    "省财政安排专项资金支持专精特新企业购置设备，按投资额给予补助，单个企业每年最多可以申请两次，优先支持首台套应用。"
)
DEBTS = "各地要建立拖欠账款投诉平台，接到企业投诉后限期核实，属实的督促付款，并定期向社会公布办理情况，接受企业监督。"
TAXES = (
    "税务部门推出便民办税新举措，小规模纳税人可以在网上办理全部事项，不再要求提交纸质证明材料，办理时间平均缩短一半。"
)
TALK = (
    "记者走访多家企业了解到，负责人普遍关心政策何时落地，也有人建议把申报窗口放在园区，由专人帮助填写材料并跟踪进度。"
)
MORE = "业内专家分析，这些举措着眼于降低成本，下一步的关键在执行，尤其要看基层窗口的人手和培训能否跟上企业的实际需要。"

Make = Callable[..., Article]


@pytest.fixture
def lookalike(make_article: Make) -> Callable[..., Lookalike]:
    def make(*sentences: str, number: int = 1, days: int = 0) -> Lookalike:
        article = make_article("\n".join(sentences))
        when = article.published - timedelta(days=days)
        return Lookalike(f"text {number}", when, print_of_article(article), revision=number, story=10 * number)

    return make


@pytest.fixture
def judge(make_article: Make) -> Callable[..., Novelty]:
    def of(sentences: tuple[str, ...], *lookalikes: Lookalike) -> Novelty:
        article = make_article("\n".join(sentences))
        return novelty.judge(article, print_of_article(article), Known(), lookalikes)

    return of


def test_a_text_of_which_nothing_is_known_is_new(make_article: Make) -> None:
    assert novelty.judge(make_article(), NOTHING, Known(), ()).verdict is Verdict.NEW


def test_another_text_at_a_known_address_is_a_revision_of_its_story(make_article: Make) -> None:
    judged = novelty.judge(make_article(), NOTHING, Known(at_address="2:another", story_at_address=3), ())
    assert (judged.verdict, judged.story) == (Verdict.REVISED, 3)
    assert "https://news.example.org/1.html" in judged.reason


def test_a_known_text_is_a_duplicate_and_the_reason_says_of_what(make_article: Make) -> None:
    judged = novelty.judge(make_article(), NOTHING, Known(same=SEEN), ())
    assert (judged.verdict, judged.nearest, judged.recurrence) == (Verdict.DUPLICATE, 7, False)
    assert SEEN.name in judged.reason


def test_a_text_that_comes_back_after_a_year_is_a_recurrence_and_a_duplicate_all_the_same(make_article: Make) -> None:
    long_ago = replace(SEEN, published=datetime(2025, 3, 2, tzinfo=UTC))
    judged = novelty.judge(make_article(), NOTHING, Known(same=long_ago), ())
    assert (judged.verdict, judged.recurrence) == (Verdict.DUPLICATE, True)
    assert "comes back" in judged.reason


def test_a_page_that_still_says_the_same_is_an_unchanged_one(make_article: Make) -> None:
    article = make_article()
    judged = novelty.judge(article, NOTHING, Known(same=SEEN, at_address=article.content_hash), ())
    assert judged.verdict is Verdict.DUPLICATE
    assert "unchanged" in judged.reason


def test_a_page_that_takes_over_a_text_known_from_elsewhere_is_a_duplicate(make_article: Make) -> None:
    known = Known(same=SEEN, at_address="2:another")
    assert novelty.judge(make_article(), NOTHING, known, ()).verdict is Verdict.DUPLICATE


def test_a_text_with_a_few_other_words_is_the_same(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike]
) -> None:
    edited = (OPENING, MONEY.replace("支持", "扶持"), DEBTS, TAXES)
    judged = judge(edited, lookalike(OPENING, MONEY, DEBTS, TAXES))
    assert (judged.verdict, judged.relation, judged.nearest, judged.story) == (
        Verdict.NEAR_DUPLICATE, Relation.SAME, 1, 10
    )  # fmt: skip
    assert judged.measure is not None
    assert 0.7 < judged.measure <= 1
    assert "text 1" in judged.reason
    assert not judged.adds


@pytest.mark.parametrize(
    ("mine", "theirs", "adds"),
    [
        ((OPENING, MONEY), (OPENING, MONEY, DEBTS, TAXES), False),
        ((OPENING, MONEY, DEBTS, TAXES), (OPENING, MONEY), True),
    ],
)
def test_half_of_a_text_and_the_whole_are_an_excerpt_of_one_story(
    judge: Callable[..., Novelty],
    lookalike: Callable[..., Lookalike],
    mine: tuple[str, ...],
    theirs: tuple[str, ...],
    adds: bool,
) -> None:
    judged = judge(mine, lookalike(*theirs))
    assert (judged.relation, judged.story, judged.adds) == (Relation.EXCERPT, 10, adds)


def test_a_text_put_together_from_two_is_a_merge_with_a_story_of_its_own(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike]
) -> None:
    parts = lookalike(OPENING, MONEY, number=1), lookalike(DEBTS, TAXES, number=2)
    judged = judge((OPENING, MONEY, DEBTS, TAXES), *parts)
    assert (judged.relation, judged.story) == (Relation.MERGE, None)
    assert judged.takes_up in {10, 20}
    assert "text 1" in judged.reason
    assert "text 2" in judged.reason


def test_two_copies_of_one_story_are_no_merge(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike]
) -> None:
    copies = lookalike(OPENING, MONEY, number=1), replace(lookalike(OPENING, MONEY, number=2), story=10)
    assert judge((OPENING, MONEY, DEBTS, TAXES), *copies).relation is Relation.EXCERPT


def test_a_text_that_quotes_a_short_one_is_a_follow_up_and_news_of_its_own(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike]
) -> None:
    judged = judge((TALK, OPENING, MORE, TAXES, DEBTS), lookalike(OPENING))
    assert (judged.relation, judged.story, judged.takes_up, judged.adds) == (Relation.FOLLOW_UP, None, 10, True)


def test_the_same_text_with_another_figure_is_news(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike]
) -> None:
    plan = "到2025年，全省培育一万家专精特新中小企业。"
    judged = judge((OPENING, plan.replace("一万", "两万"), MONEY), lookalike(OPENING, plan, MONEY))
    assert judged.verdict is Verdict.NEW
    assert "text 1" in judged.reason
    assert "other figures" in judged.reason


def test_a_copy_of_a_template_filled_in_anew_is_a_copy_of_the_one_that_says_the_same(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike]
) -> None:
    notices = [(OPENING, f"截至{month}月末，全省共有专精特新企业{month}千家。", MONEY) for month in (3, 4)]
    march, april = (lookalike(*notice, number=number) for number, notice in enumerate(notices, 1))
    copy = (*notices[1][:2], MONEY.replace("支持", "扶持"))
    assert judge(copy, march, april).nearest == 2
    assert judge(copy, march).verdict is Verdict.NEW


@pytest.mark.parametrize(("days", "verdict"), [(30, Verdict.NEAR_DUPLICATE), (31, Verdict.NEW), (-31, Verdict.NEW)])
def test_texts_that_lie_more_than_thirty_days_apart_are_never_near(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike], days: int, verdict: Verdict
) -> None:
    mine = (OPENING, MONEY, DEBTS.replace("定期", "按月"))
    assert judge(mine, lookalike(OPENING, MONEY, DEBTS, days=days)).verdict is verdict


def test_a_text_of_the_corpus_can_be_the_nearest_one(
    judge: Callable[..., Novelty], lookalike: Callable[..., Lookalike]
) -> None:
    seed = replace(lookalike(OPENING, MONEY, DEBTS), revision=None, story=None, name="the seed corpus: 《示例》")
    judged = judge((OPENING, MONEY, DEBTS.replace("定期", "按月")), seed)
    assert (judged.verdict, judged.nearest, judged.story) == (Verdict.NEAR_DUPLICATE, None, None)
    assert judged.adds  # the next reprint is to find it
    reprint = lookalike(OPENING, MONEY.replace("优先", "首先"), DEBTS, number=3)
    again = judge((OPENING, MONEY, DEBTS.replace("定期", "按月")), seed, reprint)
    assert again.story == reprint.story


ADVERTS = tuple(f"示例省减免租金三个月。\n荐读：{it}" for it in ("春茶上市", "暑期出游", "秋季开学"))


def test_a_revision_says_what_was_edited(make_article: Callable[..., Article]) -> None:
    known = Known(at_address="1:another", story_at_address=7, past=Past(("示例省减免租金三个月。",)))
    judged = novelty.judge(make_article("示例省减免租金六个月。"), NOTHING, known, ())
    assert (judged.verdict, judged.edit, judged.story) == (Verdict.REVISED, Edit.SUBSTANTIAL, 7)
    assert "三个 → 六个" in judged.reason


def test_a_page_with_another_text_at_every_fetch_is_muted(make_article: Callable[..., Article]) -> None:
    article = make_article("示例省减免租金三个月。\n荐读：冬日温泉")
    judged = novelty.judge(article, NOTHING, Known(at_address="1:another", past=Past(ADVERTS, shown=3)), ())
    assert (judged.verdict, judged.mutes) == (Verdict.DUPLICATE, True)
    assert "muted" in judged.reason


def test_a_page_that_stood_still_at_a_visit_in_between_is_not_muted(make_article: Callable[..., Article]) -> None:
    article = make_article("示例省减免租金三个月。\n荐读：冬日温泉")
    judged = novelty.judge(article, NOTHING, Known(at_address="1:another", past=Past(ADVERTS, shown=3, visits=1)), ())
    assert (judged.verdict, judged.mutes) == (Verdict.REVISED, False)


def test_a_muted_page_counts_as_unchanged(make_article: Callable[..., Article]) -> None:
    judged = novelty.judge(make_article(), NOTHING, Known(at_address="1:another", past=Past(muted=True)), ())
    assert (judged.verdict, judged.mutes) == (Verdict.DUPLICATE, False)
