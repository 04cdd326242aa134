"""Articles in the browser: found by words, shown with their evidence, their story and their versions."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html

from alerts import correcting, watch
from alerts.app.bootstrap import App
from crawler import clock
from crawler.archive import articles, retention, search, tables
from crawler.model import Article, Edit, Novelty, Relation, Relevance, Verdict
from seeds import fingerprint
from seeds.document import Document
from seeds.text import plain
from tests.alerts.app.web.conftest import Administrator, Answer, Browser

GOAL = "到2027年，示例省培育专精特新中小企业5000家。"
SPOKEN = "示例省工业和信息化厅厅长林示范表示，数量可以往上调，到2027年培育创新型中小企业6000家。"
FILLER = "天气晴好，游客众多，街道两旁的商铺生意兴隆，广场上的花开得正好。" * 12
RELEVANT = Relevance(0.9, ("sme-policy",), ())
SAID: dict[str, Any] = {"by": "审核员", "why": "读错了"}

Publish = Callable[..., int]


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 3, 0, tzinfo=UTC)


@pytest.fixture
def read(app: App, publish: Publish) -> Publish:
    """Publish an article, have it watched and indexed."""

    def make(*paragraphs: str, **fields: Any) -> int:
        number = publish(*paragraphs, **fields)
        watch.catch_up(app.database, app.catalog.publishers, clock.now())
        search.catch_up(app.database)
        return number

    return make


@pytest.fixture
def keep(app: App) -> Callable[..., int]:
    """Keep a text at an address, with the verdict that it has."""

    def make(words: str, url: str, novelty: Novelty, title: str = "示例省出台措施") -> int:
        body = "".join(f"<p>{it}</p>" for it in words.split("\n"))
        document = Document(title, ("示例",), "示例日报", day(12), body)
        text, print_ = plain(body), fingerprint.of(document)
        article = Article(document, text, print_.content_hash, url, "example", "example/news", day(12))
        with app.database.write() as connection:
            known = articles.known(connection, article)
            return articles.keep(connection, article, known, RELEVANT, novelty, announced=True).number

    return make


def parsed(answer: Answer) -> Any:
    assert answer.status == 200, answer.title
    return html.document_fromstring(answer.text)


def titles(answer: Answer) -> list[str]:
    return [it.text_content() for it in parsed(answer).xpath("//ol[@class='hits']/li/h2")]


def marked(answer: Answer) -> list[str]:
    return [it.text_content() for it in parsed(answer).xpath("//mark")]


def notes(answer: Answer) -> list[str]:
    return [" ".join(it.text_content().split()) for it in parsed(answer).xpath("//ul[@class='notes']/li")]


def sections(answer: Answer) -> list[str]:
    return [it.text_content() for it in parsed(answer).xpath("//main/h2")]


# The search.


def test_without_words_the_relevant_articles_are_listed_the_newest_first(browser: Browser, read: Publish) -> None:
    read(GOAL, title="甲")
    read("比赛开始了。", title="乙", relevant=False)
    read(SPOKEN, title="丙")
    assert titles(browser.get("/articles")) == ["丙", "甲"]
    assert titles(browser.get("/articles?all=1")) == ["丙", "乙", "甲"]
    assert "共 2 篇" in browser.get("/articles").text


def test_who_looks_for_no_word_is_told_so_and_one_character_is_a_word(browser: Browser, read: Publish) -> None:
    read(GOAL, title="缴税")
    assert titles(browser.get(f"/articles?q={quote('税')}")) == ["缴税"]
    assert "没有可以查找的词" in browser.get(f"/articles?q={quote('、')}").text
    assert "没有可以查找的词" not in browser.get(f"/articles?q={quote('税务局')}").text


def test_words_are_found_and_marked_in_the_title_and_round_the_first_place(browser: Browser, read: Publish) -> None:
    read(FILLER, "税务部门落实减税政策。", title="税务新闻")
    read(GOAL, title="甲")
    found = browser.get(f"/articles?q={quote('税务')}")
    assert titles(found) == ["税务新闻"]
    assert marked(found) == ["税务", "税务"]
    excerpt = parsed(found).xpath("string(//p[@class='excerpt'])")
    assert excerpt.startswith("……税务部门落实")
    assert len(excerpt) < 160
    assert titles(browser.get(f"/articles?q={quote('税务 -减税')}")) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("since=2026-11-13", ["乙"]),
        ("until=2026-11-12", ["甲"]),
        ("since=2026-11-12&until=2026-11-12", ["甲"]),
        ("publisher=miit", ["乙"]),
        ("topic=sme-policy", ["乙", "甲"]),
        ("topic=none", []),
        ("q=&since=&until=&publisher=&topic=", ["乙", "甲"]),
    ],
)
def test_articles_are_narrowed_by_date_publisher_and_topic(
    browser: Browser, read: Publish, query: str, expected: list[str]
) -> None:
    read(GOAL, title="甲", date=day(12))
    read(SPOKEN, title="乙", date=day(13), publisher="miit")
    assert titles(browser.get(f"/articles?{query}")) == expected


def test_a_long_list_goes_on_where_the_page_before_ended(browser: Browser, app: App, publish: Publish) -> None:
    for number in range(45):
        publish(f"第{number}条：支持中小企业。", title=f"第{number}条")
    seen: list[str] = []
    address = "/articles?all=1"
    while address:
        answer = browser.get(address)
        seen += titles(answer)
        address = next(iter(parsed(answer).xpath("//a[@rel='next']/@href")), "")
    assert seen == [f"第{number}条" for number in reversed(range(45))]


def test_a_list_without_articles_says_what_to_do(browser: Browser) -> None:
    assert "还没有文章" in browser.get("/articles").text
    assert "没有找到文章" in browser.get("/articles?q=xyz").text


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "until=0001-01-01",
        "since=9999-12-31",
        "cursor=x",
        "cursor=WyJhcnRpY2xlcyIsIngiLCJ4Il0",
        "cursor=WyJhcnRpY2xlcyIsOTk5OTk5OTk5OTk5OTk5OSw5XQ",
        "q=" + "x" * 10_000,
    ],
)
def test_a_query_that_cannot_be_is_refused(browser: Browser, query: str) -> None:
    assert browser.get(f"/articles?{query}").status == 422


@pytest.mark.parametrize(
    "words", ["%00", "%ed%a0%80", "%22", "%28", "*", "-", "AND", "%E3%88%A0", "%F0%A0%80%80", "%25", "a:b", "%2Ba"]
)
def test_odd_words_find_nothing_and_break_nothing(browser: Browser, read: Publish, words: str) -> None:
    read(GOAL)
    for name in ("q", "publisher", "topic"):
        assert browser.get(f"/articles?{name}={words}").status == 200


# An article.


def test_evidence_is_marked_in_place_and_says_what_was_read(browser: Browser, read: Publish) -> None:
    number = read("开头。", FILLER, GOAL, SPOKEN)
    page = browser.get(f"/articles/{number}")
    assert "示例省培育专精特新中小企业5000家" in marked(page)
    assert [it.split(" ")[0] for it in notes(page)] == [str(at) for at in range(1, len(notes(page)) + 1)]
    figure, *others = notes(page)
    assert "专精特新中小企业" in figure
    assert "5000 家" in figure
    assert "新目标" in figure
    assert any("林示范" in it for it in others)
    links = parsed(page).xpath("//ul[@class='notes']//a/@href")
    assert "/targets/1" in links
    assert f"/officials/{quote('林示范')}" in links
    text = parsed(page).text_content()
    assert "街道两旁" not in text, "the excerpt leaves out what holds no evidence"
    assert "更正" not in text


def test_each_mark_and_each_note_leads_to_the_other(browser: Browser, read: Publish) -> None:
    page = parsed(browser.get(f"/articles/{read(GOAL, SPOKEN)}"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    references = page.xpath("//a[@class='ref']/@href")
    assert references
    assert {it.removeprefix("#") for it in references} <= set(ids)


def test_the_administrator_sees_the_whole_text_and_may_correct_it(administrator: Administrator, read: Publish) -> None:
    page = administrator.get(f"/articles/{read('开头。', FILLER, GOAL)}")
    text = parsed(page).text_content()
    assert "街道两旁" in text
    assert "/findings/1" in parsed(page).xpath("//ul[@class='notes']//a/@href")


def test_a_finding_that_was_rejected_is_not_marked(
    browser: Browser, administrator: Administrator, app: App, read: Publish
) -> None:
    number = read(GOAL)
    correcting.reject(app.database, 1, **SAID, now=clock.now())
    assert marked(browser.get(f"/articles/{number}")) == []
    assert "已剔除的条目" not in browser.get(f"/articles/{number}").text
    assert "已剔除的条目" in sections(administrator.get(f"/articles/{number}"))


def test_the_publishers_page_is_linked_and_nothing_that_is_no_address_of_the_web(
    browser: Browser, app: App, read: Publish
) -> None:
    number = read(GOAL)
    page = parsed(browser.get(f"/articles/{number}"))
    (link,) = page.xpath("//a[@href='https://news.example/1']")
    assert link.get("rel") == "noopener noreferrer"
    with app.database.write() as connection:
        connection.execute(tables.articles.update().values(url="javascript:alert(1)"))
    assert "javascript:" not in browser.get(f"/articles/{number}").text


def test_words_of_others_are_escaped(browser: Browser, read: Publish) -> None:
    number = read("<b>&lt;script&gt;alert(1)&lt;/script&gt;</b>" + GOAL, title="<script>alert(1)</script>")
    for path in (f"/articles/{number}", "/articles", "/articles?q=script"):
        assert "<script>alert" not in browser.get(path).text


def test_a_text_whose_time_is_up_says_so(browser: Browser, app: App, read: Publish) -> None:
    number = read("比赛开始了。", title="比赛", relevant=False)
    retention.drop_documents(app.database, clock.now().replace(year=2100))
    page = browser.get(f"/articles/{number}")
    assert parsed(page).xpath("string(//h1)") == "比赛"
    assert "正文已不在库中" in page.text
    assert "没有可以对照的文本" in browser.get(f"/articles/{number}/diff").text


def test_a_page_that_was_removed_says_since_when(browser: Browser, app: App, read: Publish) -> None:
    number = read(GOAL)
    with app.database.write() as connection:
        connection.execute(tables.articles.update().values(removed_at=day(20)))
    assert "原网页已撤下，发现于 2026-11-20 11:00。" in browser.get(f"/articles/{number}").text


def test_a_story_says_where_it_ran_and_how_the_texts_are_alike(browser: Browser, keep: Callable[..., int]) -> None:
    first = keep(f"{FILLER}\n{GOAL}", "https://a.example/1", Novelty(Verdict.NEW, "new"))
    same = Novelty(Verdict.NEAR_DUPLICATE, "like it", Relation.EXCERPT, 0.8, nearest=first, story=1)
    excerpt = keep(GOAL, "https://b.example/1", same, title="节选的标题")
    quotes = Novelty(Verdict.NEAR_DUPLICATE, "quotes it", Relation.FOLLOW_UP, 0.9, nearest=first, takes_up=1)
    follow_up = keep(f"此前消息。{GOAL}", "https://c.example/1", quotes, title="后续的标题")
    page = browser.get(f"/articles/{first}")
    assert {"还有谁发过", "被这些报道引用"} <= set(sections(page))
    assert "节选的标题" in page.text
    assert parsed(page).xpath(f"//a[@href='/articles/{excerpt}']")
    assert parsed(page).xpath(f"//a[@href='/articles/{follow_up}']")
    assert "引用了这些报道" in sections(browser.get(f"/articles/{follow_up}"))
    compared = browser.get(f"/articles/{excerpt}/diff")
    assert parsed(compared).xpath("//del")


def test_an_edited_page_shows_its_versions_and_what_differs(browser: Browser, keep: Callable[..., int]) -> None:
    url = "https://a.example/1"
    first = keep(f"{GOAL}\n不变的一句话。", url, Novelty(Verdict.NEW, "new"))
    edited = Novelty(Verdict.REVISED, "edited", story=1, edit=Edit.SUBSTANTIAL)
    second = keep(f"{GOAL.replace('5000', '6000')}\n不变的一句话。\n新加的一句话。", url, edited)
    assert "这个网页后来改过。" in browser.get(f"/articles/{first}").text
    page = browser.get(f"/articles/{second}")
    assert sections(page) == ["版本和差别"], "it ran nowhere but here"
    assert "实质修改" in page.text
    shown = parsed(browser.get(f"/articles/{second}/diff"))
    gone, come = ([" ".join(it.text_content().split()) for it in shown.xpath(f"//{tag}")] for tag in ("del", "ins"))
    assert gone == ["【删】5000家"]
    assert come == ["【增】6000家", "【增】新加的一句话。"]
    assert "不变的一句话" not in shown.text_content()


def test_the_public_is_not_shown_a_whole_text_by_its_differences(
    browser: Browser, administrator: Administrator, keep: Callable[..., int]
) -> None:
    url = "https://a.example/1"
    keep("一句话。", url, Novelty(Verdict.NEW, "new"))
    edited = Novelty(Verdict.REVISED, "edited", story=1, edit=Edit.SUBSTANTIAL)
    second = keep("".join(f"第{number}句是新的。" for number in range(60)), url, edited)
    assert len(parsed(browser.get(f"/articles/{second}/diff")).xpath("//ol[@class='edits']/li")) == 20
    assert "另有 41 句不同" in browser.get(f"/articles/{second}/diff").text
    assert len(parsed(administrator.get(f"/articles/{second}/diff")).xpath("//ol[@class='edits']/li")) == 61


@pytest.mark.parametrize(
    ("number", "status"), [("99", 404), ("0", 422), ("-1", 422), ("x", 422), ("9" * 30, 422), ("%00", 422)]
)
def test_an_article_that_is_none_is_a_page_that_says_so(browser: Browser, number: str, status: int) -> None:
    for path in (f"/articles/{number}", f"/articles/{number}/diff"):
        answer = browser.get(path)
        assert (answer.status, bool(answer.title)) == (status, True)


def test_in_english_nothing_but_names_is_chinese(browser: Browser, read: Publish) -> None:
    number = read(GOAL, SPOKEN)
    for path in ("/articles", f"/articles/{number}", f"/articles/{number}/diff"):
        page: Any = html.document_fromstring(browser.get(path, {"Accept-Language": "en"}).text)
        for part in page.xpath("//main//*[@lang='zh-CN'] | //main//mark | //main//input"):
            part.drop_tree()
        assert not re.search("[\u4e00-\u9fff]", page.xpath("//main")[0].text_content())
