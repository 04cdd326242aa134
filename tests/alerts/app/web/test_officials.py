"""Officials in the browser: who they are, in which office since when, what they said, and what they worded anew."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html

from alerts.app.bootstrap import App
from alerts.app.web import officials as pages
from alerts.corrections import Action, Correction
from alerts.extract.register import Office
from alerts.model import Origin, Statement
from alerts.store import corrections, ledger, officials
from crawler import clock
from tests.alerts.app.web.conftest import Answer, Browser

MakeStatement = Callable[..., Statement]
BUREAU = "示例省工业和信息化厅"
LIN = f"/officials/{quote('林示范')}"


@pytest.fixture
def seen(app: App) -> Callable[..., None]:
    """Have a person seen in an office on a day."""

    def see(name: str, position: str, body: str = BUREAU, day: datetime = datetime(2026, 3, 1, 20, tzinfo=UTC)) -> None:
        with app.database.write() as connection:
            officials.see(connection, name, Office(position, body), day)

    return see


@pytest.fixture
def say(app: App, origin: Callable[..., Origin]) -> Callable[..., int]:
    """Have a statement read on a day; return the finding's number."""

    def say(statement: Statement, day: str = "2026-03-02", revision: int = 1) -> int:
        with app.database.write() as connection:
            read = origin(day, revision, f"第{revision}篇")
            return ledger.enter(connection, statement, read, announced=True, now=clock.now()).number

    return say


def rows(answer: Answer) -> list[list[str]]:
    document: Any = html.document_fromstring(answer.text)
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in document.xpath("//tbody/tr")
    ]


def sayings(answer: Answer) -> list[Any]:
    document: Any = html.document_fromstring(answer.text)
    return list(document.xpath("//article"))


def test_the_table_says_who_holds_which_office_since_when_and_how_much_was_said(
    browser: Browser, seen: Callable[..., None], say: Callable[..., int], statement: MakeStatement
) -> None:
    seen("林示范", "副厅长", day=datetime(2025, 3, 1, 2, tzinfo=UTC))
    seen("林示范", "厅长")
    seen("周样本", "局长", "示例市商务局", datetime(2026, 2, 1, 2, tzinfo=UTC))
    say(statement())
    year = f"{clock.now().year}年"
    told = [[cell.replace(year, "") for cell in row] for row in rows(browser.get("/officials"))]
    # Eight in the evening in Greenwich is the next day where the service is at home.
    day = "2026年3月2日".replace(year, "")
    assert told[0] == ["林示范", BUREAU, "厅长", day, day, "1"]
    assert [row[0] for row in told] == ["林示范", "周样本"]
    assert [row[0] for row in rows(browser.get(f"/officials?q={quote('商务局 局长')}"))] == ["周样本"]
    assert "没有找到" in browser.get(f"/officials?q={quote('无此人')}").text


def test_the_table_is_paged(browser: Browser, seen: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PAGE", 2)
    for number in range(5):
        seen(f"{'赵钱孙李周'[number]}示例", "局长", f"{'很长的' * 30}示例市商务局")
    path, found = "/officials", list[str]()
    for _ in range(3):
        answer = browser.get(path)
        found += [row[0] for row in rows(answer)]
        document: Any = html.document_fromstring(answer.text)
        path = next(iter(document.xpath("//a[@rel='next']/@href")), "")
    assert sorted(found) == sorted(f"{it}示例" for it in "赵钱孙李周")
    assert not path


def test_nobody_is_there_yet(browser: Browser) -> None:
    assert "还没有见到官员表态" in browser.get("/officials").text


def test_a_persons_page_has_the_offices_and_the_statements_the_latest_first(
    browser: Browser, seen: Callable[..., None], say: Callable[..., int], statement: MakeStatement
) -> None:
    seen("林示范", "副厅长", day=datetime(2025, 3, 1, 2, tzinfo=UTC))
    seen("林示范", "厅长")
    say(statement("要让企业敢投入、有奔头", position="副厅长", kind="direct"), "2025-03-01")
    say(statement("数量可以往上调，标准不能往下走"), "2026-03-02", 2)
    say(statement("数量可以往上调，标准不能往下走"), "2026-03-03", 3)
    answer = browser.get(LIN)
    document: Any = html.document_fromstring(answer.text)
    assert [it.xpath("string(span)") for it in document.xpath("//ol[@class='terms']/li")] == [
        f"{BUREAU}厅长",
        f"{BUREAU}副厅长",
    ]
    told = [" ".join(it.text_content().split()) for it in sayings(answer)]
    assert len(told) == 2
    assert f"{BUREAU}厅长 转述 数量可以往上调，标准不能往下走" in told[0]
    assert f"{BUREAU}副厅长 原话 “要让企业敢投入、有奔头”" in told[1]
    assert "Verbatim" in browser.get(LIN, {"Accept-Language": "en"}).text


def test_what_is_worded_anew_is_shown_beside_the_old_words_and_said_to_be_so(
    browser: Browser, say: Callable[..., int], statement: MakeStatement
) -> None:
    say(statement("到2026年底，拖欠账款的清偿比例不少于95%，不搞变通"), "2026-03-01")
    say(statement("到2026年底，拖欠账款的清偿比例不少于98%，不搞变通"), "2026-04-01", 2)
    reworded, first = sayings(browser.get(LIN))
    assert [it.text_content() for it in reworded.xpath(".//del")] == ["【删】95%"]
    assert [it.text_content() for it in reworded.xpath(".//ins")] == ["【增】98%"]
    assert "措辞有变" in reworded.text_content()
    assert "https://news.example/1" in html.tostring(reworded, encoding="unicode")
    assert not first.xpath(".//del | .//ins")


def test_many_statements_are_paged(
    browser: Browser, say: Callable[..., int], statement: MakeStatement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_SAYINGS", 2)
    for number, words in enumerate(("要减税降费", "要敢贷愿贷", "要加快转型", "要保护产权", "要直达快享"), 1):
        say(statement(words), f"2026-03-0{number}", number)
    answer, found = browser.get(LIN), list[str]()
    while True:
        found += [it.xpath("string(.//blockquote)").strip() for it in sayings(answer)]
        document: Any = html.document_fromstring(answer.text)
        following = document.xpath("//a[@rel='next']/@href")
        if not following:
            break
        answer = browser.get(following[0])
    assert found == ["要直达快享", "要保护产权", "要加快转型", "要敢贷愿贷", "要减税降费"]


def test_a_name_that_was_joined_to_another_shows_that_persons_page(
    browser: Browser, app: App, seen: Callable[..., None]
) -> None:
    seen("林示范", "厅长")
    seen("林示帆", "处长", day=datetime(2025, 3, 1, 2, tzinfo=UTC))
    with app.database.write() as connection:
        said = Correction(Action.JOIN, "审核员", clock.now(), "同一人", name="林示帆", instead="林示范")
        corrections.add(connection, said)
    answer = browser.get(f"/officials/{quote('林示帆')}")
    assert answer.title == browser.get(LIN).title
    assert f"{BUREAU}处长" in answer.text
    assert f"{BUREAU}厅长" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/officials/" + quote("无此人"), 404),
        ("/officials/%00", 404),
        ("/officials/%ff%ed%a0%80", 404),
        ("/officials/a/b", 404),
        ("/officials/" + "x" * 5000, 422),
        ("/officials?cursor=x", 422),
        (f"{LIN}?cursor=x", 422),
        ("/officials?q=%00%ff", 200),
    ],
)
def test_an_odd_address_is_a_page_that_says_so(browser: Browser, path: str, status: int) -> None:
    assert browser.get(path).status == status


@pytest.mark.parametrize(
    "place",
    [
        ["2026-01-01T00:00:00", "x"],
        ["2026-01-01T00:00:00Z", "\0"],
        ["2026-01-01T00:00:00Z", "\ud800"],
        ["2026-01-01T00:00:00Z", 1],
        ["0001-01-01T00:00:00+14:00", "x"],
    ],
)
def test_a_place_that_no_list_can_have_is_refused(
    browser: Browser, seen: Callable[..., None], place: list[Any]
) -> None:
    seen("林示范", "厅长", day=clock.now() - timedelta(days=1))
    cursor = urlsafe_b64encode(json.dumps(["officials", *place]).encode()).decode().rstrip("=")
    assert browser.get(f"/officials?cursor={cursor}").status == 422
