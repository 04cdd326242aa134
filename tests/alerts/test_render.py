"""What a reader gets, and what no one else's words can do to it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest

from alerts import digest, styles
from alerts.audience import Cadence, Filter, Language, Subscriber, Subscription
from alerts.channels.mails import written
from alerts.links import Links, Purpose
from alerts.model import (
    Change,
    ChangeKind,
    Coverage,
    Elsewhere,
    Message,
    Origin,
    Statement,
    Target,
)
from alerts.render import Masthead, render, render_page

MakeChange = Callable[..., Change]
MakeTarget = Callable[..., Target]
MakeStatement = Callable[..., Statement]
Rendered = Callable[..., Message]


@pytest.fixture
def rendered(
    masthead: Masthead, subscription: Callable[..., Subscription], coverage: Coverage, now: datetime
) -> Callable[..., Message]:
    def run(
        *changes: Change,
        reader: Subscription | None = None,
        watched: Coverage = coverage,
        period: str = "2026-11-21",
        at: datetime = now,
        at_masthead: Masthead = masthead,
    ) -> Message:
        composed = digest.compose(digest.attributed(changes), reader or subscription(), period, watched, at)
        assert composed
        return render(composed, at_masthead)

    return run


@pytest.fixture
def linked(masthead: Masthead) -> Masthead:
    return replace(masthead, links=Links("https://policy.example", "a secret of the service"))


@pytest.fixture
def disputed(
    rendered: Callable[..., Message], change: MakeChange, target: MakeTarget, origin: Callable[..., Origin]
) -> Callable[[ChangeKind], Message]:
    there = replace(origin("2026-10-27", 2, "示例省的说法", "https://other.example/2"), publisher="示例财经")

    def run(kind: ChangeKind) -> Message:
        here, before = target(400, said="到2027年要有400家"), target(said="到2027年先有300家")
        return rendered(replace(change(here, kind, before=before), against=there))

    return run


class Words(HTMLParser):
    """The text of a page as a browser shows it, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_subject_says_the_substance(
    rendered: Rendered, change: MakeChange, target: MakeTarget, statement: MakeStatement
) -> None:
    goals = [change(target(value)) for value in (300, 40, 500)]
    raised = change(target(6000), ChangeKind.RAISED, before=target(5000))
    people = [change(statement(speaker=name)) for name in ("林示范", "周样板", "林示范", "陈演示", "吴范例")]
    assert rendered(*goals, raised, *people).subject == "3 个新目标，1 个上调；林示范等 4 人表态｜11月21日"
    assert rendered(people[0]).subject == "林示范表态｜11月21日"
    assert rendered(goals[0]).subject == "新目标：专精特新“小巨人”企业 300 家｜11月21日"


def test_a_raised_goal_shows_both_numbers_who_says_so_and_why(
    rendered: Rendered, change: MakeChange, target: MakeTarget, statement: MakeStatement, origin: Callable[..., Origin]
) -> None:
    said = "到2027年，培育专精特新“小巨人”企业6000家，标准一条也不放松"
    goal = target(6000, said=said.removesuffix("，标准一条也不放松"))
    message = rendered(
        change(goal, ChangeKind.RAISED, 1, target(5000), origin(title="示例省再加码", url="https://news.example/a")),
        change(statement(text=said), number=2),
    )
    for part in (Words(message.html).text, message.text):
        for words in (
            "5000 家", "→", "6000 家", "到 2027 年", "示例省", "示例省工业和信息化厅厅长林示范", "示例省再加码",
            "示例日报", "台账中还没有这一项", "12 个来源", "reader@example.org",
        ):  # fmt: skip
            assert words in part
    assert "6000家</span>" in message.html
    assert "https://news.example/a" in message.text
    assert "https://news.example/a" in Words(message.html).links


def test_a_goal_that_a_result_brings_nearer_still_stands(
    rendered: Rendered, change: MakeChange, target: MakeTarget
) -> None:
    result = target(255, deadline=None, status="achieved", as_of="2026-10", action="认定")
    message = rendered(change(result, ChangeKind.PROGRESS, before=target(300)))
    for part in (Words(message.html).text, message.text):
        assert "255 家" in part
        assert "300 家" not in part  # but for the reason, which says what share of it is done
        assert "→" not in part


def test_progress_says_what_share_of_its_goal_is_reached(
    rendered: Rendered, change: MakeChange, target: MakeTarget
) -> None:
    result = target(255, deadline=None, status="achieved", as_of="2026-10", action="认定")
    message = rendered(change(result, ChangeKind.PROGRESS, before=target(300)))
    assert "进展 85%" in Words(message.html).text
    assert "完成 85%" in message.text


@pytest.mark.parametrize(
    ("kind", "tag", "label"),
    [(ChangeKind.CONTRADICTED, "矛盾", "另一来源"), (ChangeKind.IMPLAUSIBLE, "存疑", "对照")],
)
def test_what_is_disputed_is_shown_with_both_sentences_and_both_sources(
    disputed: Callable[[ChangeKind], Message], kind: ChangeKind, tag: str, label: str
) -> None:
    message = disputed(kind)
    for part in (Words(message.html).text, message.text):
        for words in (
            "矛盾与存疑", tag, "到2027年要有400家", "到2027年先有300家", f"{label}：到 2027 年 300 家",
            "示例日报", "示例财经", "示例省的说法",
        ):  # fmt: skip
            assert words in part
        assert "→" not in part
    assert {"https://news.example/1", "https://other.example/2"} <= set(Words(message.html).links)


def test_a_figure_that_was_edited_on_its_page_shows_the_sentence_that_stood_there(
    rendered: Rendered, change: MakeChange, target: MakeTarget, origin: Callable[..., Origin]
) -> None:
    edited = replace(
        change(target(400, said="到2027年要有400家"), ChangeKind.RAISED, before=target(said="到2027年先有300家")),
        against=origin(),
    )
    message = rendered(edited)
    for part in (Words(message.html).text, message.text):
        assert "修改前：到 2027 年 300 家" in part
        assert "到2027年先有300家" in part
        assert part.count("示例省再加码") == 1


def test_a_reworded_statement_is_shown_with_what_differs_and_where_both_stood(
    rendered: Rendered, change: MakeChange, statement: MakeStatement, origin: Callable[..., Origin]
) -> None:
    before = statement(text="到2027年要为每家入库企业建立成长档案，选派5000名服务专员，每季度至少走访一次")
    after = statement(text=before.evidence.text.replace("5000名", "6000名"))
    earlier = origin("2026-10-27", title="示例省早先发布")
    message = rendered(replace(change(after, ChangeKind.REWORDED), before=before, against=earlier))
    assert "措辞有变" in Words(message.html).text
    assert ">5000名</del><ins" in message.html
    assert "－ 到2027年要为每家入库企业建立成长档案，选派【5000名】服务专员" in message.text
    assert "＋ 到2027年要为每家入库企业建立成长档案，选派【6000名】服务专员" in message.text
    for part in (message.text, Words(message.html).text):
        assert "示例省再加码" in part
        assert "示例省早先发布" in part


def test_two_officials_of_one_name_stay_two(rendered: Rendered, change: MakeChange, statement: MakeStatement) -> None:
    here = change(statement(text="标准不能往下走", organization="示例省财政厅"))
    there = change(statement(text="数量可以往上调", organization="示例市财政局", position="局长"))
    for part in (message := rendered(here, there)).text, Words(message.html).text:
        assert "示例省财政厅厅长" in part
        assert "示例市财政局局长" in part


def test_the_number_is_marked_as_it_is_written(rendered: Rendered, change: MakeChange, target: MakeTarget) -> None:
    message = rendered(change(target(10_000, said="力争培育一万家专精特新“小巨人”企业", number="一万家")))
    assert "力争培育<span" in message.html
    assert ">一万家</span>专精特新" in message.html


def test_a_long_sentence_is_shown_round_its_number(rendered: Rendered, change: MakeChange, target: MakeTarget) -> None:
    sentence = f"{'前' * 500}，力争培育一万家企业，{'后' * 500}"
    message = rendered(change(target(10_000, said=sentence, number="一万家")))
    assert "…前" in message.text
    assert "，力争培育一万家企业，后" in message.text
    assert "后…" in message.text
    assert "前" * 100 not in message.text


def test_other_peoples_words_stay_words(
    rendered: Rendered, change: MakeChange, target: MakeTarget, statement: MakeStatement, origin: Callable[..., Origin]
) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\r\nBcc: other@example.org"
    message = rendered(
        change(target(object=attack, said=attack, scope=attack), at=origin(title=attack, url="javascript:alert(1)")),
        change(statement(text=attack, speaker=attack, position=attack), at=origin(title=attack)),
        watched=Coverage(3, (attack,)),
    )
    page = Words(message.html)
    assert not page.tags & {"script", "img"}
    assert attack.splitlines()[0] in page.text
    assert not [link for link in page.links if link.startswith("javascript")]
    assert "\n" not in message.subject
    assert "\r" not in message.subject


def test_nothing_is_fetched_when_a_mail_is_opened(rendered: Rendered, change: MakeChange, target: MakeTarget) -> None:
    html = rendered(change(target())).html
    assert not Words(html).tags & {"img", "link", "iframe", "script"}
    assert "url(" not in html


def test_the_page_is_styled_where_clients_strip_style_sheets_and_knows_the_dark(
    rendered: Rendered, change: MakeChange, target: MakeTarget
) -> None:
    html = rendered(change(target())).html
    assert '<h1 class="headline" style="' in html
    assert "prefers-color-scheme: dark" in html


def test_spoken_words_get_their_marks_back(rendered: Rendered, change: MakeChange, statement: MakeStatement) -> None:
    text = rendered(
        change(statement(text="标准不能往下走", kind="direct")),
        change(statement(text="企业缺什么，我们就补什么。”林示范说，各地要选派服务专员", kind="mixed")),
        change(statement(text="要逐步放开，“让企业说了算", kind="mixed")),
    ).text
    assert "· “标准不能往下走”\n" in text
    assert "· “企业缺什么，我们就补什么。”林示范说，各地要选派服务专员\n" in text
    assert "· 要逐步放开，“让企业说了算”\n" in text


def test_a_long_speech_is_cut_where_a_clause_ends(
    rendered: Rendered, change: MakeChange, statement: MakeStatement
) -> None:
    text = rendered(change(statement(text="各地要为每家入库企业建立成长档案，" * 40))).text
    assert "建立成长档案……\n" in text
    assert len(text) < 700


def test_a_flood_is_cut_to_what_mail_clients_show_and_says_where_the_rest_is(
    rendered: Rendered, change: MakeChange, target: MakeTarget, statement: MakeStatement, linked: Masthead
) -> None:
    flood = [change(target(number), number=number) for number in range(1, 201)]
    raised = change(target(500), ChangeKind.RAISED, number=300, before=target(400))
    said = change(statement(), number=400)
    message = rendered(*flood, raised, said, at_masthead=linked)
    assert message.subject.startswith("200 个新目标，1 个上调")
    assert len(message.html.encode()) < 100_000
    shown = message.text.count("【新目标】")
    assert 20 < shown < 200
    link = next(it for it in Words(message.html).links if it.startswith("https://policy.example/digests/"))
    for part in (message.text, Words(message.html).text):
        assert f"另有 {200 - shown} 条没有列出，更多见网页" in part
        assert "400 家 → 500 家" in part
        assert "数量可以往上调" in part
    assert message.text.count(link) == 2


def test_a_page_shows_the_whole_of_a_digest(  # noqa: PLR0917
    change: MakeChange,
    target: MakeTarget,
    subscription: Callable[..., Subscription],
    coverage: Coverage,
    now: datetime,
    linked: Masthead,
) -> None:
    flood = [change(target(number), number=number) for number in range(1, 201)]
    composed = digest.compose(flood, subscription(), "2026-11-21", coverage, now)
    assert composed
    page = render_page(composed, linked)
    assert page.count('class="item"') == 200
    assert "没有列出" not in page
    assert "style=" not in page  # a strict Content-Security-Policy lets only the style sheet through
    assert {name for it in re.findall('class="([^"]*)"', page) for name in it.split()} <= {
        "digest", "new", *re.findall(r"^\.digest \.(\w+) ", styles.sheet(), re.MULTILINE)
    }  # fmt: skip


def test_an_article_of_another_year_says_so(
    rendered: Rendered, change: MakeChange, target: MakeTarget, origin: Callable[..., Origin]
) -> None:
    assert "示例日报，11月12日《" in rendered(change(target(), at=origin("2026-11-12"))).text
    assert "示例日报，2021年9月23日《" in rendered(change(target(), at=origin("2021-09-23"))).text


def test_the_other_places_of_a_text_are_named_and_linked_and_many_of_them_counted(
    rendered: Rendered, change: MakeChange, target: MakeTarget, origin: Callable[..., Origin]
) -> None:
    also = tuple(
        Elsewhere(f"示例{name}网", f"https://{number}.example/") for number, name in enumerate("甲乙丙丁戊己庚")
    )
    few = rendered(change(target(), at=replace(origin(), also=also[:2])))
    assert "另见 2 家：示例甲网、示例乙网\n" in few.text
    assert "另见 2 家：示例甲网、示例乙网" in Words(few.html).text
    assert {"https://0.example/", "https://1.example/"} <= set(Words(few.html).links)
    many = rendered(change(target(), at=replace(origin(), also=also)))
    for words in (many.text, Words(many.html).text):
        assert "另见 7 家：示例甲网、示例乙网、示例丙网、示例丁网、示例戊网 等" in words
    odd = rendered(change(target(), at=replace(origin(), also=(Elsewhere("<b>示例\n网", "javascript:alert(1)"),))))
    assert "另见 1 家：<b>示例 网" in Words(odd.html).text
    assert not any("javascript" in link for link in Words(odd.html).links)


def test_failing_sources_are_named_and_unknown_coverage_is_not_claimed(
    rendered: Rendered, change: MakeChange, target: MakeTarget
) -> None:
    assert "1 个异常：示例网" in rendered(change(target()), watched=Coverage(12, ("示例网",))).text
    assert "监测范围" not in rendered(change(target()), watched=Coverage(0, ())).text


def test_the_reader_is_told_why_and_how_to_stop(
    rendered: Rendered, change: MakeChange, target: MakeTarget, subscription: Callable[..., Subscription]
) -> None:
    weekly = subscription(Cadence.WEEK, Filter(regions=("示例省",), keywords=("小巨人",)))
    message = rendered(change(target()), reader=weekly)
    assert "每周简报（地区：示例省；关键词：小巨人）" in message.text
    assert "digest@news.example" in message.text
    assert "mailto:digest@news.example?subject=%E9%80%80%E8%AE%A2" in Words(message.html).links


def test_a_figure_that_a_person_corrected_says_how_it_had_been_read(
    rendered: Rendered, change: MakeChange, target: MakeTarget
) -> None:
    told = change(target(400))
    corrected = replace(told, read=replace(target(4), scope="别处"))
    message = rendered(corrected)
    for words in (message.text, Words(message.html).text):
        assert "人工更正：原来读作 别处 " in words
    goal = rendered(replace(told, read=target(400, status="achieved")))
    for words in (goal.text, Words(goal.html).text):
        assert "人工更正：原来读作 新数据" in words
    result = replace(told, kind=ChangeKind.PROGRESS, finding=target(400, status="achieved"), read=target(400))
    assert "人工更正：原来读作 新目标" in rendered(result).text
    again = replace(told, read=replace(target(400), action="建设"))  # nothing that is shown
    assert "人工更正" not in rendered(again).text


def test_topics_are_counted_under_their_titles_and_one_that_is_gone_under_its_name(
    rendered: Rendered, change: MakeChange, target: MakeTarget, origin: Callable[..., Origin]
) -> None:
    other = change(target(400), at=replace(origin(), topics=("sme-policy", "gone")))
    message = rendered(change(target()), other)
    for words in (message.text, Words(message.html).text):
        assert "主题：中小企业政策 2、gone 1" in words


def test_a_reader_is_told_by_their_titles_which_topics_were_asked_for(
    rendered: Rendered, change: MakeChange, target: MakeTarget, subscription: Callable[..., Subscription]
) -> None:
    reader = subscription(wanted=Filter(topics=("sme-policy",)))
    assert "（主题：中小企业政策）" in rendered(change(target()), reader=reader).text
    english = replace(reader, subscriber=replace(reader.subscriber, language=Language.ENGLISH))
    assert "(Topics: SME policy)" in rendered(change(target()), reader=english).text


def test_a_message_id_belongs_to_a_subscription_and_a_period(
    rendered: Rendered, change: MakeChange, target: MakeTarget, subscription: Callable[..., Subscription], now: datetime
) -> None:
    first = rendered(change(target())).message_id
    assert rendered(change(target(400)), at=now.replace(hour=2)).message_id == first
    other = replace(subscription(), subscriber=Subscriber(3, "other@example.org"))
    others = {
        rendered(change(target()), period="2026-11-22").message_id,
        rendered(change(target()), reader=replace(subscription(), id=8)).message_id,
        rendered(change(target()), reader=other).message_id,
    }
    assert len(others | {first}) == 4
    assert "reader" not in first


def test_a_mail_links_to_its_page_to_the_settings_and_to_the_end(
    rendered: Rendered, change: MakeChange, target: MakeTarget, linked: Masthead, now: datetime
) -> None:
    message = rendered(change(target()), at_masthead=linked)
    assert linked.links
    there = linked.links.to_digest(7, "2026-11-21", now)
    settings = linked.links.to(Purpose.PREFERENCES, 3, now)
    end = linked.links.to(Purpose.UNSUBSCRIBE, 7, now)
    for link in (there, settings, end):
        assert link in message.text
        assert link in Words(message.html).links
    assert message.headers == {
        "List-Unsubscribe": f"<{end}>, <mailto:digest@news.example?subject=unsubscribe>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_without_pages_a_reader_can_write(rendered: Rendered, change: MakeChange, target: MakeTarget) -> None:
    message = rendered(change(target()))
    assert message.headers == {"List-Unsubscribe": "<mailto:digest@news.example?subject=unsubscribe>"}
    assert "更改订阅" not in message.html + message.text


def test_the_weekly_digests_of_a_subscription_are_one_thread(
    rendered: Rendered, change: MakeChange, target: MakeTarget, subscription: Callable[..., Subscription]
) -> None:
    weekly = subscription(Cadence.WEEK)
    first = rendered(change(target()), reader=weekly, period="2026-W47")
    second = rendered(change(target()), reader=weekly, period="2026-W48")
    other = rendered(change(target()), reader=replace(weekly, id=8), period="2026-W48")
    assert first.headers["References"] == first.headers["In-Reply-To"] == second.headers["References"]
    assert first.message_id != second.message_id
    assert other.headers["References"] != first.headers["References"]
    assert "References" not in rendered(change(target())).headers


def test_sources_that_are_quiet_are_named_and_many_of_them_counted(
    rendered: Rendered, change: MakeChange, target: MakeTarget
) -> None:
    watched = Coverage(12, (), tuple(f"示例网{number}" for number in range(20)))
    for part in (message := rendered(change(target()), watched=watched)).text, Words(message.html).text:
        assert "监测范围：12 个来源，全部正常；20 个近来少有更新：示例网0、" in part
        assert "示例网7 等。" in part


def test_who_asked_for_it_is_told_that_nothing_is_new_and_how_much_is_watched(
    rendered: Rendered, subscription: Callable[..., Subscription]
) -> None:
    message = rendered(reader=subscription(Cadence.WEEK, when_empty=True), period="2026-W47")
    assert message.subject == "本周没有新内容，监测 12 个来源｜11月21日"
    for part in (message.text, Words(message.html).text):
        assert "没有符合这项订阅的新内容" in part


HOSTILE = [
    "\ud800半个字符",
    "控制\x00\x07\x1b[2J字符",
    "反向\u202e文字",
    "行\u2028分\x85隔",
    "自造字\ue123与新字\U0002ebf0",
    "长" * 1_000_000,
    "\n".join(["行"] * 500_000),
    "{{ 7 * 7 }} %(num)s {% raw %}",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_words_of_others_have_no_effect_beyond_their_own_line(  # noqa: PLR0917
    rendered: Rendered,
    change: MakeChange,
    target: MakeTarget,
    statement: MakeStatement,
    origin: Callable[..., Origin],
    words: str,
) -> None:
    at = replace(origin(title=words), publisher=words, also=(Elsewhere(words, f"https://{words}"),))
    quiet = change(target(40, object="瞪羚企业"), number=1)
    odd = change(target(object=words, said=words, scope=words), number=2, at=at)
    message = rendered(
        quiet,
        replace(odd, kind=ChangeKind.CONTRADICTED, before=target(said=words), against=at, reason=words),
        change(statement(text=words, speaker=words, position=words, organization=words), number=3, at=at),
        watched=Coverage(3, (words,), (words,)),
    )
    assert len(message.subject) < 150
    assert len(message.html) < 60_000
    assert len(message.text) < 20_000
    mail = message_from_bytes(written(message, "smewatch <digest@news.example>"), policy=policy.default)
    assert mail["To"] == "reader@example.org"
    text = mail.get_body(("plain",))
    assert text
    assert "瞪羚企业\n   40 家（到 2027 年）" in text.get_content().replace("\r\n", "\n")
    assert not set("\x00\x07\x1b\u202e\u2028\x85\ud800").intersection(message.subject + message.text + message.html)


def test_nobody_can_guess_a_message_id(  # noqa: PLR0917
    subscription: Callable[..., Subscription],
    change: MakeChange,
    target: MakeTarget,
    masthead: Masthead,
    coverage: Coverage,
    now: datetime,
) -> None:
    composed = digest.compose([change(target())], subscription(), "2026-11-21", coverage, now)
    assert composed
    keyed = (replace(masthead, links=Links("https://policy.example", it)) for it in ("a", "b"))
    ids = {render(composed, it).message_id for it in (masthead, *keyed)}
    assert len(ids) == 3
