"""Targets in the browser: a table that is narrowed, ordered and paged, and each figure with all that is known of it."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html

from alerts import plots
from alerts.app.bootstrap import App
from alerts.app.web import targets
from alerts.language import Wording
from alerts.model import Origin, Target
from alerts.plots import Size
from alerts.store import ledger
from alerts.trajectory import Trajectory
from crawler import clock
from crawler.model import Level
from tests.alerts.app.web.conftest import Answer, Browser

MakeTarget = Callable[..., Target]
MakeOrigin = Callable[..., Origin]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def enter(app: App, origin: MakeOrigin) -> Callable[..., int]:
    """Have a figure read on a day, by a publisher and of a level if these are named; return the finding's number."""

    numbers = count(1)

    def enter(figure: Target, day: str = "2026-01-10", publisher: str = "示例日报", level: Level = Level.PORTAL) -> int:
        with app.database.write() as connection:
            revision = next(numbers)
            read = replace(origin(day, revision, f"第{revision}篇"), publisher=publisher, level=level)
            return ledger.enter(connection, figure, read, announced=True, now=clock.now()).number

    return enter


def rows(answer: Answer, table: str = "figures") -> list[list[str]]:
    document: Any = html.document_fromstring(answer.text)
    found = document.xpath(f"//table[contains(@class, '{table}')]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in found]


def objects(answer: Answer) -> list[str]:
    return [row[0] for row in rows(answer)]


def link(answer: Answer, rel: str) -> str:
    document: Any = html.document_fromstring(answer.text)
    (found,) = document.xpath(f"//a[@rel='{rel}']/@href")
    return str(found)


def test_the_table_says_what_how_much_by_when_where_and_what_became_of_it(
    browser: Browser, enter: Callable[..., int], target: MakeTarget
) -> None:
    enter(target(300), "2026-01-10")
    enter(target(400), "2026-03-10")
    enter(target(60, object="示范平台", unit="个", scope="示例市"), "2026-02-10")
    answer = browser.get("/targets")
    today = f"{clock.now().month}月"
    assert "共 2 个数字" in answer.text
    assert [row[:5] for row in rows(answer)] == [
        ["示范平台", "60 个", "到 2027 年", "示例市", "目标值"],
        ["专精特新“小巨人”企业", "400 家", "到 2027 年", "示例省", "目标值"],
    ]
    assert [row[5].split()[0] for row in rows(answer)] == ["新目标", "上调"]
    assert today in rows(answer)[0][5]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=小巨人", ["专精特新“小巨人”企业"]),
        ("q=小巨人+示范", []),
        ("scope=示例市", ["示范平台"]),
        ("status=achieved", ["个体工商户"]),
        ("due_from=2028&due_until=2030-06", ["示范平台"]),
        ("due_until=2027", ["个体工商户", "专精特新“小巨人”企业"]),
        ("change=raised", ["专精特新“小巨人”企业"]),
        ("topic=sme-policy", ["个体工商户", "示范平台", "专精特新“小巨人”企业"]),
        ("order=value", ["个体工商户", "专精特新“小巨人”企业", "示范平台"]),
        ("order=deadline&status=target", ["专精特新“小巨人”企业", "示范平台"]),
        ("unknown=1", ["个体工商户", "示范平台", "专精特新“小巨人”企业"]),
    ],
)
def test_the_table_is_narrowed_and_ordered_by_its_address(
    browser: Browser, enter: Callable[..., int], target: MakeTarget, query: str, found: list[str]
) -> None:
    enter(target(300), "2026-01-10")
    enter(target(400), "2026-03-10")
    enter(target(60, "2029", object="示范平台", unit="个", scope="示例市"))
    enter(replace(target(5000, object="个体工商户", unit="户", status="achieved"), deadline=None, as_of="2025-12"))
    answer = browser.get(f"/targets?{quote(query, safe='=&+')}")
    assert answer.status == 200
    assert objects(answer) == found
    assert ("没有符合条件的数字" in answer.text) is (not found)


def test_the_head_that_the_table_is_ordered_by_says_so(
    browser: Browser, enter: Callable[..., int], target: MakeTarget
) -> None:
    enter(target())
    document: Any = html.document_fromstring(browser.get(f"/targets?order=deadline&q={quote('企业')}").text)
    (head,) = document.xpath("//th[@aria-sort]")
    assert (head.text_content(), head.get("aria-sort")) == ("到期", "ascending")
    (other,) = document.xpath("//th/a[text()='数字']/@href")
    assert other == f"/targets?q={quote('企业')}&order=value"


@pytest.mark.parametrize("order", ["", "object", "value", "deadline"])
def test_pages_follow_one_another_without_a_gap_or_a_repeat(
    browser: Browser, enter: Callable[..., int], target: MakeTarget, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "_PAGE", 2)
    for number in range(5):
        enter(target(100 + number // 2, f"{2027 + number % 2}", object=f"第{'一二三四五'[number]}类企业"))
    answer, seen = browser.get(f"/targets?order={order}"), list[str]()
    for _ in range(2):
        seen += objects(answer)
        answer = browser.get(link(answer, "next"))
    seen += objects(answer)
    assert len(seen) == len(set(seen)) == 5
    assert "下一页" not in answer.text
    assert objects(browser.get(link(answer, "first"))) == seen[:2]


def test_an_empty_ledger_says_what_will_be_there(browser: Browser) -> None:
    answer = browser.get("/targets")
    assert "台账里还没有数字" in answer.text
    assert "No figures yet" in browser.get("/targets", ENGLISH).text


def cursor(*place: object) -> str:
    return f"cursor={urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip('=')}"


@pytest.mark.parametrize(
    "query",
    [
        "status=x", "order=x", "order=published", "due_from=20270", "due_until=2027-13", "due_from=2027-6", "change=x",
        "topic=x", "q=" + "x" * 5000, "cursor=x", "cursor=" + "W" * 5000, cursor("targets by changed", 1),
        cursor("targets by value", 1.5, 1), cursor("targets by changed", 10**20, 1),
        cursor("targets by changed", 1, "x"), cursor("targets by changed", True, 1),
        "order=object&" + cursor("targets by object", "\ud800", 1),
        "order=value&" + cursor("targets by value", 10**400, 1),
    ],
)  # fmt: skip
def test_an_address_that_does_not_do_is_a_page_that_says_so(browser: Browser, query: str) -> None:
    answer = browser.get(f"/targets?{query}")
    assert answer.status == 422
    assert answer.title


@pytest.mark.parametrize("value", ["%00", "%ff%fe", "%ed%a0%80", "%25_%5C", "%E2%80%AE", "'%22<script>", "+++"])
def test_odd_words_are_looked_for_harmlessly(
    browser: Browser, enter: Callable[..., int], target: MakeTarget, value: str
) -> None:
    enter(target())
    for name in ("q", "scope"):
        answer = browser.get(f"/targets?{name}={value}")
        assert answer.status == 200
        assert "<script>" not in answer.text


def test_a_figures_page_tells_its_history_with_each_sentence_and_its_number_marked(
    browser: Browser, enter: Callable[..., int], target: MakeTarget
) -> None:
    enter(target(300), "2026-01-10")
    number = enter(target(400), "2026-03-10")
    enter(replace(target(240, status="achieved", said="累计培育240家"), deadline=None, as_of="2026-05"), "2026-06-10")
    answer = browser.get(f"/targets/{number}")
    assert answer.title == "示例省 专精特新“小巨人”企业"
    assert [row[1:3] for row in rows(answer, "sightings")] == [
        ["进展 60%", "240 家 截至 2026 年 5 月"],
        ["上调", "400 家 到 2027 年"],
        ["新目标", "300 家 到 2027 年"],
    ]
    assert "累计培育<mark>240家</mark>" in answer.text
    assert "https://news.example/3" in answer.text
    assert "findings" not in answer.text
    assert "in progress</span>" in browser.get(f"/targets/{number}", ENGLISH).text


def test_a_figure_that_was_replaced_leads_to_the_one_that_stands(
    browser: Browser, enter: Callable[..., int], target: MakeTarget
) -> None:
    first = enter(target(300), "2026-01-10")
    second = enter(target(400), "2026-03-10")
    assert f'<a href="/targets/{second}">到 2027 年 400 家</a>' in browser.get(f"/targets/{first}").text
    assert "取代" not in browser.get(f"/targets/{second}").text


def test_a_contradiction_shows_both_sentences(browser: Browser, enter: Callable[..., int], target: MakeTarget) -> None:
    def reached(value: float) -> Target:
        said = f"累计培育{value:g}家"
        return replace(target(value, status="achieved", said=said, scope="全国"), deadline=None, as_of="2026-09")

    enter(reached(17000), "2026-10-10", "一部", Level.MINISTRY)
    number = enter(reached(19000), "2026-10-12", "二部", Level.MINISTRY)
    document: Any = html.document_fromstring(browser.get(f"/targets/{number}").text)
    (sides,) = document.xpath("//div[@class='sides']")
    told = [" ".join(it.text_content().split()) for it in sides.xpath("div")]
    assert told[0].startswith("矛盾 1.9 万家 截至 2026 年 9 月")
    assert "累计培育19000家" in told[0]
    assert told[1].startswith("另一来源")
    assert "累计培育17000家" in told[1]
    assert "一部" in told[1]


def test_a_national_goal_shows_the_shares_of_the_provinces(
    browser: Browser, enter: Callable[..., int], target: MakeTarget
) -> None:
    nation = enter(target(1000, scope="全国"))
    enter(target(300, scope="广东省"))
    enter(target(200, scope="浙江省"))
    answer = browser.get(f"/targets/{nation}")
    assert "合计 500 家，占全国目标的 50%" in answer.text
    assert [row[:3] for row in rows(answer, "shares")] == [["广东省", "300 家", "30%"], ["浙江省", "200 家", "20%"]]


def test_the_picture_is_an_answer_of_its_own_and_is_described_in_words(
    browser: Browser, enter: Callable[..., int], target: MakeTarget
) -> None:
    number = enter(target(300), "2026-01-10")
    document: Any = html.document_fromstring(browser.get(f"/targets/{number}").text)
    (image,) = document.xpath("//img")
    assert image.get("alt") == (
        "示例省 专精特新“小巨人”企业：1 个数字，2026年1月10日 300 家；目标 300 家，2027年12月31日到期"
    )
    for path in (image.get("src"), *document.xpath("//source/@srcset")):
        picture = browser.get(path)
        assert (picture.status, picture.headers["content-type"]) == (200, "image/svg+xml")
        assert picture.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert browser.get(f"/targets/{number}/plot.svg?size=x").status == 422


def test_a_picture_is_drawn_once_for_each_course_language_and_size(
    browser: Browser, enter: Callable[..., int], target: MakeTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Size] = []
    draw = plots.plot

    def counted(course: Trajectory, words: Wording, size: Size) -> bytes:
        drawn.append(size)
        return draw(course, words, size)

    monkeypatch.setattr(plots, "plot", counted)
    path = f"/targets/{enter(target(12_000), '2026-01-10')}/plot.svg"
    first = browser.get(path)
    assert browser.get(path).body == first.body
    assert drawn == [Size.WIDE]
    pictures = {first.body, browser.get(path, ENGLISH).body, browser.get(f"{path}?size=narrow").body}
    enter(target(15_000), "2026-02-10")
    assert len({*pictures, browser.get(path).body}) == 4


@pytest.mark.parametrize("path", ["/targets/{}", "/targets/{}/plot.svg"])
@pytest.mark.parametrize("number", ["9", "2147483647"])
def test_a_number_that_no_figure_has_is_no_page(browser: Browser, path: str, number: str) -> None:
    assert browser.get(path.format(number)).status == 404


@pytest.mark.parametrize("number", ["0", "x", "-1", "2147483648", "9" * 400])
def test_what_is_no_number_is_refused(browser: Browser, number: str) -> None:
    assert browser.get(f"/targets/{number}").status == 422
