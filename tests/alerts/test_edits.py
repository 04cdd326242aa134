"""Edits of pages, from the archive to the reader: what is told, to whom, and how it looks."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import digest, edits, watch, wording
from alerts.audience import Filter, Subscription
from alerts.edit_lines import Line
from alerts.filters import aspects, wants
from alerts.model import Change, ChangeKind, Coverage, Message, PageEdit, Target
from alerts.render import Masthead, render
from alerts.store import changes, ledger, target_lists
from alerts.store.target_lists import Wanted
from crawler.archive import articles, tables
from crawler.archive.db import Database
from crawler.edits import Comparison, compare, text
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article, Level, Publisher, Relevance
from seeds.document import Document
from seeds.fingerprint import content_hash
from seeds.text import plain
from tests.alerts.test_render import Words

GOAL = "到2027年，示例省培育省级“专精特新”中小企业3000家。"
RULE = "资金不得挪作他用。"

PUBLISHERS = {
    "bureau": Publisher("bureau", "示例省工业和信息化厅", Level.PROVINCE, ()),
    "archive": Publisher("archive", "示例省档案馆", Level.PROVINCE, ()),
    "portal": Publisher("portal", "示例财经", Level.PORTAL, ()),
}

Kept = Callable[..., int]


@pytest.fixture
def kept(database: Database, now: datetime) -> Kept:
    """Let a page show a text; returns its revision's number."""

    def keep(*paragraphs: str, publisher: str = "bureau", announced: bool = True, relevant: bool = True) -> int:
        body = "".join(f"<p>{it}</p>" for it in paragraphs)
        document, words = Document("示例省行动方案", ("示例",), "示例网", now, body), plain(body)
        hashed = content_hash(document.title, words)
        article = Article(document, words, hashed, f"https://{publisher}.example/1", publisher, "s", now)
        judged = Relevance(0.9, ("sme-policy",), ()) if relevant else Relevance(0.1, (), ())
        with database.write() as connection:
            _, revision = keep_text(connection, article, print_of_article(article), judged, announced=announced)
        assert revision
        return revision.number

    return keep


def edited(changes: tuple[Change, ...]) -> list[PageEdit]:
    return [it.finding for it in changes if isinstance(it.finding, PageEdit)]


def test_an_edit_that_counts_is_a_change_of_its_own(database: Database, kept: Kept, now: datetime) -> None:
    kept(GOAL, RULE, announced=False)
    assert edited(watch.catch_up(database, PUBLISHERS, now)) == []
    number = kept(GOAL, RULE.replace("不得", "可以"), "申报时间为10个工作日。")
    found = watch.catch_up(database, PUBLISHERS, now)
    (edit,) = edited(found)
    assert [text(it.new) for it in edit.sentences] == ["资金可以挪作他用。", "申报时间为10个工作日。"]
    (told,) = [it for it in found if it.kind is ChangeKind.EDITED]
    assert (told.origin.revision, told.reason) == (number, "已发布的页面被修改：不得 → 可以；新增 1 句")
    with database.read() as connection:
        assert changes.news(connection, 0, changes.latest(connection)) == [told]
    assert watch.catch_up(database, PUBLISHERS, now) == ()


def test_each_edit_is_held_against_the_text_before_it(database: Database, kept: Kept, now: datetime) -> None:
    for value in (10, 15, 20):
        kept(GOAL, f"申报时间为{value}个工作日。")
    reasons = [it.reason for it in watch.catch_up(database, PUBLISHERS, now) if it.kind is ChangeKind.EDITED]
    assert reasons == ["已发布的页面被修改：10个 → 15个", "已发布的页面被修改：15个 → 20个"]


def figures(changes: tuple[Change, ...]) -> list[tuple[ChangeKind, float]]:
    return [(it.kind, it.finding.value) for it in changes if isinstance(it.finding, Target)]


@pytest.mark.parametrize("publisher", ["bureau", "portal"])
def test_a_figure_that_is_edited_on_its_page_is_told_once_as_raised_or_lowered(
    database: Database, kept: Kept, now: datetime, publisher: str
) -> None:
    for value in (3000, 3500, 3200):
        kept(GOAL.replace("3000", str(value)), RULE, publisher=publisher)
    changes = watch.catch_up(database, PUBLISHERS, now)
    told = [(ChangeKind.NEW, 3000), (ChangeKind.RAISED, 3500), (ChangeKind.LOWERED, 3200)]
    assert figures(changes) == told
    assert edited(changes) == []
    raised = changes[1]
    assert isinstance(raised.before, Target)
    assert raised.against
    assert (raised.before.sentence.text, raised.against.revision) == (GOAL, 1)
    assert raised.reason.startswith("已发布的页面被修改，原为：")


def test_of_an_edited_figure_the_pages_edit_tells_only_what_else_was_edited(
    database: Database, kept: Kept, now: datetime
) -> None:
    goal = GOAL.replace("培育", "支持企业转型并培育")
    kept(GOAL, RULE)
    kept(GOAL.replace("3000家", "3500家"), RULE.replace("不得", "可以"))
    kept(goal.replace("3000家", "4000家"), RULE.replace("不得", "可以"))
    changes = watch.catch_up(database, PUBLISHERS, now)
    assert [kind for kind, _ in figures(changes)] == [ChangeKind.NEW, ChangeKind.RAISED, ChangeKind.RAISED]
    told = [[text(it.new) for it in edit.sentences] for edit in edited(changes)]
    assert told == [["资金可以挪作他用。"], [goal.replace("3000家", "4000家")]]


def test_of_two_figures_on_a_page_the_one_whose_sentence_was_edited_is_raised(
    database: Database, kept: Kept, now: datetime
) -> None:
    first = "到2027年，示例省培育省级“专精特新”中小企业3200家，这是上限。"
    kept(GOAL, RULE, first)
    kept(GOAL.replace("3000家", "3500家"), RULE, first)
    changes = watch.catch_up(database, PUBLISHERS, now)
    (raised,) = [it for it in changes if it.kind is ChangeKind.RAISED]
    assert isinstance(raised.before, Target)
    assert raised.before.value == 3000


def test_a_figure_that_a_page_goes_back_to_is_lowered_again(database: Database, kept: Kept, now: datetime) -> None:
    for number, value in enumerate((3000, 3500, 3000)):
        kept(GOAL.replace("3000", str(value)), RULE * (number + 1))
    told = [(ChangeKind.NEW, 3000), (ChangeKind.RAISED, 3500), (ChangeKind.LOWERED, 3000)]
    assert figures(watch.catch_up(database, PUBLISHERS, now)) == told
    with database.read() as connection:
        assert [it.known.target.value for it in target_lists.targets(connection, Wanted(), 9)] == [3000]


def test_an_edited_figure_that_was_read_elsewhere_first_is_raised(
    database: Database, kept: Kept, now: datetime
) -> None:
    kept("据报道，" + GOAL, publisher="portal")
    kept(GOAL, RULE)
    kept(GOAL.replace("3000", "3500"), RULE)
    changes = watch.catch_up(database, PUBLISHERS, now)
    assert figures(changes) == [(ChangeKind.NEW, 3000), (ChangeKind.REPEATED, 3000), (ChangeKind.RAISED, 3500)]
    assert changes[-1].against
    assert changes[-1].against.publisher == "示例省工业和信息化厅"
    assert edited(changes) == []


def test_an_edit_to_a_figure_that_is_known_from_elsewhere_is_told_as_the_pages(
    database: Database, kept: Kept, now: datetime
) -> None:
    kept(GOAL)
    kept(GOAL.replace("3000", "3500"), "另据报道。", publisher="archive")
    kept(GOAL.replace("3000", "3500"))
    changes = watch.catch_up(database, PUBLISHERS, now)
    assert [kind for kind, _ in figures(changes)] == [ChangeKind.NEW, ChangeKind.CONTRADICTED, ChangeKind.REPEATED]
    assert len(edited(changes)) == 1


def test_a_slip_on_an_edited_page_is_no_raise(database: Database, kept: Kept, now: datetime) -> None:
    kept(GOAL)
    kept(GOAL.replace("3000家", "3000万家"))
    changes = watch.catch_up(database, PUBLISHERS, now)
    assert [kind for kind, _ in figures(changes)] == [ChangeKind.NEW, ChangeKind.IMPLAUSIBLE]
    assert "一万倍" in changes[1].reason


def test_a_cosmetic_edit_and_one_of_an_irrelevant_page_are_kept_and_not_told(
    database: Database, kept: Kept, now: datetime
) -> None:
    kept(GOAL, RULE)
    kept(GOAL.replace("培育", "着力培育"), RULE)
    for value in ("3000家", "3500家"):
        kept(GOAL.replace("3000家", value), publisher="archive", relevant=False)
    assert edited(watch.catch_up(database, PUBLISHERS, now)) == []
    with database.read() as connection:
        assert articles.count(connection) == 4


def test_the_withdrawal_of_a_policy_is_told_though_its_text_is_about_nothing_any_more(
    database: Database, kept: Kept, now: datetime
) -> None:
    kept(GOAL, RULE)
    kept("该文件已经撤销。到2027年，另发3项通知。", relevant=False)
    kept("该文件已经撤销。到2027年，另发5项通知。", relevant=False)
    found = watch.catch_up(database, PUBLISHERS, now)
    (told,) = [it for it in found if it.kind is ChangeKind.EDITED]
    assert isinstance(told.finding, PageEdit)
    assert (told.origin.revision, told.origin.topics) == (2, ("sme-policy",))
    assert "该文件已经撤销。" in [text(it.new) for it in told.finding.sentences]
    assert {it.origin.revision for it in found if it.kind is not ChangeKind.EDITED} == {1}
    with database.read() as connection:
        assert ledger.cursor(connection) == 3


@pytest.mark.parametrize("gone", [1, 2])
def test_an_edit_of_which_one_text_has_had_its_time_is_not_told(
    database: Database, kept: Kept, now: datetime, gone: int
) -> None:
    for number, value in enumerate(("3000家", "3500家"), 1):
        kept(GOAL.replace("3000家", value), RULE, relevant=number != gone)
    with database.write() as connection:
        table = tables.revisions
        connection.execute(table.update().where(table.c.number == gone).values(document=None))
    assert edited(watch.catch_up(database, PUBLISHERS, now)) == []


def test_an_edit_that_cannot_be_compared_is_named_and_keeps_nothing_from_being_read(
    database: Database, kept: Kept, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for value, rule in (("3000家", "不得"), ("3500家", "不能"), ("4000家", "可以")):
        kept(GOAL.replace("3000家", value), RULE.replace("不得", rule))

    def fails_once(old: str, new: str) -> Comparison:
        if "3000家" in old:
            raise IndexError("the comparison's fault")
        return compare(old, new)

    monkeypatch.setattr(watch, "compare", fails_once)
    changes = watch.catch_up(database, PUBLISHERS, now)
    assert [it.origin.revision for it in changes if it.kind is ChangeKind.EDITED] == [3]
    assert [it.finding.value for it in changes if isinstance(it.finding, Target)] == [3000, 3500, 4000]
    assert "page not compared revision=2" in caplog.text


@pytest.mark.parametrize("publisher", ["portal", "unknown"])
def test_an_edit_of_a_page_that_is_not_official_is_kept_and_not_told(
    database: Database, kept: Kept, now: datetime, publisher: str
) -> None:
    kept(GOAL, RULE, publisher=publisher)
    kept(GOAL.replace("3000家", "3500家"), RULE, publisher=publisher)
    changes = watch.catch_up(database, PUBLISHERS, now)
    assert edited(changes) == []
    assert [it.finding.value for it in changes if isinstance(it.finding, Target)] == [3000, 3500]


def test_numerals_come_first_and_what_is_cosmetic_is_counted() -> None:
    old = f"各市要抓好落实。{RULE}{GOAL}"
    new = old.replace("抓好", "抓实").replace("不得", "可以").replace("3000", "3500")
    edit = edits.page_edit(compare(old, new))
    assert edit
    assert [text(it.old) for it in edit.sentences] == [GOAL, RULE]
    assert edit.more == 1
    assert wording.touches(edit) == "数字、否定词"


@pytest.fixture
def change(origin: Callable[..., object]) -> Callable[..., Change]:
    def make(old: str, new: str, number: int = 1) -> Change:
        edit = edits.page_edit(compare(old, new))
        assert edit
        return Change(ChangeKind.EDITED, edit, origin(url="https://news.example/a"), "示例", None, number)  # type: ignore[arg-type]

    return make


WANTED = {
    "a topic": (Filter(topics=("sme-policy",)), True),
    "a word of the old text": (Filter(keywords=("3000家",)), True),
    "a word of the title": (Filter(keywords=("再加码",)), True),
    "another word": (Filter(keywords=("纾困",)), False),
    "its region": (Filter(regions=("示例省",)), True),
    "another region": (Filter(regions=("样板市",)), False),
    "an official it names": (Filter(officials=("林示范",)), True),
    "another official": (Filter(officials=("梁志峰",)), False),
}


@pytest.mark.parametrize(("wanted", "met"), WANTED.values(), ids=WANTED.keys())
def test_an_edit_meets_a_filter(change: Callable[..., Change], wanted: Filter, met: bool) -> None:
    told = change(GOAL, GOAL.replace("3000家", "3500家") + "副厅长林示范表示，抓好落实。")
    assert wants(wanted, aspects(told)) is met


@pytest.fixture
def rendered(
    masthead: Masthead, subscription: Callable[..., Subscription], coverage: Coverage, now: datetime
) -> Callable[..., Message]:
    def run(*changes: Change) -> Message:
        composed = digest.compose(changes, subscription(), "2026-11-21", coverage, now)
        assert composed
        return render(composed, masthead)

    return run


def test_a_mail_shows_what_was_and_what_is(rendered: Callable[..., Message], change: Callable[..., Change]) -> None:
    message = rendered(change(GOAL + RULE, GOAL.replace("3000家", "3500家") + "另设专项资金。"))
    assert message.subject == "1 处页面修订｜11月21日"
    page = Words(message.html)
    assert {"del", "ins"} <= page.tags
    assert "https://news.example/a" in page.links
    assert "中小企业3000家3500家。" in page.text
    assert ">3000家</del><ins" in message.html
    assert ">另设专项资金。</ins>" in message.html
    assert "text-decoration: line-through" in message.html.partition(">3000家</del>")[0].rpartition("<del")[2]
    for words in ("页面修订", "示例省再加码", "示例日报", "数字、增删句子"):
        assert words in page.text
        assert words in message.text
    lines = [it.strip() for it in message.text.splitlines()]
    assert "－ 到2027年，示例省培育省级“专精特新”中小企业【3000家】。" in lines
    assert "＋ 到2027年，示例省培育省级“专精特新”中小企业【3500家】。" in lines
    assert f"－ {RULE}" in lines
    assert "＋ 另设专项资金。" in lines


def test_a_long_edit_is_cut_and_says_so(rendered: Callable[..., Message], change: Callable[..., Change]) -> None:
    old = "".join(f"第{number}项奖补{number}万元。" for number in range(1, 31)) + f"{'前' * 500}，共{'旧' * 400}3000家"
    message = rendered(change(old, old.replace("万元", "亿元").replace("旧" * 400, "新" * 400)))
    for part in (Words(message.html).text, message.text):
        assert "另有 25 句改动，这里略去" in part
        assert "第1项奖补" in part
        assert "第30项" not in part
    long = rendered(change(f"{'前' * 500}，3000家{'旧' * 400}", f"{'前' * 500}，3500家{'新' * 400}")).text
    assert "前" * 100 not in long
    assert f"{'旧' * 150}" in long
    assert "旧" * 170 not in long
    assert "……" in long
    assert "3500家新" in long


ODD = st.text("㈠⑴½㏂（(一1二2)家", max_size=6)


@given(ODD, ODD)
def test_an_edit_is_shown_whatever_it_is_written_in(old: str, new: str) -> None:
    edit = edits.page_edit(compare(f"{old}支持中小企业3000家{old}。", f"{new}支持中小企业3500家{new}。"))
    for it in edit.sentences if edit else ():
        joined = Line(it.old, it.new).joined
        assert "".join(words for words, became in joined if became != "gone") == text(it.new)


def test_markup_in_a_page_stays_text(rendered: Callable[..., Message], change: Callable[..., Change]) -> None:
    message = rendered(change("示例<b>3000</b>家。", "示例<script>x</script>3500家。"))
    assert not {"b", "script"} & Words(message.html).tags
