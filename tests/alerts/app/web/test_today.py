"""The first page: today's news whole, the days before in a line each, what is due soon, and why there is silence."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from alerts import daily
from alerts.app.bootstrap import App
from alerts.app.web import keeping
from alerts.model import Origin, Statement, Target
from alerts.store import ledger, restating
from alerts.store import tables as ours
from alerts.store.restating import Restatement
from crawler import clock
from crawler.archive import tables
from crawler.archive.db import Database
from tests.alerts.app.web.conftest import Answer, Browser

MakeTarget = Callable[..., Target]
Notice = Callable[..., int]


@pytest.fixture
def notice(app: App, origin: Callable[..., Origin]) -> Notice:
    """Have a finding noticed so many days ago; return its number."""

    def enter(finding: Target | Statement, ago: int = 0, announced: bool = True, day: str = "2026-01-10") -> int:
        with app.database.write() as connection:
            read = origin(day, 1 + ledger.count_targets(connection))
            at = clock.now() - timedelta(days=ago)
            return ledger.enter(connection, finding, read, announced=announced, now=at).number

    return enter


@pytest.fixture
def polled(app: App) -> Callable[..., None]:
    """Have sources polled just now, read for the first time; those named in `failing` did not answer, then or ever."""

    def poll(*names: str, failing: tuple[str, ...] = ()) -> None:
        with app.database.write() as connection:
            for name in names:
                row = {
                    "source": name, "next_poll_at": clock.now(), "polled_at": clock.now(), "recovered_from": 0,
                    "first_at": None if name in failing else clock.now(), "failures": int(name in failing),
                    "detail": "", "volumes": {},
                }  # fmt: skip
                connection.execute(tables.source_states.insert().values(row))

    return poll


def lines(answer: Answer) -> list[str]:
    document: Any = html.document_fromstring(answer.text)
    told = document.xpath("//section[@class='days']//li")
    return [" ".join(" ".join(it.itertext()).split()) for it in told]


def test_today_is_told_as_a_digest_tells_it_and_figures_lead_to_their_pages(
    browser: Browser, notice: Notice, target: MakeTarget, statement: Callable[..., Statement]
) -> None:
    notice(target(300), 3)
    raised = notice(target(400), day="2026-03-10")
    notice(statement())
    notice(statement("今天天气很好，大家都很高兴", official=False, speaker="路人甲"))
    notice(target(60, object="示范平台", unit="个"), announced=False)
    answer = browser.get("/")
    document: Any = html.document_fromstring(answer.text)
    (heading,) = document.xpath("//h1")
    assert heading.text_content() == "上调：专精特新“小巨人”企业 300 家 → 400 家；林示范表态"
    assert f'href="/targets/{raised}"' in answer.text
    assert "数量可以往上调" in answer.text
    assert "路人甲" not in answer.text
    assert "示范平台" not in answer.text
    assert browser.get("/assets/digest.css").status == 200


def test_the_days_before_are_told_in_a_line_each_and_lead_to_their_pages(
    browser: Browser, app: App, notice: Notice, target: MakeTarget
) -> None:
    notice(target(300), 2)
    notice(target(60, object="示范平台", unit="个"), 2)
    notice(target(50, object="瞪羚企业"), 40)
    answer = browser.get("/")
    assert "今天还没有新内容" in answer.text
    told = lines(answer)
    assert len(told) == 14
    assert told[1].endswith("2 个新目标 2 条")
    assert told[0].endswith("没有新内容")
    day = clock.now().astimezone(ZoneInfo(app.settings.timezone)).date() - timedelta(days=2)
    then = browser.get(f"/days/{day}")
    assert "2 个新目标" in then.text
    assert f"{day.year}年{day.month}月{day.day}日" in then.text
    assert all(line.endswith("没有新内容") for line in lines(then))
    assert "2 new targets" in browser.get(f"/days/{day}", {"Accept-Language": "en"}).text


def test_what_comes_in_is_there_at_once_and_what_is_withdrawn_with_a_correction_is_not(
    browser: Browser, app: App, notice: Notice, target: MakeTarget
) -> None:
    assert "小巨人" not in browser.get("/").text
    number = notice(target())
    assert "小巨人" in browser.get("/").text
    notice(target(60, object="示范平台", unit="个"))
    assert "示范平台" in browser.get("/").text
    assert f"/targets/{number}" in browser.get("/").text
    with app.database.write() as connection:
        connection.execute(ours.changes.update().where(ours.changes.c.number == number).values(withdrawn="rejected"))
        said = {"action": "reject", "by": "审核员", "at": clock.now(), "why": "", "finding": number}
        connection.execute(ours.corrections.insert().values(said | {"fields": {}, "name": "", "instead": ""}))
    assert "小巨人" not in browser.get("/").text


def test_what_was_noticed_before_midnight_and_stored_after_it_is_told_of_its_day(
    browser: Browser, app: App, notice: Notice, target: MakeTarget
) -> None:
    day = clock.now().astimezone(ZoneInfo(app.settings.timezone)).date() - timedelta(days=1)
    notice(target(), 1)
    assert "小巨人" in browser.get(f"/days/{day}").text
    assert lines(browser.get("/"))[0].endswith(" 1 条")
    notice(target(60, object="示范平台", unit="个"), 1)
    assert "示范平台" in browser.get(f"/days/{day}").text
    assert lines(browser.get("/"))[0].endswith(" 2 条")


def test_what_other_rules_have_lost_is_gone_from_days_that_are_over(
    browser: Browser, app: App, notice: Notice, target: MakeTarget
) -> None:
    number = notice(target(), 2)
    day = clock.now().astimezone(ZoneInfo(app.settings.timezone)).date() - timedelta(days=2)
    assert "小巨人" in browser.get(f"/days/{day}").text
    assert lines(browser.get("/"))[1].endswith("1 条")
    with app.database.write() as connection:
        restating.restate(connection, [Restatement(number, target(), None)])
    assert "小巨人" not in browser.get(f"/days/{day}").text
    assert lines(browser.get("/")) == []


def test_of_a_day_that_brings_much_the_last_of_it_is_shown(
    browser: Browser, notice: Notice, target: MakeTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "_MOST", 2)
    for number in range(3):
        notice(target(60, object=f"第{'一二三'[number]}类企业"))
    answer = browser.get("/")
    assert "这里是最后的 2 条" in answer.text
    assert "第一类企业" not in answer.text
    assert "第三类企业" in answer.text


def test_goals_that_are_due_soon_stand_beside_the_news(browser: Browser, notice: Notice, target: MakeTarget) -> None:
    today = clock.now().date()
    for left in (3, 400):
        notice(target(60, str(today + timedelta(days=left)), object=f"{left}天企业"), 20)
    text = browser.get("/").text
    assert "3天企业" in text
    assert "400天企业" not in text


def test_silence_is_explained_by_what_is_watched(browser: Browser, polled: Callable[..., None]) -> None:
    nothing = browser.get("/").text
    assert "还没有抓取过来源" in nothing
    assert "此前两周" not in nothing
    polled("一", "二", "三", failing=("二",))
    text = browser.get("/").text
    assert "来源照常在看" in text
    assert "过去一天看了 3 个来源" in text
    assert "1 个没有回应" in text


def test_where_no_source_was_read_nothing_is_said_of_what_is_new(browser: Browser, polled: Callable[..., None]) -> None:
    polled("一", "二", failing=("一", "二"))
    text = browser.get("/").text
    assert "没有读到任何来源" in text
    assert "来源照常在看" not in text


def test_of_a_day_before_the_sources_were_watched_it_is_said_so(
    browser: Browser, app: App, polled: Callable[..., None]
) -> None:
    polled("一")
    today = clock.now().astimezone(ZoneInfo(app.settings.timezone)).date()
    text = browser.get(f"/days/{today - timedelta(days=2)}").text
    assert "还没有开始看这些来源" in text
    assert "没有发现" not in text
    with app.database.write() as connection:
        connection.execute(tables.source_states.update().values(first_at=clock.now() - timedelta(days=5)))
    assert "那天没有发现" in browser.get(f"/days/{today - timedelta(days=2)}").text


@pytest.mark.parametrize(
    ("path", "status"), [("1999-01-01", 404), ("9999-12-31", 404), ("2026-02-30", 422), ("x", 422), ("0", 404)]
)
def test_a_day_that_is_none_is_no_page(browser: Browser, path: str, status: int) -> None:
    answer = browser.get(f"/days/{path}")
    assert answer.status == status
    assert answer.title


@pytest.mark.parametrize("address", ["/changes.atom?keyword=", "/changes.json?keyword=", "/deadlines.ics?q="])
def test_whoever_asks_for_feed_after_feed_leaves_the_days_where_they_are_kept(
    browser: Browser, notice: Notice, target: MakeTarget, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    read: list[date] = []
    look = daily.news_of

    def counted(database: Database, day: date, zone: str) -> daily.Day:
        read.append(day)
        return look(database, day, zone)

    monkeypatch.setattr(daily, "news_of", counted)
    monkeypatch.setattr(keeping, "_MOST", 20)
    notice(target())
    browser.get("/")
    assert read
    read.clear()
    for word in range(20):
        assert browser.get(f"{address}{word}").status == 200
    browser.get("/")
    assert read == []
